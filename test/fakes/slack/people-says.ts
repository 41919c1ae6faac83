import type { Loose } from '../loose.ts';
import type { MessageView } from './looking.ts';
import type { Parts } from './parts.ts';
import { audioClip, type Clip, keepFile, type SentFile } from './people-files.ts';
import { post } from './post.ts';
import type { ChannelRecord, MessageRecord, UserRecord } from './world.ts';

/** What a person says in a channel. */
export interface Said {
  readonly text?: string;
  readonly files?: readonly SentFile[];
  /** A recording made in the client. */
  readonly audioClip?: Clip;
  /** The message below which it is said, or its ts. */
  readonly thread?: Pick<MessageView, 'record'> | string;
  /** Puts a mention of the bot before the text. */
  readonly mentionsBot?: boolean;
  readonly attachments?: readonly unknown[];
}

/** Says something as somebody who is a member. */
export function say(parts: Parts, user: UserRecord, channel: ChannelRecord, said: Said): MessageRecord {
  const { world } = parts;
  if (!channel.members.has(user.id)) throw new Error(`${user.name} is not in ${channel.name || channel.id}`);
  if (channel.isArchived) throw new Error(`${channel.name} is archived`);
  const bot = world.teams.get(channel.team)?.botUser;
  const typed = `${said.mentionsBot ? `<@${bot}> ` : ''}${said.text ?? ''}`.trim();
  const sent = [...(said.files ?? []), ...(said.audioClip ? [audioClip(said.audioClip)] : [])];
  if (typed === '' && sent.length === 0 && !said.attachments?.length) throw new Error('Nothing is said');
  const files = sent.map((file) => keepFile(world, user, file).id);
  return post(parts, channel, {
    user: user.id,
    text: writtenFrom(typed),
    blocks: typed === '' ? [] : [richText(world.newId('b'), typed)],
    files,
    ...(said.attachments && { attachments: said.attachments }),
    ...(files.length > 0 && { subtype: 'file_share' }),
    ...(said.thread !== undefined && { threadTs: threadTs(said.thread) }),
  });
}

/** The ts of the thread that hangs under a message, or that it is in. */
function threadTs(thread: NonNullable<Said['thread']>): string {
  return typeof thread === 'string' ? thread : (thread.record.thread_ts ?? thread.record.ts);
}

/** Mentions, which a client writes as Slack reads them, and addresses. */
const SPECIAL = /(<[@#!][^>]+>|https?:\/\/[^\s<>]+)/;

/** The text of what is typed: addresses in brackets, and `&`, `<`, `>` escaped (docs.slack.dev/messaging/formatting-message-text). */
function writtenFrom(typed: string): string {
  const escaped = (part: string) => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const parts = typed.split(SPECIAL).map((part) => {
    if (/^<[@#!]/.test(part)) return part;
    return /^https?:/.test(part) ? `<${escaped(part)}>` : escaped(part);
  });
  return parts.join('');
}

/** The blocks of what is typed. */
function richText(blockId: string, typed: string): Loose {
  const elements = typed
    .split(SPECIAL)
    .filter(Boolean)
    .map((part) => {
      const user = /^<@(\w+)/.exec(part)?.[1];
      if (user) return { type: 'user', user_id: user };
      return /^https?:/.test(part) ? { type: 'link', url: part } : { type: 'text', text: part };
    });
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}
