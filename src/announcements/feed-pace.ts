const MINUTE = 60_000;
const USUAL = 10 * MINUTE;

/** No feed is read again within this (ms), whatever happens. */
export const LEAST_PAUSE = 5 * MINUTE;
/** No feed is left alone for longer than this (ms), whatever its server asks for. */
export const MOST_PAUSE = 24 * 60 * MINUTE;

/** The time between two reads (ms): ten minutes, doubled with each failure in a row up to a day, a tenth more or less. */
export function paceOf(failures: number, random: () => number): number {
  const pause = Math.min(USUAL * 2 ** failures, MOST_PAUSE);
  return Math.min(Math.round(pause * (0.9 + 0.2 * random())), MOST_PAUSE);
}

/** When to come back to a server that wants to be left alone until `at` (ms), which it may overdo. */
export function obeying(at: number, now: number): number {
  return Math.min(Math.max(at, now + LEAST_PAUSE), now + MOST_PAUSE);
}
