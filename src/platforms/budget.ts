import type { EditPace, Platform } from './platform.ts';

/** How many edits a space may have: a bucket of tokens that fills with time. */
export interface Budget {
  /** Takes one edit of the space, if it has one. */
  take(space: string): boolean;
  /** How long until the space has one (ms). */
  wait(space: string): number;
}

export interface BudgetOptions {
  /** ms since the epoch */
  readonly now: () => number;
  /** An edit comes back after so long (ms). */
  readonly every: number;
  /** Edits at once, after a quiet while. */
  readonly burst: number;
}

/** Buckets that are full again are forgotten once there are this many. */
const KEPT = 1_000;

/** The budgets of each platform, at its own pace. */
export interface Budgets {
  of(platform: Pick<Platform, 'name' | 'edits'>): Budget;
}

export function editBudgets(now: () => number): Budgets {
  const known = new Map<string, Budget>();
  return {
    of({ name, edits }) {
      const budget = known.get(name) ?? paced(now, edits);
      known.set(name, budget);
      return budget;
    },
  };
}

/** What a platform allows each space, and all of them together: an edit is taken from both, or not at all. */
function paced(now: () => number, { inAll, ...each }: EditPace): Budget {
  const own = editBudget({ now, ...each });
  if (!inAll) return own;
  const all = editBudget({ now, ...inAll });
  const wait = (space: string) => Math.max(own.wait(space), all.wait('all'));
  return { wait, take: (space) => wait(space) === 0 && own.take(space) && all.take('all') };
}

/** One bucket a space; only those that are not full take memory. */
export function editBudget({ now, every, burst }: BudgetOptions): Budget {
  /** When the space's bucket will be full again (ms). */
  const fullAt = new Map<string, number>();

  /** How long the bucket takes to fill; no longer than from empty, even where the clock was set back. */
  function missing(space: string): number {
    const most = now() + burst * every;
    const at = fullAt.get(space) ?? 0;
    if (at > most) fullAt.set(space, most);
    return Math.max(0, Math.min(at, most) - now());
  }

  /** …were one more taken. */
  const debt = (space: string) => missing(space) + every;
  const wait = (space: string) => Math.max(0, debt(space) - burst * every);

  return {
    wait,
    take(space) {
      if (wait(space) > 0) return false;
      fullAt.set(space, now() + debt(space));
      if (fullAt.size > KEPT) for (const [key, at] of fullAt) if (at <= now()) fullAt.delete(key);
      return true;
    },
  };
}
