import { type Heard, heard } from '../heard.ts';
import { filesOf, firstOf } from './contents.ts';
import type { Contents, MessageEvent, SlackFile } from './payloads.ts';
import { isDirectChannel } from './places.ts';
import { mentions } from './spoken.ts';

/** Messages that people write; all others are news of what was changed, joined or pinned. */
const WRITTEN: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast']);

/** Whether a message was written by a person, and is not one that was heard before and then changed. */
export function isWritten({ subtype, user, bot_id, hidden, edited }: MessageEvent, me: string): boolean {
  if (!user || user === me || bot_id || hidden || edited) return false;
  return !subtype || WRITTEN.has(subtype);
}

/**
 * How a message may be meant for the bot: for sure, in a direct message or by its name; or because the person answers a question, which is
 * known only when it is looked for: that takes a file in a thread. Nothing else that is said among people is.
 */
export function addressed(message: MessageEvent, me: string): 'yes' | 'perhaps' | 'no' {
  if (isDirectChannel(message.channel) || message.type === 'app_mention') return 'yes';
  if (mentions(message.text ?? '', me)) return 'yes';
  return message.thread_ts && filesOf(message).length > 0 ? 'perhaps' : 'no';
}

/** Nothing but a call for help, in the languages that Herald speaks. */
const HELP = /^[\p{P}\p{S}\s]*(?:help|帮助)[\p{P}\p{S}\s]*$/iu;

/** Whether a message says nothing but “help”, which no face is to say then. @param text what one could say of it */
export function callsForHelp(message: Contents, text: string | undefined): boolean {
  return text !== undefined && HELP.test(text) && filesOf(message).length === 0;
}

/**
 * What a message that speaks to the bot asks for.
 * @param text what a face can say of it
 * @param first the message that its thread hangs under, where it is in one and that could be read
 */
export function hear(message: Contents, text: string | undefined, first: Contents | undefined): Heard<SlackFile> {
  const own = filesOf(message);
  const others = first ? filesOf(first) : [];
  const audio = firstOf('recording', own) ?? (text === undefined ? firstOf('recording', others) : undefined);
  const photo = firstOf('picture', own) ?? firstOf('picture', others);
  // of Slack Connect, and not to be looked up: nothing is known of it, and it may well be the picture
  const unseen = !photo && firstOf('hidden', [...own, ...others]) !== undefined;
  return heard({ photo, audio, text, unseen });
}
