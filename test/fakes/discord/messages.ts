import { ChannelType, MessageFlags, PermissionFlagsBits, type RESTPatchAPIChannelMessageJSONBody } from 'discord.js';
import { type Call, type Handlers, NOTHING, ok } from './call.ts';
import { compose } from './compose.ts';
import { type CreateMessageParts, createMessage } from './create-message.ts';
import { DiscordError } from './errors.ts';
import { compareIds } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { Links } from './links.ts';
import { mentionsOf } from './mentions.ts';
import { demand, may, visibleChannel } from './permissions.ts';
import { remove, rewrite } from './post.ts';
import { messageJson } from './wire-messages.ts';
import type { ChannelRecord, MessageRecord, World } from './world.ts';

export interface MessagesParts extends CreateMessageParts {
  readonly links: Links;
  /** How many edits in an hour a message older than an hour takes. */
  readonly oldEditsPerHour: number;
}

type Routes =
  | 'createMessage'
  | 'listMessages'
  | 'getMessage'
  | 'editMessage'
  | 'deleteMessage'
  | 'crosspost'
  | 'typing';

/** What is done to messages with the bot's own token. */
export function createMessages(parts: MessagesParts): Handlers<Routes> {
  const { world, events, links, readsAll, oldEditsPerHour } = parts;
  const show = (message: MessageRecord, tellsNonce = false) =>
    messageJson(message, { links, bot: world.bot, readsAll, tellsNonce });

  return {
    createMessage: (call) => ok(show(createMessage(parts, call), true)),
    listMessages({ params, query }) {
      const channel = visibleChannel(world, params.channel);
      const limit = limitOf(query.get('limit'));
      // Discord does not say that it hides the history: there simply is none
      if (!mayReadHistory(world, channel)) return ok([]);
      return ok(pick(channel, query, limit).map((message) => show(message)));
    },
    getMessage(call) {
      const { channel, message } = find(world, call);
      if (!mayReadHistory(world, channel)) throw new DiscordError(50013);
      return ok(show(message));
    },
    editMessage(call) {
      const { channel, message } = find(world, call);
      const body = (call.json ?? {}) as RESTPatchAPIChannelMessageJSONBody;
      if (message.author.id !== world.bot.id) throw new DiscordError(50005);
      if (channel.thread?.archived) throw new DiscordError(50083);
      countOldEdit(message, world.now(), oldEditsPerHour);
      const composed = compose(body, call.files, { channel, before: message });
      if (composed.added.length > 0) demand(world, channel, PermissionFlagsBits.AttachFiles);
      rewrite(world, events, message, { ...composed, ...mentionsOf(world, composed.content, body.allowed_mentions) });
      return ok(show(message));
    },
    deleteMessage(call) {
      const { channel, message } = find(world, call);
      if (message.author.id !== world.bot.id) demand(world, channel, PermissionFlagsBits.ManageMessages);
      if (channel.thread?.archived) throw new DiscordError(50083);
      remove(events, message);
      return NOTHING;
    },
    crosspost(call) {
      const { channel, message } = find(world, call);
      if (channel.type !== ChannelType.GuildAnnouncement) throw new DiscordError(50024);
      const isOwn = message.author.id === world.bot.id;
      demand(world, channel, PermissionFlagsBits.SendMessages, ...(isOwn ? [] : [PermissionFlagsBits.ManageMessages]));
      if ((message.flags & MessageFlags.Crossposted) !== 0) throw new DiscordError(40033);
      message.flags |= MessageFlags.Crossposted;
      events.message('UPDATE', message);
      return ok(show(message));
    },
    typing({ params }) {
      const channel = visibleChannel(world, params.channel);
      if (channel.guild) demand(world, channel, PermissionFlagsBits.SendMessages);
      return NOTHING;
    },
  };
}

/** A message as the bot's token reaches it: what only one person sees is not there. */
export function find(world: World, { params }: Call): { channel: ChannelRecord; message: MessageRecord } {
  const channel = visibleChannel(world, params.channel);
  const message = channel.messages.get(params.message ?? '');
  if (!message || message.deleted || message.onlyFor) throw new DiscordError(10008);
  return { channel, message };
}

/** Messages that everybody in a channel sees, oldest first. */
export function visibleMessages(channel: ChannelRecord): MessageRecord[] {
  return [...channel.messages.values()]
    .filter(({ deleted, onlyFor }) => !deleted && !onlyFor)
    .sort((a, b) => compareIds(a.id, b.id));
}

function mayReadHistory({ bot }: World, channel: ChannelRecord): boolean {
  return may(channel, bot.id, PermissionFlagsBits.ReadMessageHistory);
}

function limitOf(given: string | null): number {
  const limit = Number(given ?? 50);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  const message = 'int value should be between 1 and 100.';
  throw new DiscordError(50035, [{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
}

/** A page of a channel, newest first as Discord has it. */
function pick(channel: ChannelRecord, query: URLSearchParams, limit: number): MessageRecord[] {
  const all = visibleMessages(channel);
  const [before, after, around] = [query.get('before'), query.get('after'), query.get('around')];
  if (before)
    return all
      .filter(({ id }) => compareIds(id, before) < 0)
      .slice(-limit)
      .reverse();
  if (after)
    return all
      .filter(({ id }) => compareIds(id, after) > 0)
      .slice(0, limit)
      .reverse();
  if (!around) return all.slice(-limit).reverse();
  const older = all.filter(({ id }) => compareIds(id, around) < 0).slice(-Math.floor(limit / 2));
  const rest = all.filter(({ id }) => compareIds(id, around) >= 0).slice(0, limit - older.length);
  return [...older, ...rest].reverse();
}

function countOldEdit(message: MessageRecord, now: number, most: number): void {
  if (now - message.createdAt < LIMITS.oldMessage) return;
  const recent = message.oldEdits.filter((at) => now - at < LIMITS.oldMessage);
  if (recent.length >= most) throw new DiscordError(30046);
  message.oldEdits.splice(0, message.oldEdits.length, ...recent, now);
}
