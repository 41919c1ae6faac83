import { webApi } from '@slack/bolt';
import { causeOf, isUnsent } from '../network.ts';
import type { Trouble } from './calls.ts';
import { errorName } from './error-name.ts';
import { verdictOn } from './verdicts.ts';

/**
 * Judges what a call of the SDK threw. An error that the table does not know is Slack's “no” to what was asked, which had no effect;
 * no answer, or one that says nothing, may have had it.
 */
export function judge(error: unknown, now: number): Trouble {
  if (error instanceof webApi.WebAPIRateLimitedError) return later('ratelimited', now, error.retryAfter);
  if (error instanceof webApi.WebAPIPlatformError) return judgeAnswer(error.data, now);
  if (error instanceof webApi.WebAPIHTTPError) return judgeStatus(error.statusCode);
  const code = causeOf(error);
  return { verdict: isUnsent(code) ? 'later' : 'unclear', code };
}

/** Slack answers 200 to whatever it understood; a 4xx is from somebody before it, who did not let the call through. */
function judgeStatus(status: number): Trouble {
  const isRefused = status >= 400 && status < 500 && status !== 408;
  return { verdict: isRefused ? 'later' : 'unclear', code: String(status) };
}

function judgeAnswer(data: webApi.WebAPIPlatformError['data'], now: number): Trouble {
  const { response_metadata: metadata } = data;
  const code = errorName(data.error);
  const needed: unknown = 'needed' in data ? data.needed : undefined;
  if (code === undefined) return { verdict: 'unclear', code: 'garbled' };
  const verdict = verdictOn(code) ?? 'wrong';
  if (verdict === 'later') return later(code, now, metadata?.retryAfter);
  return { verdict, code, ...(typeof needed === 'string' && NEEDED.test(needed) && { needed }) };
}

const NEEDED = /^[a-z:._,]{1,200}$/;

function later(code: string, now: number, seconds: unknown): Trouble {
  return { verdict: 'later', code, ...(typeof seconds === 'number' && seconds > 0 && { at: now + seconds * 1_000 }) };
}
