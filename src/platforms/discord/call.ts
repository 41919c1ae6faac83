import { judge, type Trouble } from './errors.ts';

/** What a call came to: an answer, or what was in its way. */
export type Called<T> = { readonly answer: T } | { readonly trouble: Trouble; readonly error: unknown };

/**
 * Makes one call of discord.js's REST. The library listens to the signal and never stops, so that it gets one of its own, which
 * lives no longer than the call.
 * @throws the signal's reason
 */
export async function call<T>(
  now: () => number,
  make: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Called<T>> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return { answer: await make(own.signal) };
  } catch (error) {
    signal.throwIfAborted();
    // Without a token, nothing is sent: an answer of 401 took it away, and whoever hears of that ends the process.
    if (isTokenless(error)) return { error, trouble: { verdict: 'later', cause: 'no token' } };
    return { error, trouble: judge(error, now()) };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isTokenless(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Expected token to be set');
}

/** The id in what Discord made; nothing where the answer is not what it should be. */
export function idOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) return undefined;
  return typeof answer.id === 'string' && answer.id !== '' ? answer.id : undefined;
}
