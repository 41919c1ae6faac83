import { recent } from '../recent.ts';

/** Posts that are remembered: far more than are unclear at one time. */
const KEPT = 10_000;

/** When each post was last tried. A request whose answer was lost may take effect some time after. */
export interface Tries {
  /** It is being tried now. */
  note(key: string): void;
  /** How long ago that was (ms), at least: what was tried before this start counts from the start. */
  quietFor(key: string): number;
}

export function createTries(now: () => number): Tries {
  const last = recent<number>(KEPT);
  const started = now();
  return {
    note: (key) => last.set(key, now()),
    quietFor(key) {
      const quiet = now() - (last.get(key) ?? started);
      if (quiet >= 0) return quiet;
      // the clock was put back: it is waited for anew
      last.set(key, now());
      return 0;
    },
  };
}
