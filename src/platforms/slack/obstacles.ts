import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import { recent } from '../recent.ts';
import type { Who } from './caller.ts';
import type { Calls } from './calls.ts';
import { isDirectChannel } from './hear.ts';
import { createHints } from './hints.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/**
 * How long it is remembered that nothing stands in the way (ms); for good where it is who takes part in a direct talk. What stands in
 * the way is looked at anew each time: it may have been mended.
 */
const REMEMBERED = 60_000;
const CHANNELS = 10_000;

/** How long is waited for Slack to tell (ms): what it does not tell is no obstacle yet. */
const PATIENCE = 3_000;

/** What a video takes, whatever the place. */
const NEEDED = ['chat:write', 'files:read', 'files:write'] as const;

/** Why the bot could not bring a video to a place, and what to do about it; nothing where it could, or where that cannot be told. */
export type Obstacles = (who: Who) => Promise<readonly Line[]>;

export interface ObstaclesOptions {
  readonly calls: Calls;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What stands in the way; undefined where it cannot be told. */
type Found = readonly Line[] | undefined;

export function obstacles({ calls, workspaces, clock, log, signal }: ObstaclesOptions): Obstacles {
  /** Until when (ms). */
  const clear = recent<number>(CHANNELS);
  const hints = createHints(clock.now, log);

  function hint(team: string, scopes: readonly string[]): void {
    hints.tell(
      team,
      `the bot lacks ${scopes.join(', ')}: install it in this workspace again, with the manifest of today`,
    );
  }

  function lacking(team: string, scopes: readonly string[]): readonly Line[] {
    hint(team, scopes);
    return [{ key: 'slack_scopes', params: { scopes: scopes.join(', ') } }];
  }

  /** Looks at a channel as the bot sees it. One that it is not in is hidden from it, where it is not open to everybody. */
  async function standing(team: string, channel: string, { me, scopes }: Workspace): Promise<Found> {
    const invite: readonly Line[] = [{ key: 'slack_invite', params: { bot: { person: me } } }];
    const called = await calls.call(team, (client, token) => client.conversations.info({ token, channel }), signal);
    if ('answer' in called) {
      const { is_member, is_archived, is_mpim, is_private } = called.answer.channel ?? {};
      if (is_archived) return [{ key: 'slack_archived' }];
      if (is_member === false) return invite;
      const history = is_mpim ? 'mpim:history' : is_private ? 'groups:history' : 'channels:history';
      return scopes && !scopes.has(history) ? lacking(team, [history]) : [];
    }
    const { code } = called.trouble;
    if (code === 'channel_not_found') return invite;
    if (code === 'missing_scope') hint(team, ['channels:read', 'groups:read', 'mpim:read']);
    else log.info({ team, trouble: called.trouble }, 'a channel could not be looked at');
    return undefined;
  }

  /** A direct talk may be one between two people: commands and shortcuts can be used there too, and nothing else of the bot. */
  async function talk({ team, person, place }: Who, { me }: Workspace): Promise<Found> {
    const open = (client: webApi.WebClient, token: string) => client.conversations.open({ token, users: person });
    const called = await calls.call(team, open, signal);
    if ('trouble' in called) return undefined;
    return called.answer.channel?.id === place.channel
      ? []
      : [{ key: 'slack_elsewhere', params: { bot: { person: me } } }];
  }

  async function look(who: Who): Promise<Found> {
    const { team, place } = who;
    const workspace = await workspaces.of(team);
    if (!workspace) return [{ key: 'slack_uninstalled' }];
    const { scopes } = workspace;
    const { channel } = place;
    const isDirect = channel !== undefined && isDirectChannel(channel);
    const missing = [...NEEDED, ...(isDirect ? ['im:history'] : [])].filter((scope) => scopes?.has(scope) === false);
    if (missing.length > 0) return lacking(team, missing);
    if (channel === undefined) return [];
    const key = isDirect ? `${team} ${channel} ${who.person}` : `${team} ${channel}`;
    if ((clear.get(key) ?? 0) > clock.now()) return [];
    const found = await (isDirect ? talk(who, workspace) : standing(team, channel, workspace));
    if (found?.length === 0) clear.set(key, isDirect ? Number.POSITIVE_INFINITY : clock.now() + REMEMBERED);
    return found;
  }

  return async (who) => {
    try {
      return (await within(clock, PATIENCE, look(who))) ?? [];
    } catch (err) {
      if (!signal.aborted) log.info({ team: who.team, err: described(err) }, 'a place could not be looked at');
      return [];
    }
  };
}
