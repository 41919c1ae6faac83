import {
  type APIAttachment,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIMessageSnapshotFields,
  ApplicationIntegrationType,
  AttachmentFlags,
  InteractionType,
  type MessageFlags,
} from 'discord.js';
import type { Links } from './links.ts';
import { isExempt } from './visibility.ts';
import { iso, userJson } from './wire.ts';
import { threadJson } from './wire-channels.ts';
import type { FileRecord, InteractionOrigin, MessageRecord, UserRecord } from './world.ts';

/** Through whose eyes a message is described: the links it is given, and what may be read. */
export interface Reader {
  readonly links: Links;
  readonly bot: UserRecord;
  /** Whether everything may be read; else only what is exempt from the message-content intent. */
  readonly readsAll: boolean;
  /** Whether the nonce is told: with the message when it is made; nothing promises it later. */
  readonly tellsNonce: boolean;
}

export function attachmentJson(file: FileRecord, links: Links): APIAttachment {
  const url = links.to(file.path);
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    ...(file.contentType !== undefined && { content_type: file.contentType }),
    ...(file.description !== undefined && { description: file.description }),
    ...(file.width !== undefined && { width: file.width }),
    ...(file.height !== undefined && { height: file.height }),
    ...(file.durationSecs !== undefined && { duration_secs: file.durationSecs }),
    ...(file.waveform !== undefined && { waveform: file.waveform }),
    ...(file.ephemeral && { ephemeral: true }),
    ...(file.name.startsWith('SPOILER_') && { flags: AttachmentFlags.IsSpoiler }),
  };
}

/** A message as the bot gets to see it. */
export function messageJson(message: MessageRecord, reader: Reader): APIMessage {
  const { reference, repliedTo, origin, thread, author } = message;
  return {
    ...contentJson(message, reader),
    id: message.id,
    channel_id: message.channel.id,
    author: userJson(author),
    pinned: false,
    mention_everyone: message.mentionEveryone,
    tts: false,
    ...(reader.tellsNonce && message.nonce !== undefined && { nonce: message.nonce }),
    ...(reference && {
      message_reference: {
        type: reference.type,
        channel_id: reference.channelId,
        message_id: reference.messageId,
        ...(message.channel.guild && { guild_id: message.channel.guild.id }),
      },
    }),
    ...(reference?.type === 0 && { referenced_message: referenced(repliedTo, reader) }),
    ...(message.snapshot && { message_snapshots: [{ message: snapshotJson(message, message.snapshot, reader) }] }),
    ...(origin && {
      application_id: reader.bot.id,
      webhook_id: reader.bot.id,
      interaction_metadata: metadataJson(origin),
    }),
    ...(thread && !thread.deleted && { thread: threadJson(thread) }),
  };
}

/** What a message is made of, emptied where the bot may not read it. */
function contentJson(message: MessageRecord, reader: Reader, readable = canRead(message, reader)) {
  return {
    type: message.type,
    content: readable ? message.content : '',
    embeds: readable ? message.embeds : [],
    components: readable ? message.components : [],
    attachments: readable ? message.files.map((file) => attachmentJson(file, reader.links)) : [],
    mentions: message.mentions.map(userJson),
    mention_roles: [...message.mentionRoles],
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : iso(message.editedAt),
    flags: message.flags as MessageFlags,
  };
}

function canRead(message: MessageRecord, { readsAll, bot }: Reader): boolean {
  return readsAll || isExempt(message, bot);
}

/** A replied-to message is there if it exists, `null` if it was deleted; it does not carry what it replied to itself. */
function referenced(message: MessageRecord | undefined, reader: Reader): APIMessage | null {
  if (!message || message.deleted) return null;
  const { referenced_message: _, ...rest } = messageJson(message, reader);
  return rest;
}

/** What was forwarded is as readable as the message that forwards it. */
function snapshotJson(forward: MessageRecord, original: MessageRecord, reader: Reader): APIMessageSnapshotFields {
  return contentJson(original, reader, canRead(forward, reader));
}

function metadataJson(origin: InteractionOrigin): APIMessageInteractionMetadata {
  const shared = {
    id: origin.id,
    user: userJson(origin.user),
    authorizing_integration_owners: ownersOf(origin.guildId),
    ...(origin.originalId !== undefined && { original_response_message_id: origin.originalId }),
  };
  switch (origin.type) {
    case InteractionType.ApplicationCommand:
      return { ...shared, type: origin.type };
    case InteractionType.MessageComponent:
      return { ...shared, type: origin.type, interacted_message_id: origin.messageId ?? '0' };
    case InteractionType.ModalSubmit: {
      const trigger = metadataJson(origin.trigger ?? { ...origin, type: InteractionType.ApplicationCommand });
      if (trigger.type === InteractionType.ModalSubmit) throw new Error('A modal cannot show a modal');
      return { ...shared, type: origin.type, triggering_interaction_metadata: trigger };
    }
  }
}

function ownersOf(guildId: string | undefined) {
  return { [ApplicationIntegrationType.GuildInstall]: guildId ?? '0' };
}
