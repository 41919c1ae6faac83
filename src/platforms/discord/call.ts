import { withSignal } from '../own-signal.ts';
import { judge, type Trouble } from './errors.ts';

/** What a call came to: an answer, or what was in its way. */
export type Called<T> = { readonly answer: T } | { readonly trouble: Trouble; readonly error: unknown };

/**
 * Makes one call of discord.js's REST.
 * @throws the signal's reason
 */
export async function call<T>(
  now: () => number,
  make: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Called<T>> {
  try {
    return { answer: await withSignal(signal, make) };
  } catch (error) {
    signal.throwIfAborted();
    // Without a token, nothing is sent: an answer of 401 took it away, and whoever hears of that ends the process.
    if (isTokenless(error)) return { error, trouble: { verdict: 'later', cause: 'no token' } };
    return { error, trouble: judge(error, now()) };
  }
}

function isTokenless(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Expected token to be set');
}

/** The id in what Discord made; nothing where the answer is not what it should be. */
export function idOf(answer: unknown): string | undefined {
  return snowflake(answer, 'id');
}

/** The id of the channel that a message is in. */
export function channelIdOf(answer: unknown): string | undefined {
  return snowflake(answer, 'channel_id');
}

function snowflake(answer: unknown, name: string): string | undefined {
  const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
