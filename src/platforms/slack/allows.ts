import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Platform } from '../platform.ts';
import { recent } from '../recent.ts';
import type { Calls } from './calls.ts';
import type { ChannelLook } from './channel-look.ts';
import type { People } from './people.ts';
import { isDirect, isDirectChannel } from './places.ts';

/** Members that are asked for at once; Slack gives fewer than 1,000 (docs.slack.dev/apis/web-api/pagination). */
const PAGE = 999;

/** How long pages of members are asked for (ms); what is not known by then cannot be told. */
const PATIENCE = 10_000;

/** How long it is remembered that somebody is in a channel (ms). That they are not is asked anew: they may just have been invited. */
const REMEMBERED = 60_000;
const MOST = 10_000;

export interface AllowsOptions {
  readonly calls: Calls;
  readonly look: ChannelLook;
  readonly people: Pick<People, 'person'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * A channel that is open to everybody in the workspace may be read and written in by all of them, but not by guests and people of other
 * companies: as any other channel, it is for them only when they are in it. Who may post in a channel beyond that, Slack tells no bot; that it
 * is archived is the bot's own obstacle.
 */
export function createAllows({ calls, look, people, clock, log }: AllowsOptions): Platform['allows'] {
  /** Until when (ms) somebody is taken to be in a channel. */
  const inside = recent<number>(MOST);

  async function isIn(team: string, channel: string, person: string, signal: AbortSignal) {
    const key = `${team} ${channel} ${person}`;
    if ((inside.get(key) ?? 0) > clock.now()) return true;
    const found = await isAmong(team, channel, person, signal);
    if (found) inside.set(key, clock.now() + REMEMBERED);
    return found;
  }

  async function isAmong(team: string, channel: string, person: string, signal: AbortSignal) {
    const end = clock.now() + PATIENCE;
    let cursor: string | undefined;
    do {
      const page = { channel, limit: PAGE, ...(cursor && { cursor }) };
      const called = await calls.call(
        team,
        (client, token) => client.conversations.members({ token, ...page }),
        signal,
      );
      if ('trouble' in called) {
        log.info({ team, channel, trouble: called.trouble }, 'Slack does not tell who is in a channel');
        return undefined;
      }
      if (called.answer.members?.includes(person)) return true;
      cursor = called.answer.response_metadata?.next_cursor;
    } while (cursor && clock.now() < end);
    return cursor ? undefined : false;
  }

  return async ({ person }, place, _, signal) => {
    const { space: team, channel } = place;
    if (channel === undefined || isDirect(place)) return undefined;
    // somebody's talk with the bot, named by its id
    if (isDirectChannel(channel)) return false;
    const [seen, facts] = await Promise.all([look(team, channel, signal), people.person(team, person, signal)]);
    // the person may well be in a channel that the bot is not in
    if (seen === undefined || seen === 'hidden') return undefined;
    if (seen.isOpen && facts?.isOutsider === false) return true;
    const found = await isIn(team, channel, person, signal);
    return found === false && seen.isOpen && !facts ? undefined : found;
  };
}
