import type { Clock } from '../../clock.ts';

export interface RememberedOptions<T> {
  readonly clock: Pick<Clock, 'now'>;
  readonly load: (key: string, signal: AbortSignal) => Promise<T | undefined>;
  /** How long an answer is good (ms). */
  readonly keep: number;
  /** How long it is not asked again for what there was no answer to (ms). */
  readonly keepMissing: number;
  /** Entries at most; the ones that were loaded longest ago are forgotten. */
  readonly most: number;
}

/** Answers that are remembered for a while; one that several ask for at a time is asked for once. */
export interface Remembered<T> {
  /**
   * Undefined where there is none.
   * @param maxAge how old an answer may be (ms); `keep`, unless told
   * @throws what `load` throws, of which nothing is remembered
   */
  get(key: string, signal: AbortSignal, maxAge?: number): Promise<T | undefined>;
  /**
   * The last answer there was.
   * @param maxAge how old it may be (ms); as old as it is, unless told
   */
  known(key: string, maxAge?: number): T | undefined;
}

interface Entry<T> {
  readonly value: T | undefined;
  readonly at: number;
  readonly until: number;
  /** The last answer that there was, and when. */
  readonly last: { readonly value: T; readonly at: number } | undefined;
}

export function createRemembered<T>({ clock, load, keep, keepMissing, most }: RememberedOptions<T>): Remembered<T> {
  const entries = new Map<string, Entry<T>>();
  const loading = new Map<string, Promise<T | undefined>>();

  async function fresh(key: string, signal: AbortSignal): Promise<T | undefined> {
    try {
      const value = await load(key, signal);
      const at = clock.now();
      const last = value === undefined ? entries.get(key)?.last : { value, at };
      entries.delete(key);
      entries.set(key, { value, at, until: at + (value === undefined ? keepMissing : keep), last });
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
      return value;
    } finally {
      loading.delete(key);
    }
  }

  return {
    async get(key, signal, maxAge = keep) {
      const entry = entries.get(key);
      if (entry && clock.now() < Math.min(entry.until, entry.at + maxAge)) return entry.value;
      const coming = loading.get(key) ?? fresh(key, signal);
      loading.set(key, coming);
      return coming;
    },
    known(key, maxAge = Number.POSITIVE_INFINITY) {
      const last = entries.get(key)?.last;
      return last && clock.now() - last.at < maxAge ? last.value : undefined;
    },
  };
}
