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

/** Opens a message in Discord, for whoever may see it. Without a message, the channel. */
export function urlOf(place: Place, message?: string): string {
  const parts = [isDirect(place) ? '@me' : place.space, channelOf(place), message];
  return `https://discord.com/channels/${parts.filter((part) => part !== undefined).join('/')}`;
}
