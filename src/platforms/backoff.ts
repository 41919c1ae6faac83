import type { Clock } from '../clock.ts';

/** The longest wait between two connections (ms), unless told: 720 a day, of the 1,000 that the strictest platform allows (Discord). */
const LONGEST = 120_000;

/** A connection that lasted this long (ms) was a good one. */
const GOOD = 60_000;

/**
 * How long to wait before the next connection (ms): nothing at first, then 1, 2, 4 … 120 s, until one has lasted for a minute.
 * @param random spreads the waits of many bots, from 0 to 1
 * @param longest the longest wait (ms), where the platform bears shorter ones
 */
export function backoff(clock: Pick<Clock, 'now'>, random: () => number, longest = LONGEST): () => number {
  let failures = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.now() - last > GOOD) failures = 0;
    const pause = failures === 0 ? 0 : Math.min(longest, 1_000 * 2 ** (failures - 1)) * (0.75 + 0.25 * random());
    failures += 1;
    last = clock.now() + pause;
    return pause;
  };
}
