import { createHash } from 'node:crypto';
import type { Loose } from '../loose.ts';
import { isReply, repliesTo } from './access.ts';
import { attachedFileJson } from './file-json.ts';
import type { Parts } from './parts.ts';
import type { MessageRecord } from './world.ts';

/** A message as history, answers and payloads show it. Its metadata is the author's own business unless it was asked for. */
export function messageJson(
  parts: Pick<Parts, 'world' | 'base' | 'app'>,
  message: MessageRecord,
  options: { readonly metadata?: boolean } = {},
): Loose {
  const { world, app } = parts;
  const { ts, thread_ts, user, bot_id, subtype, metadata, attachments, edited } = message;
  const team = world.channels.get(message.channel)?.team;
  const files = message.files.flatMap((id) => world.files.get(id) ?? []);
  return {
    type: 'message',
    ...(subtype !== undefined && { subtype }),
    user,
    ...(bot_id === undefined ? { client_msg_id: clientMsgId(message) } : { bot_id, app_id: app.id }),
    text: message.text,
    ts,
    team,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(attachments && attachments.length > 0 && { attachments }),
    ...(files.length > 0 && { files: files.map((file) => attachedFileJson(parts, file)), upload: false }),
    ...(edited && { edited }),
    ...(options.metadata && metadata && { metadata }),
    ...(thread_ts !== undefined && { thread_ts, ...threadJson(parts, message) }),
  };
}

/** The id that a person's client gave a message: always the same one. */
function clientMsgId({ channel, ts }: MessageRecord): string {
  const hex = createHash('sha256').update(`${channel} ${ts}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function threadJson({ world }: Pick<Parts, 'world'>, message: MessageRecord): Loose {
  const { channel, ts, thread_ts = ts } = message;
  if (isReply(message)) {
    const parent = (world.messages.get(channel) ?? []).find((other) => other.ts === thread_ts);
    return parent ? { parent_user_id: parent.user } : {};
  }
  const replies = repliesTo(world, channel, ts);
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    ...(replies.length > 0 && { latest_reply: replies.at(-1)?.ts }),
    is_locked: false,
    subscribed: false,
  };
}
