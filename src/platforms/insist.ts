import { type Clock, wait } from '../clock.ts';

/** Waits before each further try (ms). */
const AGAIN = [1_000, 5_000, 25_000, 60_000, 120_000];

/** The longest of these waits, whatever the platform asks for (ms). */
const LONGEST = 120_000;

/** Not now; perhaps not before a time (ms). */
export interface Later {
  readonly later: number | undefined;
}

export function isLater(result: unknown): result is Later {
  return typeof result === 'object' && result !== null && 'later' in result;
}

/**
 * Tries it until it is done, for some minutes: so long a platform may be down.
 * @returns what the last try came to
 * @throws what `act` throws, or the signal's reason
 */
export async function insist<T>(clock: Clock, signal: AbortSignal, act: () => Promise<T | Later>): Promise<T | Later> {
  for (const pause of AGAIN) {
    const result = await act();
    if (!isLater(result)) return result;
    const asked = result.later === undefined ? 0 : result.later - clock.now();
    await wait(clock, Math.min(LONGEST, Math.max(pause, asked)), signal);
  }
  return act();
}
