import type { DiscordErrorCode } from './errors.ts';
import type { RouteName } from './routes.ts';

/** What the bot sees instead of the right answer. */
export type FaultAnswer =
  /** The connection is reset without an answer, which makes the library ask again at once (up to `retries` times). */
  | 'drop'
  /** Nothing, until the bot gives up. */
  | 'stall'
  /** A bare HTTP status: a gateway's page for 5xx, Discord's own words for 401. */
  | { readonly status: number }
  | { readonly rateLimited: { readonly scope: 'user' | 'global' | 'shared'; readonly seconds: number } }
  /** One of Discord's errors. */
  | { readonly code: DiscordErrorCode }
  /** The right answer, so many ms late. */
  | { readonly lateMs: number };

export interface Fault {
  /**
   * Whether the request takes effect: `none`, `before` the answer shows, or so many ms `after` the request. Default `none`;
   * `before` where the answer is a right one.
   */
  readonly effect?: 'none' | 'before' | { readonly after: number };
  readonly answer: FaultAnswer;
  /** Which requests of the route it is for, by their path, as in `RequestSeen`. Default: all. */
  readonly where?: (path: string) => boolean;
}

/** What a test can make Discord do wrong. */
export interface Faults {
  /** The next requests of a route (one, unless `times` says otherwise) meet this fault; faults are used in the order given. */
  next(route: RouteName, fault: Fault, times?: number): void;
  /** Forgets what has not happened yet. */
  clear(): void;
}

/** The fake's side of {@link Faults}. */
export interface FaultSource extends Faults {
  take(route: RouteName, path: string): Fault | undefined;
}

export function createFaults(): FaultSource {
  const planned = new Map<RouteName, { readonly fault: Fault; left: number }[]>();
  return {
    next(route, fault, times = 1) {
      const queue = planned.get(route) ?? [];
      queue.push({ fault, left: times });
      planned.set(route, queue);
    },
    clear: () => planned.clear(),
    take(route, path) {
      const queue = planned.get(route) ?? [];
      const first = queue.find(({ fault }) => fault.where?.(path) ?? true);
      if (!first) return undefined;
      first.left -= 1;
      if (first.left <= 0) queue.splice(queue.indexOf(first), 1);
      return first.fault;
    },
  };
}
