import {
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  type GuildChannelType,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import { permissionsIn } from './permissions-in.ts';
import { channelOf, isDirect } from './places.ts';

/** What the bot may do in a place, as far as looking for its own posts there goes. */
export interface Reach {
  /** An empty list of messages means that there are none. */
  readonly reads: boolean;
  readonly posts: boolean;
}

const ALL = { reads: true, posts: true };

/**
 * What the bot may do in a place. Asked of Discord and not of the gateway's cache, which may be behind: without
 * READ_MESSAGE_HISTORY the messages of a channel are an empty list, not an error.
 * @throws what the library throws
 */
export async function reachOf(rest: REST, me: string, place: Place, now: number, signal: AbortSignal): Promise<Reach> {
  if (isDirect(place)) return ALL;
  if (place.channel === undefined) return { reads: false, posts: false };
  const [channel, guild, member] = (await Promise.all([
    rest.get(Routes.channel(place.channel), { signal }),
    rest.get(Routes.guild(place.space), { signal }),
    rest.get(Routes.guildMember(place.space, me), { signal }),
  ])) as [APIGuildChannel<GuildChannelType>, APIGuild, APIGuildMember];
  const held = permissionsIn({ guild, member, overwrites: channel.permission_overwrites ?? [] });
  const { ViewChannel, ReadMessageHistory, SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  const send = channelOf(place) === place.channel ? SendMessages : SendMessagesInThreads;
  const has = (bits: bigint) => (held & bits) === bits;
  const silenced = Date.parse(member.communication_disabled_until ?? '') > now;
  return { reads: has(ViewChannel | ReadMessageHistory), posts: has(ViewChannel | send) && !silenced };
}
