import { type Clock, wait } from '../../clock.ts';
import { backoff } from '../backoff.ts';

/** The longest wait between two tries (ms). */
const LONGEST = 10 * 60_000;

export interface UntilToldOptions {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** A try came to nothing; it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Asks Slack until it tells, however long that takes: at once, then after 1, 2, 4 … s, ten minutes at most.
 * @throws the signal's reason
 */
export async function untilTold<T>(
  ask: () => Promise<T>,
  { clock, random, signal, onFailure }: UntilToldOptions,
): Promise<T> {
  const next = backoff(clock, random, LONGEST);
  for (;;) {
    await wait(clock, next(), signal);
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      onFailure(error);
    }
  }
}
