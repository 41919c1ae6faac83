import type { Place } from '../../jobs/job.ts';
import type { Sent } from '../platform.ts';
import { messageUrl } from './urls.ts';
import type { Workspace } from './workspaces.ts';

/** A talk with the bot alone: it is in a workspace like any channel, and mostly without threads. */
export function isDirect({ private: hushed }: Place): boolean {
  return hushed === true;
}

/** A talk with the bot alone: channels of this kind that the bot hears of are its own. */
export const isDirectChannel = (channel: string): boolean => channel.startsWith('D');

/**
 * A place in a channel, or in the bot's direct talk with one person.
 * @param thread the ts of the message that a thread hangs under
 */
export function placeOf(team: string, channel: string, thread?: string | null): Place {
  return {
    platform: 'slack',
    space: team,
    channel,
    ...(thread && { thread }),
    ...(isDirectChannel(channel) && { private: true }),
  };
}

/** The thread that a message is an answer in: the one that begins with it is below it, not around it. */
export const threadOf = (message: string | null | undefined, thread: string | null | undefined): string | undefined =>
  thread && thread !== message ? thread : undefined;

/** A message of the bot's, as Slack tells of it. */
export interface Placed {
  readonly ts: string;
  /** The first message of its thread; its own `ts`, where it is that itself. */
  readonly thread_ts?: string | undefined;
}

/**
 * A message that is in the channel of a place: in the thread that Slack says it is in. That is none at all where the first message of
 * the asked one was deleted: Slack then puts the answer into the channel, and says nothing (slack-go#1571).
 */
export function sentIn(to: Place, { ts, thread_ts }: Placed, { url }: Workspace, file?: string): Sent {
  const { thread: _, ...around } = to;
  const thread = thread_ts === undefined || thread_ts === ts ? undefined : thread_ts;
  const place: Place = { ...around, ...(thread !== undefined && { thread }) };
  return {
    place,
    message: ts,
    url: messageUrl(url, to.channel ?? '', ts, thread),
    ...(file !== undefined && { file }),
  };
}
