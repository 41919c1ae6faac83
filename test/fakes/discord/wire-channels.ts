import {
  type APIDMChannel,
  type APIGuildForumChannel,
  type APIGuildVoiceChannel,
  type APINewsChannel,
  type APITextChannel,
  type APIThreadChannel,
  type ChannelFlags,
  ChannelType,
  ForumLayoutType,
} from 'discord.js';
import { iso, userJson } from './wire.ts';
import type { ChannelRecord } from './world.ts';

export type WireGuildChannel = APITextChannel | APINewsChannel | APIGuildVoiceChannel | APIGuildForumChannel;
/** The specification knows no name of a direct message's channel. */
export type WireDm = Omit<APIDMChannel, 'name'>;
export type WireChannel = WireGuildChannel | WireDm | APIThreadChannel;

export type ThreadType = ChannelType.PublicThread | ChannelType.PrivateThread | ChannelType.AnnouncementThread;
export type GuildChannelKind =
  | ChannelType.GuildText
  | ChannelType.GuildAnnouncement
  | ChannelType.GuildVoice
  | ChannelType.GuildForum;

export function channelJson(channel: ChannelRecord): WireChannel {
  if (channel.thread) return threadJson(channel);
  return channel.guild ? guildChannelJson(channel) : dmJson(channel);
}

function lastMessage({ messages }: ChannelRecord): string | null {
  return [...messages.keys()].at(-1) ?? null;
}

export function dmJson(channel: ChannelRecord): WireDm {
  return {
    id: channel.id,
    type: ChannelType.DM,
    flags: 0 as ChannelFlags,
    last_message_id: lastMessage(channel),
    recipients: channel.recipient ? [userJson(channel.recipient)] : [],
  };
}

export function guildChannelJson(channel: ChannelRecord): WireGuildChannel {
  const { id, type, name, guild, overwrites } = channel;
  const shared = {
    id,
    name,
    ...(guild && { guild_id: guild.id }),
    parent_id: null,
    position: 0,
    flags: 0 as ChannelFlags,
    permission_overwrites: [...overwrites].map(([of, { type: kind, allow, deny }]) => ({
      id: of,
      type: kind,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
    nsfw: false,
    rate_limit_per_user: 0,
    last_message_id: lastMessage(channel),
  };
  switch (type) {
    case ChannelType.GuildText:
    case ChannelType.GuildAnnouncement:
      return { ...shared, type, topic: null };
    case ChannelType.GuildVoice:
      return { ...shared, type, bitrate: 64_000, user_limit: 0, rtc_region: null };
    case ChannelType.GuildForum:
      return {
        ...shared,
        type,
        topic: null,
        available_tags: [],
        default_reaction_emoji: null,
        default_sort_order: null,
        default_forum_layout: ForumLayoutType.NotSet,
      };
    default:
      throw new Error(`The fake has no guild channels of type ${type}`);
  }
}

export function threadJson(channel: ChannelRecord): APIThreadChannel {
  const { id, type, name, guild, parent, thread, messages } = channel;
  if (!guild || !parent || !thread || !isThreadType(type)) throw new Error(`Channel ${id} is no thread`);
  return {
    id,
    type,
    name,
    guild_id: guild.id,
    parent_id: parent.id,
    owner_id: thread.ownerId,
    flags: 0 as ChannelFlags,
    last_message_id: lastMessage(channel),
    rate_limit_per_user: 0,
    message_count: [...messages.values()].filter(({ deleted }) => !deleted).length,
    total_message_sent: messages.size,
    member_count: Math.min(thread.members.size, 50),
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: iso(thread.archivedAt),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: iso(thread.createdAt),
    },
    applied_tags: [],
  };
}

function isThreadType(type: ChannelType): type is ThreadType {
  return (
    type === ChannelType.PublicThread || type === ChannelType.PrivateThread || type === ChannelType.AnnouncementThread
  );
}
