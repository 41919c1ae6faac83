import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A header's value by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined;

/** How far the signature's time may be from ours (s), as the Standard Webhooks specification has it. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Whether a body was signed as Standard Webhooks has it, by `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 * @param now ms since the epoch
 */
export type StandardCheck = (body: Uint8Array, header: HeaderOf, now: number) => boolean;

/**
 * @param secret `whsec_…`
 * @throws Error where the secret is not base64
 */
export function createStandardCheck(secret: string): StandardCheck {
  const webhook = new Webhook(secret);

  return (body, header, now) => {
    const id = header('webhook-id');
    const timestamp = header('webhook-timestamp');
    if (!id || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
    const seconds = Number(timestamp);
    if (Math.abs(now / 1000 - seconds) > TOLERANCE_SECONDS) return false;
    // the package's own `verify` reads the machine's clock; its `sign` lets the time be passed in
    const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const expected = Buffer.from(webhook.sign(id, new Date(seconds * 1000), raw));
    const given = (header('webhook-signature') ?? '').split(' ').map((signature) => Buffer.from(signature));
    return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  };
}
