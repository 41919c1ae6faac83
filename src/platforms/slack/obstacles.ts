import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import type { Recent } from '../recent.ts';
import type { Who } from './caller.ts';
import type { Calls } from './calls.ts';
import type { ChannelLook } from './channel-look.ts';
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

/** A place, and who asks for a video there; nobody does for what is announced, which is said from elsewhere. */
type Looked = Pick<Who, 'team' | 'place' | 'heard'> & Partial<Pick<Who, 'person'>>;

/** Why the bot could not bring a video to a place, and what to do about it; nothing where it could, or where that cannot be told. */
export type Obstacles = (looked: Looked, signal: AbortSignal) => Promise<readonly Line[]>;

/** The same to who is there. */
export type ObstaclesHere = (who: Who) => Promise<readonly Line[]>;

/** What is said of a channel in it, and elsewhere. */
const HERE = { invite: 'slack_invite', archived: 'slack_archived' } as const;
const THERE = { invite: 'slack_there_invite', archived: 'slack_there_archived' } as const;

export interface ObstaclesOptions {
  readonly calls: Calls;
  readonly workspaces: Workspaces;
  readonly look: ChannelLook;
  readonly hints: Hints;
  /** Until when (ms) it is taken that nothing stands in the way, by {@link clearKey}. A post that is refused ends that. */
  readonly clear: Recent<number>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What stands in the way; undefined where it cannot be told. */
type Found = readonly Line[] | undefined;

export function obstacles({ calls, workspaces, look, hints, clear, clock, log }: ObstaclesOptions): Obstacles {
  function lacking(team: string, scopes: readonly string[]): readonly Line[] {
    const code = scopes.join(', ');
    hints.lacks(team, code);
    return [{ key: 'slack_scopes', params: { scopes: { code } } }];
  }

  /** Looks at a channel as the bot sees it. */
  async function standing(
    team: string,
    channel: string,
    { me, scopes }: Workspace,
    says: typeof HERE | typeof THERE,
    signal: AbortSignal,
  ): Promise<Found> {
    const bot = { person: me, isBot: true } as const;
    const about = says === THERE ? { channel: { channel } } : {};
    const invite: readonly Line[] = [{ key: says.invite, params: { bot, ...about } }];
    const seen = await look(team, channel, signal);
    if (!seen || seen === 'hidden') return seen && invite;
    if (seen.isArchived) {
      hints.tell(
        team,
        `Herald was asked for a video in the channel ${channel}, which is archived: nothing can be posted there`,
      );
      return [{ key: says.archived, params: about }];
    }
    if (!seen.isMember) return invite;
    return scopes && !scopes.has(seen.history) ? lacking(team, [seen.history]) : [];
  }

  /** A direct talk may be one between two people: commands and shortcuts can be used there too, and nothing else of the bot. */
  async function talk({ team, person, place, heard }: Looked, { me }: Workspace, signal: AbortSignal): Promise<Found> {
    if (heard || person === undefined) return [];
    const open = (client: webApi.WebClient, token: string) => client.conversations.open({ token, users: person });
    const called = await calls.call(team, open, signal);
    if ('trouble' in called) return called.trouble.code === 'missing_scope' ? lacking(team, ['im:write']) : undefined;
    return called.answer.channel?.id === place.channel
      ? []
      : [{ key: 'slack_elsewhere', params: { bot: { person: me, isBot: true } } }];
  }

  async function find(who: Looked, signal: AbortSignal): Promise<Found> {
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
    // what is announced is seldom asked about, and nobody waits
    const isThere = who.person === undefined;
    if (!isThere && (clear.get(key) ?? 0) > clock.now()) return [];
    const found = await (isTalk
      ? talk(who, workspace, signal)
      : standing(team, channel, workspace, isThere ? THERE : HERE, signal));
    if (found?.length === 0 && !(isTalk && isThere))
      clear.set(key, isTalk ? Number.POSITIVE_INFINITY : clock.now() + REMEMBERED);
    return found;
  }

  return async (who, signal) => {
    // a talk between two others would be taken for one with the bot
    const untold: readonly Line[] =
      !who.heard && who.person !== undefined && isDirect(who.place) ? [{ key: 'slack_untold' }] : [];
    try {
      return (await within(clock, PATIENCE, find(who, signal))) ?? untold;
    } catch (err) {
      if (!signal.aborted) log.info({ team: who.team, err: described(err) }, 'a place could not be looked at');
      return untold;
    }
  };
}
