import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { parseJson } from './json.ts';
import type { Task } from './profile.ts';
import { calledBackTask } from './schemas.ts';

/** What a callback says. Untrusted, it is only a hint: read the task again, and believe nothing else in it. */
export interface CallbackNews {
  readonly trusted: boolean;
  readonly task: Task;
}

/** A header's value by its lower-case name. */
type HeaderOf = (name: string) => string | undefined;

/** Reads a callback's body as it came, byte for byte; undefined for what is no callback. */
export type CallbackReader = (body: Uint8Array, header: HeaderOf) => CallbackNews | undefined;

/** Standard Webhooks: how far the signature's time may be from ours. */
const TOLERANCE_SECONDS = 5 * 60;

const wrapped = z.object({ data: z.looseObject({}) }).transform(({ data }) => data);
const news = z.union([wrapped.pipe(calledBackTask), calledBackTask]);

/**
 * Callbacks are trusted only with `secret`, the console's Webhook Secret (`whsec_…`), and a signature by it.
 * @throws Error where the secret is not base64.
 */
export function createCallbackReader(secret: string | undefined, now: () => number): CallbackReader {
  const webhook = secret === undefined ? undefined : new Webhook(secret);
  return (body, header) => {
    const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const task = news.safeParse(parseJson(raw.toString('utf8'))).data;
    return task && { trusted: webhook !== undefined && isSigned(webhook, raw, header, now()), task };
  };
}

/** The package's own `verify` reads the machine's clock; its `sign` lets the time be passed in. */
function isSigned(webhook: Webhook, body: Buffer, header: HeaderOf, now: number): boolean {
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  if (!id || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  const seconds = Number(timestamp);
  if (Math.abs(now / 1000 - seconds) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(webhook.sign(id, new Date(seconds * 1000), body));
  const given = (header('webhook-signature') ?? '').split(' ').map((signature) => Buffer.from(signature));
  return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}
