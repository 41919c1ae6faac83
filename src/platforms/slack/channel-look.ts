import type { Logger } from 'pino';
import type { Calls } from './calls.ts';
import type { Hints } from './hints.ts';

/** A channel as the bot sees it. */
export interface ChannelSeen {
  /** Absent for a talk of several people. */
  readonly name?: string;
  readonly isArchived: boolean;
  readonly isMember: boolean;
  /** Everybody in the workspace may see it, and come in. */
  readonly isOpen: boolean;
  /** The scope that lets the bot read it, and hear what is written there. */
  readonly history: string;
}

/**
 * Looks at a channel. One that the bot is not in is hidden from it, where it is not open to everybody; undefined where Slack does not tell.
 * @throws the signal's reason, StoreError
 */
export type ChannelLook = (
  team: string,
  channel: string,
  signal: AbortSignal,
) => Promise<ChannelSeen | 'hidden' | undefined>;

export interface ChannelLookOptions {
  readonly calls: Calls;
  readonly hints: Hints;
  readonly log: Logger;
}

export function channelLook({ calls, hints, log }: ChannelLookOptions): ChannelLook {
  return async (team, channel, signal) => {
    const called = await calls.call(team, (client, token) => client.conversations.info({ token, channel }), signal);
    if ('answer' in called) {
      const { name, is_member, is_archived, is_im, is_mpim, is_private } = called.answer.channel ?? {};
      return {
        ...(name && !is_mpim && { name }),
        isArchived: is_archived === true,
        isMember: is_member !== false,
        isOpen: is_private === false && !is_im && !is_mpim,
        history: is_mpim ? 'mpim:history' : is_private ? 'groups:history' : 'channels:history',
      };
    }
    const { code } = called.trouble;
    if (code === 'channel_not_found') return 'hidden';
    if (code === 'missing_scope') hints.lacks(team, 'channels:read, groups:read, mpim:read');
    else log.info({ team, trouble: called.trouble }, 'a channel could not be looked at');
    return undefined;
  };
}
