import { z } from 'zod';
import { createStandardCheck, type HeaderOf } from '../standard-webhook.ts';
import { parseJson } from './json.ts';
import type { Task } from './profile.ts';
import { calledBackTask } from './schemas.ts';

/** What a callback says. Untrusted, it is only a hint: read the task again, and believe nothing else in it. */
export interface CallbackNews {
  readonly trusted: boolean;
  readonly task: Task;
}

/** Reads a callback's body as it came, byte for byte; undefined for what is no callback. */
export type CallbackReader = (body: Uint8Array, header: HeaderOf) => CallbackNews | undefined;

const wrapped = z.object({ data: z.looseObject({}) }).transform(({ data }) => data);
const news = z.union([wrapped.pipe(calledBackTask), calledBackTask]);

/**
 * Callbacks are trusted only with `secret`, the console's Webhook Secret (`whsec_…`), and a signature by it.
 * @throws Error where the secret is not base64.
 */
export function createCallbackReader(secret: string | undefined, now: () => number): CallbackReader {
  const isSigned = secret === undefined ? () => false : createStandardCheck(secret);
  return (body, header) => {
    const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const task = news.safeParse(parseJson(raw.toString('utf8'))).data;
    return task && { trusted: isSigned(raw, header, now()), task };
  };
}
