import { recent } from '../recent.ts';

/** Posts that are remembered: far more than are unclear at one time. */
const KEPT = 10_000;

/** How long after it was written down that a try is made, that try may still have been begun (ms): names are asked for before. */
const BEGINS = 60_000;

/** When each post was last tried. A request whose answer was lost may take effect some time after. */
export interface Tries {
  /** It is being tried now. */
  note(key: string): void;
  /**
   * How long ago that was (ms), at least. What was tried before this start is counted from the start, or from when it must have been
   * begun.
   * @param tried when the last try was written down (ms since the epoch), where that is known
   */
  quietFor(key: string, tried?: number): number;
}

/**
 * @param now ms since the epoch
 * @param ticks ms that pass whatever is done to the clock
 */
export function createTries(now: () => number, ticks: () => number): Tries {
  const last = recent<number>(KEPT);
  const start = { at: now(), tick: ticks() };
  return {
    note: (key) => last.set(key, ticks()),
    quietFor(key, tried) {
      const known = last.get(key);
      if (known !== undefined) return ticks() - known;
      const before = tried === undefined ? 0 : Math.max(0, start.at - tried - BEGINS);
      return ticks() - start.tick + before;
    },
  };
}
