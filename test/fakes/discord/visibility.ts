import { ChannelType } from 'discord.js';
import type { MessageRecord, UserRecord } from './world.ts';

/**
 * Whether the bot may read what is in a message without the message-content intent: direct messages, its own, those whose
 * text mentions it, and replies that ping one of its own regular messages. Replies to interaction responses are not exempt,
 * and neither is a message because it is replied to.
 */
export function isExempt(message: MessageRecord, bot: UserRecord): boolean {
  if (message.channel.type === ChannelType.DM || message.author.id === bot.id) return true;
  if (mentionsInText(message, bot)) return true;
  const { repliedTo } = message;
  const pings = message.mentions.some(({ id }) => id === bot.id);
  return pings && repliedTo?.author.id === bot.id && repliedTo.origin === undefined;
}

function mentionsInText({ content }: MessageRecord, { id }: UserRecord): boolean {
  return content.includes(`<@${id}>`) || content.includes(`<@!${id}>`);
}
