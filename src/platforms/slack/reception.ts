import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Asked, Desk, Came as DeskCame } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Answers } from '../answers.ts';
import { broken } from '../broken.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import type { Answer } from '../platform.ts';
import { replyKey } from '../reply-keys.ts';
import type { Callers, Who } from './caller.ts';
import type { People } from './people.ts';
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
export interface Came extends Who, Pick<DeskCame, 'origin' | 'answers' | 'confirms'> {
  readonly respond?: Respond;
  /** Resolves once it was acknowledged: false when Slack did not take that, and shows the person that it failed. */
  readonly begun?: Promise<boolean>;
}

export type Received = Pick<Asked, 'origin' | 'caller' | 'answer'>;

export interface ReceptionOptions {
  readonly answers: Answers;
  readonly callers: Callers;
  readonly desk: Pick<Desk, 'taking'>;
  readonly people: Pick<People, 'known'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Everything that was acknowledged comes through here, so that something follows: where an act fails, its person is told, and nothing is
 * thrown but what ends it when Herald stops.
 */
export interface Reception {
  /** Does what was asked for. */
  attempt(came: Came, act: () => Promise<void>): Promise<void>;
  /** Finds out who it is, and acts. */
  serve(came: Came, act: (received: Received) => Promise<void>): Promise<void>;
  /**
   * For what may become a video: notes that it came before anything else is done about it, so that its person is told as well when the
   * process ends.
   * @param act finds out who it is when it has to
   * @param onNoted called once it is noted, or cannot be
   */
  note(came: Came, act: (who: () => Promise<Received>) => Promise<void>, onNoted?: () => void): Promise<void>;
  /** Says this, to the person alone wherever that is possible. */
  tell(came: Came, lines: readonly Line[]): Promise<void>;
  /** Sends an acknowledgement. @returns whether it went out; never rejects */
  acknowledge(ack: () => Promise<void>): Promise<boolean>;
  /**
   * Resolves when it is a request's turn to be gone on with: one at a time, and each after all that has come in the meantime was
   * acknowledged, for which Slack gives three seconds, whatever is being done.
   */
  turn(): Promise<void>;
  /** The way to answer privately by an address of Slack's, which is good from now on. */
  respondBy(url: string | null | undefined): Pick<Came, 'respond'>;
}

export function reception({ answers, callers, desk, people, clock, log, signal }: ReceptionOptions): Reception {
  function begin({ origin, team, person, place, respond, begun }: Came): Answer {
    const own = respond && { own: ownOf({ team, ...respond }) };
    const answer = answers.begin({ key: replyKey(origin), person, place, since: clock.now(), ...own });
    return begun ? { ...answer, begun } : answer;
  }

  let last = Promise.resolve();
  const localeOf = ({ team, person }: Came) => people.known(team, person)?.locale ?? 'en';

  async function receive(came: Came, answer: Answer): Promise<Received> {
    return { origin: came.origin, caller: await callers(came, signal), answer };
  }

  async function attempt(came: Came, act: (answer: Answer) => Promise<void>, answer = begin(came)): Promise<void> {
    try {
      await act(answer);
    } catch (err) {
      // Herald stops: what was noted is told after the next start
      if (signal.aborted) throw err;
      const id = replyKey(came.origin);
      log.error({ err: described(err), team: came.team, request: id }, 'what was asked for on Slack could not be done');
      await answer.say(broken(id, localeOf(came)));
    }
  }

  return {
    attempt: (came, act) => attempt(came, act),

    serve: (came, act) => attempt(came, async (answer) => act(await receive(came, answer))),

    async note(came, act, onNoted) {
      const answer = begin(came);
      const { origin, place } = came;
      const { confirms, answers: question } = came;
      const about = {
        ...(confirms !== undefined && { confirms }),
        ...(question !== undefined && { answers: question }),
      };
      await desk.taking({ origin, place, locale: localeOf(came), answer, ...about }, async (noted, speaks) => {
        void noted.then(onNoted);
        const who = async () => {
          const received = await receive(came, answer);
          speaks(received.caller.locale);
          return received;
        };
        await attempt(came, () => act(who), answer);
      });
    },

    tell: (came, lines) =>
      attempt(came, async (answer) => {
        const { locale } = await callers(came, signal);
        await answer.say({ locale, lines });
      }),

    async acknowledge(ack) {
      try {
        await ack();
        return true;
      } catch (err) {
        log.warn({ err: described(err) }, 'something from Slack could not be acknowledged');
        return false;
      }
    },

    turn() {
      last = last.then(() => setImmediate());
      return last;
    },

    respondBy: (url) => (url ? { respond: { url, until: clock.now() + RESPONSE_LIFE } } : {}),
  };
}
