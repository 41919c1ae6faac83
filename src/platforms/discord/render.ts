import type { APIAllowedMentions } from 'discord.js';
import type { Message } from '../message.ts';
import { type Row, renderComponents } from './components.ts';
import { LIMITS } from './limits.ts';
import { markdownLine } from './lines.ts';

/** A message as Discord takes it, whole: in an edit it replaces all that was shown, and pings no more than the first time. */
export interface Rendered {
  readonly content: string;
  readonly components: Row[];
  readonly allowed_mentions: APIAllowedMentions;
}

/**
 * A message in Discord's words. It pings `pings` and nobody else, whatever its lines hold.
 * @param mark stands behind each of its actions
 */
export function renderMessage(message: Message, mark?: string): Rendered {
  return {
    content: fitted(message.lines.map((line) => markdownLine(line, message.locale))),
    components: renderComponents(message, mark),
    allowed_mentions: { parse: [], users: [...new Set(message.pings)], replied_user: false },
  };
}

/**
 * Lines of markdown that {@link markdownLine} made, as one message. What is too much is taken from the longest of them, where that alone
 * is most of it: long words of people's leave the sentences around them whole.
 */
function fitted(lines: readonly string[]): string {
  const content = lines.join('\n');
  const longest = lines.reduce((found, line) => (line.length > found.length ? line : found), '');
  const room = LIMITS.content - (content.length - longest.length);
  if (content.length <= LIMITS.content || room < LIMITS.content / 2) return cut(content, LIMITS.content);
  return lines.map((line) => (line === longest ? cut(line, room) : line)).join('\n');
}

/** At most `limit` characters of markdown that {@link markdownLine} made, cut at a line's end where that leaves at least half. */
export function cut(content: string, limit: number): string {
  if (content.length <= limit) return content;
  const room = content.slice(0, limit - 1);
  const end = room.lastIndexOf('\n');
  return end >= limit / 2 ? `${room.slice(0, end)}\n…` : `${withoutTorn(room)}…`;
}

/** Not after a backslash that takes its meaning away; people's own brackets all have one. */
const MEANT = String.raw`(?<=(?<!\\)(?:\\\\)*)`;
const TORN_MENTION = new RegExp(`${MEANT}<[^<>]*$`);
const TORN_LINK = new RegExp(String.raw`${MEANT}\[[^[\]]*(?:\](?:\((?:<[^<>]*>)?)?)?$`);
const TORN_ESCAPE = new RegExp(String.raw`${MEANT}\\$`);

/** What is left when a mention, a link, an escape or a character that was cut in two at the end is taken away. */
function withoutTorn(text: string): string {
  return text
    .replace(TORN_MENTION, '')
    .replace(TORN_LINK, '')
    .replace(/[\ud800-\udbff]$/, '')
    .replace(TORN_ESCAPE, '');
}
