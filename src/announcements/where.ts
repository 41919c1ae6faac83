import type { Announcement } from '../../commands/announcements.ts';
import type { Line } from '../platforms/message.ts';

/** Where an announcement speaks, and where one speaks of it: what is told alone is told far from there. */
export function whereLine({ place, called }: Pick<Announcement, 'place' | 'called'>): Line {
  const channel = { channel: place.channel ?? place.space };
  if (called?.space === undefined) return { key: 'tell_where_channel', params: { channel } };
  return { key: 'tell_where', params: { channel, space: called.space } };
}
