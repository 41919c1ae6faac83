import type { FaultSource as AllFaultSource, Faults as AllFaults, Planned } from '../faults.ts';
import type { Misfortune } from '../misbehave.ts';
import type { DiscordErrorCode } from './errors.ts';
import type { RouteName } from './routes.ts';

/** What the bot sees of Discord's own instead of the right answer. A `drop` makes the library ask again at once, up to `retries` times. */
export type FaultAnswer =
  /** A bare HTTP status: a gateway's page for 5xx, Discord's own words for 401. */
  | { readonly status: number }
  | { readonly rateLimited: { readonly scope: 'user' | 'global' | 'shared'; readonly seconds: number } }
  /** One of Discord's errors. */
  | { readonly code: DiscordErrorCode };

/** `where` is told the path, as in `RequestSeen`. */
export interface Fault extends Misfortune<FaultAnswer>, Planned<string> {}

/** What a test can make Discord do wrong. */
export type Faults = AllFaults<RouteName, Fault>;
export type FaultSource = AllFaultSource<RouteName, Fault, string>;
