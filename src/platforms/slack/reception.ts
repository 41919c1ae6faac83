import type { Logger } from 'pino';
import type { Asked } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Answers } from '../answers.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import type { Answer } from '../platform.ts';
import { replyKey } from '../reply-keys.ts';
import type { Callers, Who } from './caller.ts';
import { ownOf, RESPONSE_LIFE } from './response-url.ts';

/** An address for answers that only the person sees: a secret. */
export interface Respond {
  readonly url: string;
  /** ms */
  readonly until: number;
  /** The message that the request came from is seen by this person alone, and is changed in place. */
  readonly replaces?: true;
}

/** A request as it came, before Slack was asked who made it. */
export interface Came extends Who {
  readonly origin: Asked['origin'];
  readonly respond?: Respond;
  /** Resolves once it was acknowledged: false when Slack did not take that, and shows the person that it failed. */
  readonly begun?: Promise<boolean>;
}

export type Received = Pick<Asked, 'origin' | 'caller' | 'answer'>;

export interface ReceptionOptions {
  readonly answers: Answers;
  readonly callers: Callers;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Everything that was acknowledged comes through here, so that something follows. */
export interface Reception {
  /** Finds out who it is, and acts; where that fails, the person is told. @throws what the act throws */
  serve(came: Came, act: (received: Received) => Promise<void>): Promise<void>;
  /** Says this, to the person alone wherever that is possible. */
  tell(came: Came, lines: readonly Line[]): Promise<void>;
  /** Sends an acknowledgement. @returns whether it went out; never rejects */
  acknowledge(ack: () => Promise<void>): Promise<boolean>;
  /** The way to answer privately by an address of Slack's, which is good from now on. */
  respondBy(url: string | null | undefined): Pick<Came, 'respond'>;
}

export function reception({ answers, callers, clock, log, signal }: ReceptionOptions): Reception {
  function begin({ origin, team, person, place, respond, begun }: Came): Answer {
    const own = respond && { own: ownOf({ team, ...respond }) };
    const answer = answers.begin({ key: replyKey(origin), person, place, since: clock.now(), ...own });
    return begun ? { ...answer, begun } : answer;
  }

  return {
    async serve(came, act) {
      const answer = begin(came);
      const caller = await callers(came, signal);
      try {
        await act({ origin: came.origin, caller, answer });
      } catch (error) {
        const line: Line = { key: 'chat_broken', params: { id: replyKey(came.origin) } };
        await answer.say({ locale: caller.locale, lines: [line] });
        throw error;
      }
    },

    async tell(came, lines) {
      const answer = begin(came);
      const { locale } = await callers(came, signal);
      await answer.say({ locale, lines });
    },

    async acknowledge(ack) {
      try {
        await ack();
        return true;
      } catch (err) {
        log.warn({ err: described(err) }, 'something from Slack could not be acknowledged');
        return false;
      }
    },

    respondBy: (url) => (url ? { respond: { url, until: clock.now() + RESPONSE_LIFE } } : {}),
  };
}
