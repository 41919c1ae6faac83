import { ChannelType, OAuth2Scopes, PermissionFlagsBits } from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import type { TextKey } from '../../texts.ts';
import type { Line } from '../message.ts';
import { channelOf } from './places.ts';

/** The kinds of place that differ in what the bot must be allowed to do there. */
export type PlaceKind = 'text' | 'thread' | 'voice' | 'direct';

/** Each permission and its name in the catalogue, which is its name in Discord's own settings. */
const NEEDED = {
  view: [PermissionFlagsBits.ViewChannel, 'discord_permission_view'],
  connect: [PermissionFlagsBits.Connect, 'discord_permission_connect'],
  send: [PermissionFlagsBits.SendMessages, 'discord_permission_send'],
  sendInThreads: [PermissionFlagsBits.SendMessagesInThreads, 'discord_permission_send_in_threads'],
  createThreads: [PermissionFlagsBits.CreatePublicThreads, 'discord_permission_create_threads'],
  attach: [PermissionFlagsBits.AttachFiles, 'discord_permission_attach'],
  history: [PermissionFlagsBits.ReadMessageHistory, 'discord_permission_history'],
} as const satisfies Record<string, readonly [bigint, TextKey]>;

/**
 * What a video takes: to be seen coming (status message), to be posted (in a thread of it, where there are threads), and to be
 * found again after a crash (history). SEND_MESSAGES means nothing in threads; the chat of a voice channel needs CONNECT.
 */
const BY_KIND: Record<PlaceKind, readonly (keyof typeof NEEDED)[]> = {
  text: ['view', 'send', 'createThreads', 'sendInThreads', 'attach', 'history'],
  thread: ['view', 'sendInThreads', 'attach', 'history'],
  voice: ['view', 'connect', 'send', 'attach', 'history'],
  direct: [],
};

/** The kind of a channel by its type. */
export function placeKind(type: ChannelType): PlaceKind {
  switch (type) {
    case ChannelType.PublicThread:
    case ChannelType.PrivateThread:
    case ChannelType.AnnouncementThread:
      return 'thread';
    case ChannelType.GuildVoice:
    case ChannelType.GuildStageVoice:
      return 'voice';
    case ChannelType.DM:
    case ChannelType.GroupDM:
      return 'direct';
    default:
      return 'text';
  }
}

/** Whether these permissions let somebody read a channel, or write in it. */
export function mayThere(held: bigint, what: 'read' | 'write'): boolean {
  const { ViewChannel, SendMessages } = PermissionFlagsBits;
  const needed = what === 'read' ? ViewChannel : ViewChannel | SendMessages;
  return (held & needed) === needed;
}

/** What it takes to hear people in a channel. */
const TO_HEAR = ['view', 'history'] as const;

/**
 * The permissions that Herald would need in a place and does not have, in the order of Discord's settings.
 * @param held the bot's permissions there, as in `app_permissions` of an interaction
 */
export function lacking(held: bigint, kind: PlaceKind): TextKey[] {
  return among(BY_KIND[kind], held);
}

/** …and those that it would need to hear what people say. */
export function lackingToHear(held: bigint): TextKey[] {
  return among(TO_HEAR, held);
}

function among(needed: readonly (keyof typeof NEEDED)[], held: bigint): TextKey[] {
  if ((held & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed
    .map((name) => NEEDED[name])
    .filter(([bit]) => (held & bit) === 0n)
    .map(([, key]) => key);
}

/** Says what the bot may not do in a place, and what to do about that; nothing where it lacks nothing. */
export function obstacles(lacks: readonly TextKey[], place: Place): readonly Line[] {
  const channel = channelOf(place);
  return missing(
    channel === undefined ? { key: 'lacks_here' } : { key: 'lacks_in', params: { channel: { channel } } },
    lacks,
  );
}

/** The permissions that are missing, below the line that says for what, and what to do about that; nothing where none is. */
export function missing(forWhat: Line, lacks: readonly TextKey[]): readonly Line[] {
  if (lacks.length === 0) return [];
  return [
    forWhat,
    ...lacks.map((key): Line => ({ key: 'lacks_permission', params: { permission: { key } } })),
    { key: 'lacks_next' },
  ];
}

/** What the invite asks for. EMBED_LINKS, so that a link to a video that was too large shows its player. */
export const INVITE_PERMISSIONS: bigint = Object.values(NEEDED).reduce(
  (sum, [bit]) => sum | bit,
  PermissionFlagsBits.EmbedLinks,
);

export const INVITE_SCOPES = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands] as const;
