import type { Finding, Mark } from './finding.ts';

/** A sign and a word: the sign alone may be lost on a terminal, on a screen reader or in a log. */
const SHOWN: Readonly<Record<Mark, string>> = { ok: '✓ ok   ', note: '! note ', wrong: '✗ wrong' };

/** Shorter ones would strike out words. */
const HIDDEN_FROM = 4;

/**
 * A finding as one line of plain text. Names of servers and channels, and errors, are strangers' words: no secret, no line
 * break and nothing that steers a terminal gets through.
 */
export function lineOf({ mark, about, says }: Finding, secrets: readonly string[]): string {
  const plain = `${about}: ${says}`.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  const clean = secrets
    .filter((secret) => secret.length >= HIDDEN_FROM)
    .reduce((text, secret) => text.replaceAll(secret, '…'), plain);
  return `${SHOWN[mark]} ${clean}`;
}
