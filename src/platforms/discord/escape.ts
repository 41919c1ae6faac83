import { clean } from '../plain.ts';

/**
 * All that Discord's markdown gives a meaning anywhere in a line: emphasis, code, spoilers, quotes, headings, `<@1>` and the
 * like (mentions, custom emoji, timestamps, commands), `:emoji:`, links with and without a label, invites without a scheme.
 */
const MEANING_ANYWHERE = /[\\*_~`|<>#@:/[\]]/g;

/** Lists and small text, which begin a line. */
const MEANING_FIRST = /^([^\S\n]*\d*)([-.])/gm;

/**
 * Words that Discord shows just as they were written, and that mention, link and format nothing. `escapeMarkdown` of discord.js
 * leaves mentions, links, timestamps and emoji as they are; in Discord's markdown a backslash takes the meaning from any
 * character that is neither a letter nor a digit nor a space.
 */
export function escaped(words: string): string {
  return clean(words).replace(MEANING_ANYWHERE, '\\$&').replace(MEANING_FIRST, '$1\\$2');
}
