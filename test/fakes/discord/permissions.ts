import { ChannelType, PermissionFlagsBits, PermissionsBitField, type PermissionsString } from 'discord.js';
import { DiscordError } from './errors.ts';
import type { ChannelRecord, GuildRecord, World } from './world.ts';

export type Permissions = readonly PermissionsString[];

const ALL = PermissionsBitField.All;

/** What anybody can do in a direct message. */
const IN_DM = bits([
  'ViewChannel',
  'SendMessages',
  'AddReactions',
  'AttachFiles',
  'EmbedLinks',
  'ReadMessageHistory',
  'MentionEveryone',
  'UseExternalEmojis',
]);

/** What the bot is given in a guild unless a test says otherwise: what Herald asks for. */
export const BOT_DEFAULT: Permissions = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'AttachFiles',
  'EmbedLinks',
  'ReadMessageHistory',
];

/** What people may do in a guild unless a test says otherwise. */
export const PEOPLE_DEFAULT: Permissions = [...BOT_DEFAULT, 'AddReactions', 'UseApplicationCommands'];

export function bits(permissions: Permissions): bigint {
  return new PermissionsBitField([...permissions]).bitfield;
}

function isThread(channel: ChannelRecord): boolean {
  return channel.thread !== undefined;
}

/** The permissions of somebody in a guild as a whole: everyone's, and those of their roles. */
export function permissionsInGuild(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return ALL;
  const roles = [guild.id, ...(guild.members.get(userId)?.roles ?? [])];
  const held = roles.reduce((sum, id) => sum | BigInt(guild.roles.get(id)?.permissions ?? 0), 0n);
  return (held & PermissionFlagsBits.Administrator) === 0n ? held : ALL;
}

/** The permissions of somebody in a channel or a thread, overwrites applied in Discord's order: everyone, roles, member. */
export function permissionsIn(channel: ChannelRecord, userId: string): bigint {
  const { guild } = channel;
  if (!guild) return IN_DM;
  const base = permissionsInGuild(guild, userId);
  if (base === ALL) return ALL;
  const { overwrites } = channel.thread && channel.parent ? channel.parent : channel;
  let held = base;
  const everyone = overwrites.get(guild.id);
  if (everyone) held = (held & ~everyone.deny) | everyone.allow;
  const ofRoles = (guild.members.get(userId)?.roles ?? []).flatMap((id) => overwrites.get(id) ?? []);
  for (const { deny } of ofRoles) held &= ~deny;
  for (const { allow } of ofRoles) held |= allow;
  const own = overwrites.get(userId);
  return own ? (held & ~own.deny) | own.allow : held;
}

/** Whether somebody has a permission where it is used, with what follows from others: seeing and speaking come first. */
export function may(channel: ChannelRecord, userId: string, permission: bigint): boolean {
  const held = permissionsIn(channel, userId);
  if ((held & PermissionFlagsBits.ViewChannel) === 0n || !seesThread(channel, userId, held)) return false;
  const speak = isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  const needsSpeech = PermissionFlagsBits.AttachFiles | PermissionFlagsBits.EmbedLinks;
  if ((permission & needsSpeech) !== 0n && (held & speak) === 0n) return false;
  return (held & permission) === permission;
}

function seesThread({ type, thread }: ChannelRecord, userId: string, held: bigint): boolean {
  if (type !== ChannelType.PrivateThread) return true;
  return thread?.members.has(userId) === true || (held & PermissionFlagsBits.ManageThreads) !== 0n;
}

/** The channel, if the bot can see it: 10003 where it is gone, 50001 where it is hidden or the bot was removed. */
export function visibleChannel(world: World, id: string | undefined): ChannelRecord {
  const channel = world.channels.get(id ?? '');
  if (!channel || channel.deleted) throw new DiscordError(10003);
  if (channel.guild && !channel.guild.botIsHere) throw new DiscordError(50001);
  if (!may(channel, world.bot.id, PermissionFlagsBits.ViewChannel)) throw new DiscordError(50001);
  return channel;
}

/** Refuses with 50013 what the bot may not do there. */
export function demand(world: World, channel: ChannelRecord, ...permissions: readonly bigint[]): void {
  if (permissions.some((permission) => !may(channel, world.bot.id, permission))) throw new DiscordError(50013);
}
