import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import type { Recent } from '../recent.ts';
import type { Who } from './caller.ts';
import type { Calls } from './calls.ts';
import type { Hints } from './hints.ts';
import { isDirect } from './places.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/**
 * How long it is remembered that nothing stands in the way (ms); for good where it is who takes part in a direct talk. What stands in
 * the way is looked at anew each time: it may have been mended.
 */
const REMEMBERED = 60_000;

/** How long is waited for Slack to tell (ms): what it does not tell of a channel is no obstacle yet. */
const PATIENCE = 3_000;

/** Under what it is remembered. In a direct talk with the bot there is one person only, and in another one nothing is remembered. */
export const clearKey = (team: string, channel: string): string => `${team} ${channel}`;

/** What a video takes, whatever the place. */
const NEEDED = ['chat:write', 'files:read', 'files:write'] as const;

/** Why the bot could not bring a video to a place, and what to do about it; nothing where it could, or where that cannot be told. */
export type Obstacles = (who: Who) => Promise<readonly Line[]>;

export interface ObstaclesOptions {
  readonly calls: Calls;
  readonly workspaces: Workspaces;
  readonly hints: Hints;
  /** Until when (ms) it is taken that nothing stands in the way, by {@link clearKey}. A post that is refused ends that. */
  readonly clear: Recent<number>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What stands in the way; undefined where it cannot be told. */
type Found = readonly Line[] | undefined;

export function obstacles({ calls, workspaces, hints, clear, clock, log, signal }: ObstaclesOptions): Obstacles {
  function lacking(team: string, scopes: readonly string[]): readonly Line[] {
    const code = scopes.join(', ');
    hints.lacks(team, code);
    return [{ key: 'slack_scopes', params: { scopes: { code } } }];
  }

  /** Looks at a channel as the bot sees it. One that it is not in is hidden from it, where it is not open to everybody. */
  async function standing(team: string, channel: string, { me, scopes }: Workspace): Promise<Found> {
    const invite: readonly Line[] = [{ key: 'slack_invite', params: { bot: { person: me, isBot: true } } }];
    const called = await calls.call(team, (client, token) => client.conversations.info({ token, channel }), signal);
    if ('answer' in called) {
      const { is_member, is_archived, is_mpim, is_private } = called.answer.channel ?? {};
      if (is_archived) {
        hints.tell(
          team,
          `Herald was asked for a video in the channel ${channel}, which is archived: nothing can be posted there`,
        );
        return [{ key: 'slack_archived' }];
      }
      if (is_member === false) return invite;
      const history = is_mpim ? 'mpim:history' : is_private ? 'groups:history' : 'channels:history';
      return scopes && !scopes.has(history) ? lacking(team, [history]) : [];
    }
    const { code } = called.trouble;
    if (code === 'channel_not_found') return invite;
    if (code === 'missing_scope') hints.lacks(team, 'channels:read, groups:read, mpim:read');
    else log.info({ team, trouble: called.trouble }, 'a channel could not be looked at');
    return undefined;
  }

  /** A direct talk may be one between two people: commands and shortcuts can be used there too, and nothing else of the bot. */
  async function talk({ team, person, place, heard }: Who, { me }: Workspace): Promise<Found> {
    if (heard) return [];
    const open = (client: webApi.WebClient, token: string) => client.conversations.open({ token, users: person });
    const called = await calls.call(team, open, signal);
    if ('trouble' in called) return called.trouble.code === 'missing_scope' ? lacking(team, ['im:write']) : undefined;
    return called.answer.channel?.id === place.channel
      ? []
      : [{ key: 'slack_elsewhere', params: { bot: { person: me, isBot: true } } }];
  }

  async function look(who: Who): Promise<Found> {
    const { team, place } = who;
    const workspace = await workspaces.of(team);
    if (!workspace) return [{ key: 'slack_uninstalled' }];
    const { scopes } = workspace;
    const { channel } = place;
    const isTalk = isDirect(place);
    const missing = [...NEEDED, ...(isTalk ? ['im:history'] : [])].filter((scope) => scopes?.has(scope) === false);
    if (missing.length > 0) return lacking(team, missing);
    if (channel === undefined) return [];
    const key = clearKey(team, channel);
    if ((clear.get(key) ?? 0) > clock.now()) return [];
    const found = await (isTalk ? talk(who, workspace) : standing(team, channel, workspace));
    if (found?.length === 0) clear.set(key, isTalk ? Number.POSITIVE_INFINITY : clock.now() + REMEMBERED);
    return found;
  }

  return async (who) => {
    // a talk between two others would be taken for one with the bot
    const untold: readonly Line[] = !who.heard && isDirect(who.place) ? [{ key: 'slack_untold' }] : [];
    try {
      return (await within(clock, PATIENCE, look(who))) ?? untold;
    } catch (err) {
      if (!signal.aborted) log.info({ team: who.team, err: described(err) }, 'a place could not be looked at');
      return untold;
    }
  };
}
