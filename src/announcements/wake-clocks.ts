import type { Engine } from '../engine/engine.ts';
import type { Namespace } from '../store/namespace.ts';
import type { ClockState } from './clock-state.ts';
import type { Register } from './register.ts';

export interface WakeClocksOptions {
  readonly clocks: Pick<Namespace<ClockState>, 'entries'>;
  readonly register: Pick<Register, 'all'>;
  readonly engine: Pick<Engine, 'wake'>;
  readonly now: () => number;
  /** How long from now one is looked at at the latest (ms). */
  readonly soon: () => number;
}

/**
 * Wakes every schedule and feed at its time, from what was last kept of it; what is not begun yet, at once.
 * @returns how many announcements there are @throws StoreError
 */
export async function wakeClocks({ clocks, register, engine, now, soon }: WakeClocksOptions): Promise<number> {
  const kept = new Map<string, Pick<ClockState, 'since' | 'next'>>();
  for await (const [id, { since, next, feed }] of clocks.entries()) {
    // what was found before a crash is not yet noted
    const due = feed?.found ? now() : next;
    kept.set(id, { since, ...(due !== undefined && { next: due }) });
  }
  let count = 0;
  for (const { id, since, trigger, paused } of register.all()) {
    count += 1;
    if (paused || (trigger.kind !== 'schedule' && trigger.kind !== 'feed')) continue;
    const state = kept.get(id);
    if (state?.since !== since) engine.wake(id);
    else if (state.next !== undefined) engine.wake(id, Math.min(state.next, now() + soon()));
  }
  return count;
}
