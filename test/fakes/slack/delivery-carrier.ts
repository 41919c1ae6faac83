import type { Loose } from '../loose.ts';

/** Something for the app, whichever way it goes there. */
export interface Outgoing {
  /** As Socket Mode's envelopes name it. */
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Loose;
  /** Whether the acknowledgement may say something. */
  readonly takesAnswer: boolean;
  /** Of an event that comes again. */
  readonly retry?: Retry;
}

export interface Retry {
  /** 1 for the first time it comes again. */
  readonly attempt: number;
  readonly reason: string;
}

/** What became of it: acknowledged in time, with what; or not, and why. */
export type Outcome =
  | { readonly body: unknown }
  | {
      readonly failure:
        | 'http_timeout'
        | 'http_error'
        | 'connection_failed'
        | 'timeout'
        /** Nobody is there: no connection, or no address. */
        | 'no_connection'
        | 'no_request_url';
      /** The app asked for no more of it (`X-Slack-No-Retry`). */
      readonly isFinal?: boolean;
    };

/** Brings something to the app, and its acknowledgement back. Never rejects. */
export type Carrier = (outgoing: Outgoing) => Promise<Outcome>;
