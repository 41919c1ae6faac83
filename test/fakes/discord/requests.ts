import type { Hooks as AllHooks } from '../hooks.ts';
import type { RouteName } from './routes.ts';

/** A request that came in. */
export interface RequestSeen {
  readonly route: RouteName;
  readonly method: string;
  /** Without the tokens of interactions. */
  readonly path: string;
  /** By the fake's clock, in ms. */
  readonly at: number;
}

/** What tests want to happen just before a request takes effect, or after it and before its answer. */
export type Hooks = AllHooks<RequestSeen>;
