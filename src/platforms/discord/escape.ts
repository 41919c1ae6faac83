/** Characters that end a line for some readers, as the one that ends it for all. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Control characters, and marks that turn round the direction of all that follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * All that Discord's markdown gives a meaning anywhere in a line: emphasis, code, spoilers, quotes, headings, `<@1>` and the
 * like (mentions, custom emoji, timestamps, commands), `:emoji:`, links with and without a label, invites without a scheme.
 */
const MEANING_ANYWHERE = /[\\*_~`|<>#@:/[\]]/g;

/** Lists and small text, which begin a line. */
const MEANING_FIRST = /^([^\S\n]*\d*)([-.])/gm;

/** Words as they were meant to be read: no control characters, no half characters, one kind of line end. */
export function clean(words: string): string {
  return words.toWellFormed().replace(LINE_ENDS, '\n').replace(CONTROLS, '');
}

/**
 * Words that Discord shows just as they were written, and that mention, link and format nothing. `escapeMarkdown` of discord.js
 * leaves mentions, links, timestamps and emoji as they are; in Discord's markdown a backslash takes the meaning from any
 * character that is neither a letter nor a digit nor a space.
 */
export function escaped(words: string): string {
  return clean(words).replace(MEANING_ANYWHERE, '\\$&').replace(MEANING_FIRST, '$1\\$2');
}

/** Words for where Discord knows no markdown, such as a button or a thread's name: one line of at most so many characters. */
export function oneLine(words: string, limit: number): string {
  const line = clean(words).replace(/\s+/g, ' ').trim();
  return line.length <= limit
    ? line
    : `${line
        .slice(0, limit - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}
