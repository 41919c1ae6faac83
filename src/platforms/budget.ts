import type { EditPace, Pace, Platform } from './platform.ts';

/** How often something may be done, for each space or channel: a bucket of tokens that fills with time. */
export interface Budget {
  /** Takes one of its tokens, if it has one. */
  take(of: string): boolean;
  /** How long until it has one (ms). */
  wait(of: string): number;
  /** It has none until then (ms), or for some minutes: the platform says so. */
  hold(of: string, until: number): void;
}

export interface BudgetOptions extends Pace {
  /** ms since the epoch */
  readonly now: () => number;
}

/** No hold is longer (ms): a platform that asks for hours is tried in between, for all that could be posted again by then. */
const LONGEST_HOLD = 180_000;

/** Buckets that are full again, and holds that are over, are forgotten once there are this many. */
const KEPT = 1_000;

/** The budgets of each platform, at its own pace. */
export interface Budgets {
  /** By spaces. */
  edits(platform: Pick<Platform, 'name' | 'edits'>): Budget;
  /** By channels and direct talks; undefined where the platform sees to it. */
  posts(platform: Pick<Platform, 'name' | 'posts'>): Budget | undefined;
}

export function budgets(now: () => number): Budgets {
  const edits = new Map<string, Budget>();
  const posts = new Map<string, Budget>();
  return {
    edits: (platform) => knownIn(edits, platform.name, () => paced(now, platform.edits)),
    posts: ({ name, posts: pace }) => pace && knownIn(posts, name, () => budget({ now, ...pace })),
  };
}

function knownIn(all: Map<string, Budget>, name: string, make: () => Budget): Budget {
  const known = all.get(name) ?? make();
  all.set(name, known);
  return known;
}

/** What a platform allows each space, and all of them together: an edit is taken from both, or not at all. */
function paced(now: () => number, { inAll, ...each }: EditPace): Budget {
  const own = budget({ now, ...each });
  if (!inAll) return own;
  const all = budget({ now, ...inAll });
  const wait = (space: string) => Math.max(own.wait(space), all.wait('all'));
  return { ...own, wait, take: (space) => wait(space) === 0 && own.take(space) && all.take('all') };
}

/** One bucket each; only those that are not full take memory. */
export function budget({ now, every, burst }: BudgetOptions): Budget {
  /** When a bucket will be full again (ms). */
  const fullAt = new Map<string, number>();
  /** Since when, and until when, a bucket has nothing (ms). */
  const held = new Map<string, { readonly since: number; readonly until: number }>();

  /** How long the bucket takes to fill; no longer than from empty, even where the clock was set back. */
  function missing(of: string): number {
    const most = now() + burst * every;
    const at = fullAt.get(of) ?? 0;
    if (at > most) fullAt.set(of, most);
    return Math.max(0, Math.min(at, most) - now());
  }

  /** What is left of a hold; none of it once the clock was set back behind its beginning. */
  function leftOf(of: string): number {
    const hold = held.get(of);
    return hold && now() >= hold.since ? Math.max(0, hold.until - now()) : 0;
  }

  /** …were one more taken. */
  const debt = (of: string) => missing(of) + every;
  const wait = (of: string) => Math.max(0, debt(of) - burst * every, leftOf(of));

  return {
    wait,
    take(of) {
      if (wait(of) > 0) return false;
      fullAt.set(of, now() + debt(of));
      if (fullAt.size > KEPT) for (const [key, at] of fullAt) if (at <= now()) fullAt.delete(key);
      return true;
    },
    hold(of, until) {
      held.set(of, { since: now(), until: Math.min(until, now() + LONGEST_HOLD) });
      if (held.size > KEPT) for (const key of held.keys()) if (leftOf(key) === 0) held.delete(key);
    },
  };
}
