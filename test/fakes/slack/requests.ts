import type { FaultSource as AllFaultSource, Faults as AllFaults, Planned } from '../faults.ts';
import type { Hooks as AllHooks } from '../hooks.ts';
import type { Loose } from '../loose.ts';
import type { Misfortune } from '../misbehave.ts';
import type { Shares } from './call.ts';
import type { MethodName } from './methods.ts';

/** A method of the Web API, the bytes of an upload or a download, the page that asks for consent, an answer to an interaction. */
export type Route = MethodName | 'upload' | 'download' | 'authorize' | 'response_url';

/** A request that came in. */
export interface RequestSeen {
  readonly route: Route;
  /** Without secrets: an upload's ticket and an answer's address are left out. */
  readonly path: string;
  /** Of a method, without its token; of an upload, its file; of an answer to an interaction, the channel and the user. */
  readonly args: Loose;
  /** By the fake's clock, in ms. */
  readonly at: number;
}

/** What the bot sees of Slack's own instead of the right answer. */
export type FaultAnswer =
  /** A bare HTTP status with a page. */
  | { readonly status: number }
  /** `ok: false`, with any error. */
  | { readonly error: string }
  /** HTTP 429, with these seconds in `Retry-After`. */
  | { readonly rateLimited: number }
  /** Of a download: to another path of this Slack, or to another host. */
  | { readonly redirect: 'own' | 'foreign' };

export type Fault = Planned<RequestSeen> &
  (
    | Misfortune<FaultAnswer>
    /** A completed upload whose message comes late or never, though the answer is right. */
    | { readonly shares: Shares }
    /** Both. */
    | (Misfortune<FaultAnswer> & { readonly shares: Shares })
  );

/** What a test can make Slack do wrong. */
export type Faults = AllFaults<Route, Fault>;
export type FaultSource = AllFaultSource<Route, Fault, RequestSeen>;
export type Hooks = AllHooks<RequestSeen>;
