import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import { type Clock, wait } from '../../clock.ts';
import { say } from '../../texts.ts';
import type { Tasks } from '../tasks.ts';
import { type MessageEvent, msOf } from './payloads.ts';
import type { GroupFacts, People } from './people.ts';
import { placeOf, threadOf } from './places.ts';

/** How long after Slack did not tell the user groups they are asked for again (ms), and how often: for a minute. */
const AGAIN = 15_000;
const TIMES = 4;

/** How old they may be then (ms): whoever waits at the same time asks once. */
const AGE = 10_000;

export interface OverhearOptions {
  readonly desk: Pick<Desk, 'listensTo' | 'overheard'>;
  readonly people: People;
  /** What a face can say of a message; undefined for nothing. */
  readonly wordsOf: (team: string, event: MessageEvent, me: string) => Promise<string | undefined>;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Hears what is said among people, to the whole of a channel, where that may be announced. @param me the bot's user */
export type Overhear = (team: string, me: string, person: string, event: MessageEvent) => Promise<void>;

export function createOverhear({ desk, people, wordsOf, tasks, clock, log, signal }: OverhearOptions): Overhear {
  async function groupsLater(team: string): Promise<readonly GroupFacts[] | undefined> {
    for (let time = 1; time <= TIMES; time += 1) {
      await wait(clock, AGAIN, signal);
      const groups = await people.groups(team, signal, AGE);
      if (groups) return groups;
    }
    return undefined;
  }

  return async (team, me, person, event) => {
    const { channel, ts: message, thread_ts, subtype } = event;
    const place = placeOf(team, channel);
    const isAnswer = threadOf(message, thread_ts) !== undefined && subtype !== 'thread_broadcast';
    if (isAnswer || !desk.listensTo(place)) return;
    const [text, facts, groups] = await Promise.all([
      wordsOf(team, event, me),
      people.person(team, person, signal),
      people.groups(team, signal),
    ]);
    if (text === undefined) return;
    const name = facts?.name || say('slack_somebody', {}, facts?.locale);
    const tell = (known: readonly GroupFacts[]) => {
      const roles = known.filter(({ users }) => users.includes(person)).map(({ id }) => id);
      return desk.overheard({ place, message, at: msOf(message), person, name, roles, text });
    };
    // who is meant by their own name is announced now; what is told again is announced once
    await tell(groups ?? []);
    if (groups) return;
    tasks.run({ what: 'the user groups of a watched channel', team }, async () => {
      const known = await groupsLater(team).catch(() => undefined);
      if (known) return tell(known);
      log.warn(
        { team, channel },
        'Slack does not tell the user groups: what somebody in one of them said in a watched channel may not be announced',
      );
    });
  };
}
