import { type APIComponentInMessageActionRow, type APIMessage, ComponentType } from 'discord.js';
import { readAction } from '../action-ids.ts';
import type { Sought } from '../platform.ts';
import { STATUS_MARK } from './components.ts';

/**
 * Whether a message is the post with this key. A video shows by its file's name, or by the link that stands for it; a status
 * message by its actions, which are marked and name its job. Discord does not say that it gives a nonce back later on; where it
 * does, that settles it.
 *
 * A video of any bot will do: the operator may have changed to another since. A person cannot pass for a bot.
 * @param me the bot's own id
 */
export function isPost(message: APIMessage, sought: Sought, me: string): boolean {
  const { author, nonce } = message;
  const { key, file } = sought;
  const job = key.slice(0, -1);
  if (author.id === me && nonce !== undefined && String(nonce) === key) return true;
  if (isVideo(sought)) return author.bot === true && brings(message, job, file?.name ?? `${job}.mp4`);
  return author.id === me && key.endsWith('s') && isStatusOf(message, job);
}

/**
 * Whether a message may be the post unseen: another bot's, to somebody, and to nobody's command, of which Discord shows nothing
 * without the message content intent.
 */
export function mayBePost(message: APIMessage, sought: Sought, me: string): boolean {
  const { author, content, attachments, embeds, components = [], mentions, interaction_metadata } = message;
  if (!isVideo(sought) || author.bot !== true || author.id === me) return false;
  const isBlank = content === '' && [attachments, embeds, components].every(({ length }) => length === 0);
  return isBlank && mentions.length > 0 && interaction_metadata === undefined;
}

export function isVideo({ key, file }: Sought): boolean {
  return file !== undefined || key.endsWith('v');
}

/** Which mark the actions of a post bear, so that it can be found by them. */
export function markOf(key: string): string | undefined {
  return key.endsWith('s') ? STATUS_MARK : undefined;
}

/** Whether a post would show by more than its nonce. A word to somebody does not: there is nowhere to put its key. */
export function leavesTrace(sought: Sought): boolean {
  return isVideo(sought) || sought.key.endsWith('s');
}

/** Only the bot's own sentences hold a link under a word; in people's words, the brackets are escaped. */
function brings(message: APIMessage, job: string, name: string): boolean {
  if (message.attachments.some(({ filename }) => filename === name)) return true;
  const link = new RegExp(String.raw`\]\(<https?://[^<>\s]+/${job}(?:\.[a-z]+)?\.mp4>\)`);
  return link.test(message.content) && actionsOf(message).length === 0;
}

function isStatusOf(message: APIMessage, job: string): boolean {
  return actionsOf(message).some((id) => id.endsWith(STATUS_MARK) && readAction(id)?.subject === job);
}

function actionsOf({ components = [] }: APIMessage): string[] {
  const pressable: APIComponentInMessageActionRow[] = components.flatMap((row) =>
    row.type === ComponentType.ActionRow ? row.components : [],
  );
  return pressable.flatMap((each) => ('custom_id' in each ? each.custom_id : []));
}
