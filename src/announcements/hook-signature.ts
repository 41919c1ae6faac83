import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createStandardCheck, type HeaderOf } from '../standard-webhook.ts';

/**
 * Whether a call of a hook comes from somebody who has its secret: signed as Standard Webhooks or GitHub have it
 * (`X-Hub-Signature-256`), or with the secret itself, as a bearer token or as GitLab sends it (`X-Gitlab-Token`).
 * @param secret `whsec_…`
 * @param body byte for byte as it came
 * @param now ms since the epoch
 */
export function isAuthentic(secret: string, body: Uint8Array, header: HeaderOf, now: number): boolean {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '') ?? [];
  return (
    isSame(header('x-hub-signature-256')?.toLowerCase(), `sha256=${hmac(secret, body)}`) ||
    isSame(bearer, secret) ||
    isSame(header('x-gitlab-token'), secret) ||
    createStandardCheck(secret)(body, header, now)
  );
}

const hmac = (secret: string, body: Uint8Array) => createHmac('sha256', secret).update(body).digest('hex');
const digest = (text: string) => createHash('sha256').update(text).digest();

/** In constant time, whatever the lengths. */
const isSame = (given: string | undefined, expected: string) =>
  given !== undefined && timingSafeEqual(digest(given), digest(expected));
