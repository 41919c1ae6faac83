/** A read is tried this often at most. */
export const READ_ATTEMPTS = 3;
/** The wait before the second attempt; doubled for the third. KAPI's figure is 2 s; a read here is followed by another tick. */
const BASE_MS = 1_000;
/** A `Retry-After` beyond this is left to the caller: a read must not hang for it. */
export const LONGEST_WAIT_MS = 30_000;

/** Exponential backoff with equal jitter, in ms: between half and the whole of 1 s, then 2 s. `attempt` counts from 1. */
export function backoffMs(attempt: number, random: () => number): number {
  const whole = BASE_MS * 2 ** (attempt - 1);
  return whole / 2 + (whole / 2) * random();
}
