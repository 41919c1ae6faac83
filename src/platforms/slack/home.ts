import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import { described } from '../described.ts';
import type { Platform } from '../platform.ts';
import type { Callers } from './caller.ts';
import type { Calls } from './calls.ts';
import { namesFor } from './names.ts';
import { PAYLOADS } from './payloads.ts';
import type { People } from './people.ts';
import { placeOf } from './places.ts';
import { homeView } from './render.ts';

/** How long is waited for a direct talk (ms). */
const PATIENCE = 2_000;

export interface HomeOptions {
  readonly desk: Desk;
  readonly calls: Calls;
  readonly callers: Callers;
  readonly people: People;
  readonly openDirect: Platform['openDirect'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The bot's own page. */
export interface Home {
  /** Somebody looks at it. */
  opened(team: string, event: unknown): Promise<void>;
  /** Shows a person how things stand now. */
  show(team: string, person: string, place: Place): Promise<void>;
  /** Where answers go to what is pressed there: the direct talk with the person, as far as Slack opens it soon. Never rejects. */
  placeFor(team: string, person: string): Promise<Place>;
}

export function home({ desk, calls, callers, people, openDirect, clock, log, signal }: HomeOptions): Home {
  async function show(team: string, person: string, place: Place): Promise<void> {
    const message = await desk.home(await callers({ team, person, place }, signal));
    const view = homeView(message, await namesFor(people, team, message, signal));
    const called = await calls.call(
      team,
      (client, token) => client.views.publish({ token, user_id: person, view }),
      signal,
    );
    if ('trouble' in called) log.warn({ team, trouble: called.trouble }, 'the bot’s own page could not be shown');
  }

  return {
    show,

    async opened(team, event) {
      const { user, channel, tab } = PAYLOADS.homeOpened.parse(event);
      if (tab === 'home') await show(team, user, placeOf(team, channel));
    },

    async placeFor(team, person) {
      const space: Place = { platform: 'slack', space: team, private: true };
      try {
        const opened = await within(clock, PATIENCE, openDirect(person, space, signal));
        return opened?.outcome === 'open' ? opened.place : space;
      } catch (err) {
        if (!signal.aborted) log.warn({ team, err: described(err) }, 'a direct talk could not be opened');
        return space;
      }
    },
  };
}
