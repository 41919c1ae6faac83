/** Waits after the first, second, … refusal for lack of a slot in a row (ms); the vendor advises at least 1 s, doubling. */
const BACKOFF = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** How long without a refusal until one slot more is tried (ms). A refused create costs nothing. */
const PROBE_EVERY = 30_000;

/** How many tasks Kling was seen to allow at once. The account's real limit is not told by any answer. */
export interface Concurrency {
  /** Slots used at most; 1 to the operator's `KLING_MAX_CONCURRENT`. */
  readonly limit: number;
  /** Refusals in a row. */
  readonly refusals: number;
  /** Nothing is started before this time (ms). */
  readonly notBefore: number;
  /** When the limit was last changed or confirmed by a refusal (ms). */
  readonly since: number;
}

export const freshConcurrency = (limit: number): Concurrency => ({ limit, refusals: 0, notBefore: 0, since: 0 });

/** Kling refused a create for lack of a slot while `others` of our tasks were open. */
export function refused(state: Concurrency, others: number, now: number): Concurrency {
  const refusals = state.refusals + 1;
  return {
    limit: Math.max(1, Math.min(state.limit, others)),
    refusals,
    notBefore: now + (BACKOFF[Math.min(refusals, BACKOFF.length) - 1] ?? 0),
    since: now,
  };
}

/**
 * Kling could not be reached, asked to slow down or was out of order: nothing is started for a while, whoever it was that met it.
 * @param until not before this time (ms) in any case
 */
export function slowed(state: Concurrency, until: number, now: number): Concurrency {
  const held = refused(state, state.limit, now);
  return { ...held, since: state.since, notBefore: Math.max(held.notBefore, until) };
}

/** Kling accepted a create. */
export function allowed(state: Concurrency): Concurrency {
  return state.refusals === 0 ? state : { ...state, refusals: 0, notBefore: 0 };
}

/** Tries one slot more, up to `most`, when nothing was refused for a while. */
export function probed(state: Concurrency, most: number, now: number): Concurrency {
  if (state.limit >= most || now - state.since < PROBE_EVERY) return state;
  return { ...state, limit: state.limit + 1, since: now };
}
