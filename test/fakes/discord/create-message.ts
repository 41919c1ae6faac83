import {
  ChannelType,
  MessageReferenceType,
  PermissionFlagsBits,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import type { Call } from './call.ts';
import { compose } from './compose.ts';
import { DiscordError } from './errors.ts';
import type { Events } from './events.ts';
import { mentionsOf } from './mentions.ts';
import type { Nonces } from './nonces.ts';
import { demand, may, permissionsIn, visibleChannel } from './permissions.ts';
import { post } from './post.ts';
import { isExempt } from './visibility.ts';
import type { ChannelRecord, MessageRecord, World } from './world.ts';

export interface CreateMessageParts {
  readonly world: World;
  readonly events: Events;
  readonly nonces: Nonces;
  /** Whether the bot may read every message's content. */
  readonly readsAll: boolean;
}

/** `POST /channels/{id}/messages`: the message that was made, or that an enforced nonce made before. */
export function createMessage({ world, events, nonces, readsAll }: CreateMessageParts, call: Call): MessageRecord {
  const body = (call.json ?? {}) as RESTPostAPIChannelMessageJSONBody;
  const channel = visibleChannel(world, call.params.channel);
  demandSpeech(world, channel);
  const nonce = body.enforce_nonce === true && body.nonce !== undefined ? String(body.nonce) : undefined;
  const first = nonce === undefined ? undefined : nonces.find(nonce);
  if (first) return first;

  const reference = referenceOf(world, channel, body, readsAll);
  const composed = reference?.snapshot ? emptyForward() : compose(body, call.files, { channel });
  if (composed.added.length > 0) demand(world, channel, PermissionFlagsBits.AttachFiles);
  if (composed.embeds.length > 0) demand(world, channel, PermissionFlagsBits.EmbedLinks);
  const message = post(world, events, channel, {
    author: world.bot,
    content: composed.content,
    embeds: composed.embeds,
    components: composed.components,
    flags: composed.flags,
    files: composed.added,
    ...mentionsOf(world, composed.content, body.allowed_mentions, reference?.repliedTo),
    ...(body.nonce !== undefined && { nonce: body.nonce }),
    ...reference,
  });
  if (nonce !== undefined) nonces.keep(nonce, message);
  return message;
}

/** Refuses with Discord's reason where the bot cannot say anything. */
function demandSpeech(world: World, channel: ChannelRecord): void {
  if (channel.type === ChannelType.GuildForum) throw new DiscordError(50008);
  if (channel.type === ChannelType.DM) {
    if (channel.recipient?.takesDms === false) throw new DiscordError(50007);
    return;
  }
  const { bot } = world;
  const { SendMessages, SendMessagesInThreads, ManageThreads } = PermissionFlagsBits;
  demand(world, channel, channel.thread ? SendMessagesInThreads : SendMessages);
  if (channel.thread?.locked && (permissionsIn(channel, bot.id) & ManageThreads) === 0n) throw new DiscordError(160005);
}

type Reference = Pick<MessageRecord, 'reference' | 'repliedTo' | 'snapshot'>;

function referenceOf(
  world: World,
  channel: ChannelRecord,
  { message_reference: asked }: RESTPostAPIChannelMessageJSONBody,
  readsAll: boolean,
): Reference | undefined {
  if (!asked) return undefined;
  const type = asked.type === MessageReferenceType.Forward ? 1 : 0;
  const from = type === 1 ? visibleChannel(world, asked.channel_id) : channel;
  if (!may(from, world.bot.id, PermissionFlagsBits.ReadMessageHistory)) throw new DiscordError(160002);
  const message = from.messages.get(asked.message_id);
  const problem = (code: string, text: string) =>
    new DiscordError(50035, [{ path: ['message_reference'], code, message: text }]);
  if (asked.channel_id !== undefined && asked.channel_id !== from.id)
    throw problem('REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL', 'Cannot reply to a message in a different channel');
  const reference = { type, channelId: from.id, messageId: asked.message_id } as const;
  if (!message || message.deleted || message.onlyFor) {
    if (type === 0 && asked.fail_if_not_exists === false) return undefined;
    throw problem('MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
  }
  if (type === 0) return { reference, repliedTo: message };
  if (!readsAll && !isExempt(message, world.bot)) throw new DiscordError(160014);
  return { reference, snapshot: message };
}

function emptyForward(): ReturnType<typeof compose> {
  return { content: '', embeds: [], components: [], flags: 0, kept: [], added: [] };
}
