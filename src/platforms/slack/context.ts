import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import type { GuardedFetch } from '../../media/fetch.ts';
import type { Calls } from './calls.ts';
import type { Hints } from './hints.ts';
import type { IsSlacks } from './hosts.ts';
import type { People } from './people.ts';
import type { SendBytes } from './send-bytes.ts';
import type { Tries } from './tries.ts';
import type { Workspaces } from './workspaces.ts';

/** What the outgoing half is given. */
export interface OutgoingContext {
  readonly calls: Calls;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly people: People;
  /** As `slackHosts` makes it. */
  readonly isSlacks: IsSlacks;
  /** Of a guarded fetch that trusts `trustedHost`. */
  readonly fetchBytes: GuardedFetch['download'];
  /** As `createSendBytes` makes it. */
  readonly sendBytes: SendBytes['send'];
  readonly clock: Clock;
  /** ms that pass whatever is done to the clock: `performance.now`. */
  readonly ticks: () => number;
  readonly hints: Hints;
  /** Called when nothing can be posted in a place (any more). */
  readonly onClosed: (place: Place) => void;
  readonly log: Logger;
  /** The platform's: ends what has no signal of its own. */
  readonly signal: AbortSignal;
}

/** What its parts work with. */
export interface Outbox extends OutgoingContext {
  readonly tries: Tries;
}
