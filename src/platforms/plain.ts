/** Characters that end a line for some readers, as the one that ends it for all. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Control characters, and marks that turn round the direction of all that follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Words as they were meant to be read: no control characters, no half characters, one kind of line end. */
export function clean(words: string): string {
  return words.toWellFormed().replace(LINE_ENDS, '\n').replace(CONTROLS, '');
}

/** Words that can stand between the marks of code on every platform, and be copied from there as they are; undefined for others. */
export function codeOf(words: string): string | undefined {
  const code = clean(words);
  return /^[^\s`](?:[^`\n]*[^\s`])?$/.test(code) ? code : undefined;
}

/**
 * What a face can say of words from which all that is not to be said was taken: one space where several are left. Undefined when no
 * words are.
 */
export function sayable(words: string): string | undefined {
  const trimmed = words
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
  return /[\p{L}\p{N}]/u.test(trimmed) ? trimmed : undefined;
}

/** Words for where a platform knows no formatting, such as a button: one line of at most so many characters. */
export function oneLine(words: string, limit: number): string {
  const line = clean(words).replace(/\s+/g, ' ').trim();
  return line.length <= limit
    ? line
    : `${line
        .slice(0, limit - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}
