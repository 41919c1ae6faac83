import type { Parts } from './parts.ts';
import { pingsOf } from './pings.ts';
import type { ChannelRecord, MessageRecord } from './world.ts';

export interface NewMessage {
  readonly user: string;
  readonly botId?: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly metadata?: MessageRecord['metadata'];
  readonly threadTs?: string;
  /** Ids of files that it shows. */
  readonly files?: readonly string[];
  readonly attachments?: readonly unknown[];
  readonly subtype?: string;
  readonly ephemeralFor?: string;
}

/** Puts a message into a conversation, notifies those it names, and tells the app. */
export function post(parts: Parts, channel: ChannelRecord, message: NewMessage): MessageRecord {
  const { world } = parts;
  const { text, blocks = [], threadTs, ephemeralFor } = message;
  const record: MessageRecord = {
    channel: channel.id,
    ts: world.newTs(),
    user: message.user,
    text,
    blocks: [...blocks],
    suggested: new Map(),
    files: [...(message.files ?? [])],
    pings: ephemeralFor === undefined ? pingsOf(world, channel, text, blocks) : new Set(),
    ...(message.botId !== undefined && { bot_id: message.botId }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(message.metadata && { metadata: message.metadata }),
    ...(message.attachments && { attachments: [...message.attachments] }),
    ...(message.subtype !== undefined && { subtype: message.subtype }),
    ...(ephemeralFor !== undefined && { ephemeralFor }),
  };
  const said = world.messages.get(channel.id) ?? [];
  world.messages.set(channel.id, said);
  said.push(record);
  const parent = said.find(({ ts }) => ts === threadTs);
  if (parent && ephemeralFor === undefined) parent.thread_ts ??= parent.ts;
  for (const id of record.files) {
    const file = world.files.get(id);
    file?.shares.push({ channel: channel.id, ts: record.ts, ...(threadTs !== undefined && { thread_ts: threadTs }) });
  }
  if (ephemeralFor === undefined) parts.events.posted(record);
  return record;
}

/** Takes a message away, by its author or somebody who may, and tells the app. */
export function remove(parts: Parts, message: MessageRecord): void {
  message.deleted = true;
  for (const id of message.files) {
    const shares = parts.world.files.get(id)?.shares ?? [];
    const at = shares.findIndex(({ channel, ts }) => channel === message.channel && ts === message.ts);
    if (at >= 0) shares.splice(at, 1);
  }
  parts.events.deleted(message);
}
