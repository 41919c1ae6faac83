import { filesOf, firstOf } from './contents.ts';
import type { Contents, MessageEvent, SlackFile } from './payloads.ts';
import { mentions } from './spoken.ts';

/** What a message asks of the bot. */
export type Heard =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'ask';
      readonly photo?: SlackFile;
      readonly audio?: SlackFile;
      readonly text?: string;
      readonly unseen?: true;
    };

/** Messages that people write; all others are news of what was changed, joined or pinned. */
const WRITTEN: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast']);

/** Whether a message was written by a person, and is not one that was heard before and then changed. */
export function isWritten({ subtype, user, bot_id, hidden, edited }: MessageEvent, me: string): boolean {
  if (!user || user === me || bot_id || hidden || edited) return false;
  return !subtype || WRITTEN.has(subtype);
}

/** A talk with the bot alone: channels of this kind that the bot hears of are its own. */
export const isDirectChannel = (channel: string): boolean => channel.startsWith('D');

/**
 * How a message may be meant for the bot: for sure, in a direct message or by its name; or because the person answers a question, which is
 * known only when it is looked for: that takes a file in a thread. Nothing else that is said among people is.
 */
export function addressed(message: MessageEvent, me: string): 'yes' | 'perhaps' | 'no' {
  if (isDirectChannel(message.channel) || message.type === 'app_mention') return 'yes';
  if (mentions(message.text ?? '', me)) return 'yes';
  return message.thread_ts && filesOf(message).length > 0 ? 'perhaps' : 'no';
}

/**
 * What a message that speaks to the bot asks for.
 * @param text what a face can say of it
 * @param first the message that its thread hangs under, where it is in one and that could be read
 */
export function hear(message: Contents, text: string | undefined, first: Contents | undefined): Heard {
  const own = filesOf(message);
  const others = first ? filesOf(first) : [];
  const audio = firstOf('recording', own) ?? (text === undefined ? firstOf('recording', others) : undefined);
  const photo = firstOf('picture', own) ?? firstOf('picture', others);
  // of Slack Connect, and not to be looked up: nothing is known of it, and it may well be the picture
  const unseen = !photo && firstOf('hidden', [...own, ...others]) !== undefined;
  if (text === undefined && !audio && !photo && !unseen) return { kind: 'help' };
  return {
    kind: 'ask',
    ...(photo && { photo }),
    ...(audio && { audio }),
    ...(text !== undefined && { text }),
    ...(unseen && { unseen: true }),
  };
}
