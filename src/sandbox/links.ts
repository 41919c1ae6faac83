import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_FOR } from './task.ts';

/** Links to results on the sandbox's own host; nobody can guess one, and each dies with what it leads to. */
export interface ResultLinks {
  /** @param since when the result was made, ms since the epoch */
  to(name: string, since: number): string;
  /** Whether a link was made here and still lives. */
  lives(name: string, expires: string, signature: string): boolean;
}

export interface ResultLinkOptions {
  /** Where the secret that signs is kept, so that links outlive a restart. */
  readonly dir: string;
  /** The sandbox's own address; known once it listens. */
  readonly base: () => string;
  /** ms since the epoch */
  readonly now: () => number;
}

export function createResultLinks({ dir, base, now }: ResultLinkOptions): ResultLinks {
  const secret = loadSecret(join(dir, 'link-secret'));
  const sign = (name: string, expires: string) =>
    createHmac('sha256', secret).update(`${name}\n${expires}`).digest('base64url');

  return {
    to(name, since) {
      const expires = String(Math.floor((since + KEPT_FOR) / 1000));
      return `${base()}/results/${name}?Expires=${expires}&Signature=${sign(name, expires)}`;
    },
    lives(name, expires, signature) {
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(name, expires))];
      return given.length === expected.length && timingSafeEqual(given, expected) && Number(expires) * 1000 > now();
    },
  };
}

function loadSecret(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}
