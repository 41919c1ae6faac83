import type { ErrorCode } from './replies.ts';
import type { Fate } from './task.ts';

export type Route = 'create' | 'task' | 'list' | 'speech' | 'result' | 'callback';

/** What the caller sees instead of the right answer. Callbacks know `drop`, `html` and `lateMs` only. */
export type FaultAnswer =
  /** The connection is closed without an answer; a callback is not sent. */
  | 'drop'
  /** Nothing, until the caller gives up. */
  | 'stall'
  /** A web page under status 200 (garbage in place of a result or of a callback's body). */
  | 'html'
  /** A gateway's web page under status 502. */
  | 'bad-gateway'
  /** The right answer, cut off in the middle; of a result, half of the bytes that were announced. */
  | 'truncated'
  /** A result whose bytes trickle. */
  | 'slow'
  /** An error of the table. */
  | { readonly code: ErrorCode; readonly message?: string }
  /** A bare HTTP status; 404 is what a result says that is gone. */
  | { readonly status: number }
  /** The right answer, so many ms late. */
  | { readonly lateMs: number }
  /** A right answer of so many ms ago: of tasks as they stood then, without those that came later. */
  | { readonly staleMs: number };

export interface Fault {
  /**
   * Whether the request takes effect: `none`, `before` the answer shows, or so many ms `after` the request. Default `none`;
   * `before` where the answer is a right one.
   */
  readonly effect?: 'none' | 'before' | { readonly after: number };
  readonly answer: FaultAnswer;
}

/** What a test can make the sandbox do wrong. */
export interface Faults {
  /** The next requests of a route (one, unless `times` says otherwise) meet this fault; faults are used in the order given. */
  next(route: Route, fault: Fault, times?: number): void;
  /** The next tasks that are accepted have this fate. */
  nextTask(fate: Fate, times?: number): void;
  /** Forgets what has not happened yet. */
  clear(): void;
}

/** The sandbox's side of {@link Faults}. */
export interface FaultSource extends Faults {
  take(route: Route): Fault | undefined;
  takeFate(): Fate | undefined;
}

interface Planned<T> {
  readonly what: T;
  left: number;
}

export function createFaults(): FaultSource {
  const byRoute = new Map<Route, Planned<Fault>[]>();
  const fates: Planned<Fate>[] = [];

  function use<T>(queue: Planned<T>[]): T | undefined {
    const [first] = queue;
    if (!first) return undefined;
    first.left -= 1;
    if (first.left <= 0) queue.shift();
    return first.what;
  }

  return {
    next(route, fault, times = 1) {
      const queue = byRoute.get(route) ?? [];
      queue.push({ what: fault, left: times });
      byRoute.set(route, queue);
    },
    nextTask: (fate, times = 1) => void fates.push({ what: fate, left: times }),
    clear() {
      byRoute.clear();
      fates.length = 0;
    },
    take: (route) => use(byRoute.get(route) ?? []),
    takeFate: () => use(fates),
  };
}
