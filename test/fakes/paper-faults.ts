import type { TextKey } from '../../src/texts.ts';

/** What can go wrong with each call of a platform. */
export interface Faults {
  /**
   * `lost`: it is posted, the answer is lost. `unclear`: it is not posted, and nobody can tell. `late`: as unclear, and it is
   * posted when `arrive()` is called. `fileless`: no file is taken; a message is. `stall`: it hangs until `release()`, or the signal aborts; then it goes on as usual.
   */
  readonly post: 'lost' | 'unclear' | 'late' | 'stall' | 'closed' | 'too_large' | Fileless | Later;
  readonly find: 'blind' | 'stall' | Later;
  /** `lost`: shown, but `later` is answered. */
  readonly edit: 'lost' | 'stall' | Later;
  readonly remove: 'lost' | 'stall' | Later;
  readonly withdraw: 'stall' | Later;
  /** `lost`: shown to all who follow, but `later` is answered. */
  readonly publish: 'lost' | 'stall' | Later;
  /** `lost`: opened, but `later` is answered. */
  readonly openThread: 'lost' | 'closed' | 'stall' | Later;
  readonly openDirect: 'closed' | 'stall' | Later;
}

interface Fileless {
  readonly fileless: TextKey;
}

/** With a time (ms), not before it. */
type Later = 'later' | { readonly later: number };

export type Operation = keyof Faults;

/** Faults on demand: for the next calls, or for all of them until told otherwise. */
export function faultBook() {
  const next: { [Each in Operation]?: Faults[Each][] } = {};
  const standing: { [Each in Operation]?: Faults[Each] } = {};
  const stalled = new Set<() => void>();

  async function stall(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      stalled.add(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  return {
    /** The fault for this call, once a stall is over. */
    async of<Each extends Operation>(operation: Each, signal?: AbortSignal): Promise<Faults[Each] | undefined> {
      signal?.throwIfAborted();
      const fault: Faults[Each] | undefined = next[operation]?.shift() ?? standing[operation];
      if (fault !== 'stall') return fault;
      await stall(signal);
      return undefined;
    },
    /** The next calls fail so, one each. */
    next<Each extends Operation>(operation: Each, ...faults: Faults[Each][]): void {
      const waiting: Faults[Each][] = next[operation] ?? [];
      next[operation] = [...waiting, ...faults] as (typeof next)[Each];
    },
    /** From now on every call fails so; undefined ends it. */
    always<Each extends Operation>(operation: Each, fault: Faults[Each] | undefined): void {
      if (fault === undefined) delete standing[operation];
      else standing[operation] = fault as (typeof standing)[Each];
    },
    /** Lets go on what stalled. */
    release(): void {
      for (const go of stalled) go();
      stalled.clear();
    },
  };
}

/** The answer `later`, when that is the fault. */
export function laterOf(fault: unknown): { readonly outcome: 'later'; readonly at?: number } | undefined {
  if (fault === 'later') return { outcome: 'later' };
  if (typeof fault === 'object' && fault !== null && 'later' in fault && typeof fault.later === 'number')
    return { outcome: 'later', at: fault.later };
  return undefined;
}
