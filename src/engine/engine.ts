/**
 * What is done when a key is woken. It must be idempotent: an engine wakes at least once.
 * @param signal aborts when the engine stops and its grace is over: return now
 * @returns when to be woken next (ms since the epoch); undefined to sleep until somebody wakes the key
 */
export type Work = (key: string, signal: AbortSignal) => Promise<number | undefined>;

/**
 * Wakes keys at their time: at least once, and never two at a time for one key. It keeps nothing: what is open is found in
 * the store at the start and woken again. Work that throws is woken again later, each time after a longer while.
 */
export interface Engine {
  start(work: Work): void;
  /**
   * Wakes a key at `at` (ms since the epoch; now when absent). The earliest wake of a key wins; a key that is at work
   * is woken again when that is done, so no wake is ever lost. Where the clock is put back, a key may be woken sooner.
   */
  wake(key: string, at?: number): void;
  /** Begins no more work; work under way has `graceMs` to return before its signal aborts. Resolves when all of it has. */
  stop(graceMs: number): Promise<void>;
}
