import type { z } from 'zod';
import { retryAfterMs } from '../retry-after.ts';
import { ERRORS } from './error-table.ts';
import { KlingError, NotSent, type Refused, UnknownOutcome, Unreadable } from './errors.ts';
import { parseJson } from './json.ts';
import { envelope } from './schemas.ts';
import type { WireAnswer, WireFailure } from './wire.ts';

interface Context {
  /** Struck out of whatever Kling says. */
  readonly secrets: readonly string[];
  /** ms since the epoch; what a `Retry-After` date is counted from. */
  readonly now: number;
}

/** Tells what came of a request; what proves a refusal differs between a read and what costs money. */
export interface Judge {
  /** The answer's `data`, or throws what the answer means. */
  answer<T>(answer: WireAnswer, data: z.ZodType<T>, context: Context): T;
  /** What it means that no whole answer came. */
  failure(failure: WireFailure, signal: AbortSignal): unknown;
}

export const judgeRead: Judge = {
  answer(answer, data, context) {
    const { status } = answer;
    const retryAfter = retryAfterMs(answer.header('retry-after'), context.now);
    const told = envelope.safeParse(parseJson(answer.text)).data;
    if (!told) {
      const transient = status >= 500 || status === 429;
      const facts = { status, transient, ...(retryAfter !== undefined && { retryAfterMs: retryAfter }) };
      throw new Unreadable(`HTTP ${status} without Kling’s JSON`, facts);
    }
    if (told.code !== 0) throw new KlingError(refusal(answer, told, context));
    const parsed = data.safeParse(told.data);
    if (!parsed.success) throw new Unreadable(`unexpected data: ${where(parsed.error)}`, { status, transient: false });
    return parsed.data;
  },
  failure(failure, signal) {
    if (failure.reason === 'aborted') return signal.reason;
    return new Unreadable(failure.message, { transient: failure.reason !== 'too_large' });
  },
};

export const judgeSend: Judge = {
  answer(answer, data, context) {
    const { status } = answer;
    const told = envelope.safeParse(parseJson(answer.text)).data;
    if (!told) {
      // A gateway's own page: Kling never saw the request.
      if (status === 413) throw new KlingError({ code: 413, status, said: 'Payload too large' });
      throw new UnknownOutcome(`HTTP ${status} without Kling’s JSON`, { status });
    }
    const { code } = told;
    if (isUncertain(code, status)) throw new UnknownOutcome(`HTTP ${status}, code ${code}`, { status, code });
    if (code !== 0) throw new KlingError(refusal(answer, told, context));
    const parsed = data.safeParse(told.data);
    if (!parsed.success) throw new UnknownOutcome(`unexpected data: ${where(parsed.error)}`, { status, code });
    return parsed.data;
  },
  failure({ sent, reason, message }) {
    return sent ? new UnknownOutcome(message) : new NotSent(reason, message);
  },
};

/** Kling's inside failed, or something unknown did: the request may have taken effect all the same (facts/kling.md §3). */
function isUncertain(code: number, status: number): boolean {
  if (ERRORS.get(code)?.kind === 'unavailable') return true;
  if (code === 0 || ERRORS.has(code)) return false;
  const refusing = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  return !refusing || (code >= 5000 && code < 6000);
}

function refusal(answer: WireAnswer, told: z.infer<typeof envelope>, context: Context): Refused {
  const wait = retryAfterMs(answer.header('retry-after'), context.now);
  return {
    code: told.code,
    status: answer.status,
    said: tame(told.message, context.secrets),
    ...(told.request_id !== undefined && { requestId: told.request_id.slice(0, 100) }),
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}

/** Kling's words, fit for a log: one line, no secret, no link, at most 300 characters. */
function tame(said: string, secrets: readonly string[]): string {
  const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), said.slice(0, 10_000));
  return clean
    .replace(/\bBearer\s+\S+|\beyJ[\w-]*\.[\w.-]*/gi, '[secret]')
    .replace(/\bhttps?:\/\/\S+/gi, '[link]')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
    .toWellFormed();
}

/** Where the data is not what it should be; the values stay out of it. */
function where(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'data'}: ${issue.code}` : 'data';
}
