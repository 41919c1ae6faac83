import { MessageType } from 'discord.js';
import type { Composed } from './compose.ts';
import type { Events } from './events.ts';
import { storeFile } from './files.ts';
import type { Mentioned } from './mentions.ts';
import type { ChannelRecord, InteractionOrigin, MessageRecord, SentFile, UserRecord, World } from './world.ts';

/** Everything about a new message but what follows from where and when it is made. */
export interface NewMessage extends Partial<Mentioned> {
  readonly author: UserRecord;
  readonly content?: string;
  readonly embeds?: MessageRecord['embeds'];
  readonly components?: MessageRecord['components'];
  readonly flags?: number;
  readonly files?: readonly SentFile[];
  readonly type?: MessageType;
  readonly nonce?: string | number;
  readonly reference?: NonNullable<MessageRecord['reference']>;
  readonly repliedTo?: MessageRecord;
  readonly snapshot?: MessageRecord;
  readonly origin?: InteractionOrigin;
  readonly onlyFor?: UserRecord;
}

/** Puts a message into a channel and tells everybody who listens. */
export function post(world: World, events: Events, channel: ChannelRecord, message: NewMessage): MessageRecord {
  const { files = [], ...rest } = message;
  const record: MessageRecord = {
    content: '',
    embeds: [],
    components: [],
    flags: 0,
    mentions: [],
    mentionRoles: [],
    mentionEveryone: false,
    type: message.repliedTo ? MessageType.Reply : MessageType.Default,
    ...rest,
    id: world.newId(),
    channel,
    createdAt: world.now(),
    files: files.map((file) => storeFile(world, file, { channel: channel.id })),
    oldEdits: [],
    deleted: false,
  };
  channel.messages.set(record.id, record);
  wake(world, events, channel);
  events.message('CREATE', record);
  return record;
}

/** Takes a thread out of the archive, if it is there. */
export function wake(world: World, events: Events, channel: ChannelRecord): void {
  if (!channel.thread?.archived) return;
  channel.thread.archived = false;
  channel.thread.archivedAt = world.now();
  events.channel('UPDATE', channel);
}

/** Changes a message to what a request made of it. */
export function rewrite(world: World, events: Events, message: MessageRecord, to: Composed & Mentioned): void {
  const { content, embeds, components, flags, kept, added, mentions, mentionRoles, mentionEveryone } = to;
  const files = [...kept, ...added.map((file) => storeFile(world, file, { channel: message.channel.id }))];
  for (const file of files) world.files.set(file.id, file);
  Object.assign(message, { content, embeds, components, flags, files, mentions, mentionRoles, mentionEveryone });
  message.editedAt = world.now();
  events.message('UPDATE', message);
}

export function remove(events: Events, message: MessageRecord): void {
  message.deleted = true;
  events.message('DELETE', message);
}
