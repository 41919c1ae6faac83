import { type APIMessage, type GatewayMessageCreateDispatchData, MessageType } from 'discord.js';
import { type Heard, heard } from '../heard.ts';
import type { ChatFile } from '../platform.ts';
import { findPicture, findRecording, isHollow } from './pictures.ts';
import { type Names, spokenWords } from './spoken.ts';

export interface Listener {
  /** The bot's id. */
  readonly me: string;
  /** The bot may read every message, not only those that are meant for it. */
  readonly readsAll: boolean;
  readonly names: Names;
}

/** Which message a message replies to; undefined when it is no reply. */
export function repliedTo(message: GatewayMessageCreateDispatchData): string | undefined {
  return message.type === MessageType.Reply ? message.message_reference?.message_id : undefined;
}

/** Whether a person wrote a message, and not a bot, a webhook or Discord itself. */
export function isPersons({ author, type, webhook_id }: GatewayMessageCreateDispatchData): boolean {
  if (author.bot || webhook_id !== undefined) return false;
  return type === MessageType.Default || type === MessageType.Reply;
}

/**
 * Whether the bot is spoken to: in a direct message; by its name in the text; by a file in reply to a message in which it may have
 * asked this person for one, or by such a reply that it may not read. Any other reply to the bot is talk about a video, even though Discord lets it ping the bot.
 */
export function isSpokenTo(message: GatewayMessageCreateDispatchData, listener: Omit<Listener, 'names'>): boolean {
  const { author } = message;
  const { me } = listener;
  if (author.id === me || !isPersons(message)) return false;
  if (message.guild_id === undefined) return true;
  if (message.content.includes(`<@${me}>`) || message.content.includes(`<@!${me}>`)) return true;
  const replied = message.referenced_message;
  if (replied?.author.id === me) {
    return asks(replied, author.id) && (message.attachments.length > 0 || isHidden(message, replied, listener));
  }
  // a voice message has no text to name the bot in
  return message.mentions.some(({ id }) => id === me);
}

/** Whether a message of the bot may be asking a person for something: it holds neither files nor buttons, and pings nobody else. */
function asks({ mentions, attachments, components }: APIMessage, person: string): boolean {
  if (attachments.length > 0 || components?.length) return false;
  return mentions.length === 0 || mentions.some(({ id }) => id === person);
}

/**
 * Whether a person answers what the bot asked them, and the bot may not read it: without the intent it reads only replies that
 * ping it, and a client can switch that off.
 */
function isHidden(
  message: GatewayMessageCreateDispatchData,
  replied: APIMessage,
  { me, readsAll }: Omit<Listener, 'names'>,
): boolean {
  if (readsAll || message.guild_id === undefined || !isHollow(message)) return false;
  const names = ({ mentions }: Pick<APIMessage, 'mentions'>, person: string) =>
    mentions.some(({ id }) => id === person);
  return names(replied, message.author.id) && !names(message, me);
}

/**
 * What a message that speaks to the bot asks for.
 * @param replied the message that it replies to, where there is one that could be read
 */
export function hear(
  message: GatewayMessageCreateDispatchData,
  replied: APIMessage | undefined,
  { me, readsAll, names }: Listener,
): Heard<ChatFile> {
  const text = spokenWords(message.content, me, names);
  const ownAudio = findRecording(message);
  const audio = ownAudio ?? (text === undefined && replied ? findRecording(replied) : undefined);
  const photo = findPicture(message) ?? (replied && findPicture(replied));
  const reference = repliedTo(message);
  const toMe = replied?.author.id === me;
  const elsewhere = reference !== undefined && !toMe && !readsAll && message.guild_id !== undefined;
  const unseen =
    (!photo && elsewhere && (!replied || isHollow(replied))) ||
    (toMe && replied !== undefined && isHidden(message, replied, { me, readsAll }));
  const answers = toMe || !replied ? reference : undefined;
  return heard({ photo, audio, text, answers, unseen });
}
