import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createStandardCheck, type HeaderOf } from '../standard-webhook.ts';

/** How a call shows that it knows the secret: the secret itself, or what was signed with it. */
export type Proof = 'secret' | 'body' | 'body and id';

/**
 * Whether a call of a hook comes from somebody who has its secret: signed as Standard Webhooks or GitHub have it
 * (`X-Hub-Signature-256`), or with the secret itself, as a bearer token or as GitLab sends it (`X-Gitlab-Token`).
 * @param secret `whsec_…`
 * @param body byte for byte as it came
 * @param now ms since the epoch
 * @returns undefined where it does not
 */
export function proofOf(secret: string, body: Uint8Array, header: HeaderOf, now: number): Proof | undefined {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '') ?? [];
  if (isSame(bearer, secret) || isSame(header('x-gitlab-token'), secret)) return 'secret';
  if (isSame(header('x-hub-signature-256')?.toLowerCase(), `sha256=${hmac(secret, body)}`)) return 'body';
  return createStandardCheck(secret)(body, header, now) ? 'body and id' : undefined;
}

const hmac = (secret: string, body: Uint8Array) => createHmac('sha256', secret).update(body).digest('hex');
const digest = (text: string) => createHash('sha256').update(text).digest();

/** In constant time, whatever the lengths. */
const isSame = (given: string | undefined, expected: string) =>
  given !== undefined && timingSafeEqual(digest(given), digest(expected));
