import { type APIChannel, ChannelType } from 'discord.js';
import type { Place } from '../../jobs/job.ts';

/** The channel that is spoken in: the thread, where there is one. */
export function channelOf(place: Place): string | undefined {
  return place.thread ?? place.channel;
}

/** A talk with one person, whose space is the channel itself: it has no threads, and all of it may be read. */
export function isDirect(place: Place): boolean {
  return place.channel !== undefined && place.space === place.channel;
}

export function directPlace(channel: string): Place {
  return { platform: 'discord', space: channel, channel, private: true };
}

/** A channel or thread as a place; undefined for what is neither in a server nor a talk with one person. */
export function placeOf(channel: APIChannel): Place | undefined {
  if (channel.type === ChannelType.DM) return directPlace(channel.id);
  if (!('guild_id' in channel) || channel.guild_id === undefined) return undefined;
  const { id, guild_id: space } = channel;
  if (!('thread_metadata' in channel) || !channel.parent_id) return { platform: 'discord', space, channel: id };
  const hushed = channel.type === ChannelType.PrivateThread && { private: true as const };
  return { platform: 'discord', space, channel: channel.parent_id, thread: id, ...hushed };
}

/** Opens a message in Discord, for whoever may see it. Without a message, the channel. */
export function urlOf(place: Place, message?: string): string {
  const parts = [isDirect(place) ? '@me' : place.space, channelOf(place), message];
  return `https://discord.com/channels/${parts.filter((part) => part !== undefined).join('/')}`;
}
