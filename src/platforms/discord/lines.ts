import { VERBS } from '../../../commands/verbs.ts';
import { type Locale, type OwnWords, say, type TextParams, wordsOf } from '../../texts.ts';
import type { Line, Value } from '../message.ts';
import { codeOf } from '../plain.ts';
import { bracketed, plainLine as plainly } from '../plain-line.ts';
import { escaped } from './escape.ts';

const OWN: OwnWords = { roles: 'discord_roles', giving: 'discord_giving' };

/** An id as Discord gives them; nothing else is put between the brackets of a mention. */
const ID = /^\d{1,20}$/;

/** A line in Discord's markdown. The catalogue's own words stand as they are; all that fills them is shown plain. */
export function markdownLine({ key, params = {} }: Line, locale: Locale): string {
  const shown = Object.entries(params).map(([name, value]) => [name, markdown(value, locale)] as const);
  return say(key, { ...ownWords(locale), ...Object.fromEntries(shown) }, locale);
}

/** A line for where Discord knows no markdown: a button's label, for one. */
export function plainLine(line: Line, locale: Locale): string {
  return plainly(line, locale, { own: ownWords(locale), person: itself, channel: itself, role: itself });
}

const itself = (id: string) => id;

/** Also what the commands are called, and the words behind them, where Discord is in this language. */
function wordsIn(locale: Locale): TextParams {
  const named = (command: (typeof COMMANDS)[number]) => `/${say(`discord_${command}`, {}, locale)}`;
  const verbs = Object.values(VERBS).map(({ command, word }) => [
    `/${command} ${word}`,
    `${named(command)} ${say(`discord_word_${word}`, {}, locale)}`,
  ]);
  return {
    ...wordsOf(OWN, locale),
    ...Object.fromEntries(COMMANDS.map((command) => [`/${command}`, named(command)])),
    ...Object.fromEntries(verbs),
  };
}

const COMMANDS = ['avatar', 'jobs', 'help', 'settings', 'presenter', 'announce'] as const;
const WORDS: Readonly<Record<Locale, TextParams>> = { en: wordsIn('en'), zh: wordsIn('zh') };
const ownWords = (locale: Locale): TextParams => WORDS[locale];

function markdown(value: Value, locale: Locale): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('person' in value) return mention('@', value.person);
  if ('channel' in value) return mention('#', value.channel);
  if ('role' in value) return mention('@&', value.role);
  if ('code' in value) {
    const code = codeOf(value.code);
    return code === undefined ? escaped(value.code) : `\`${code}\``;
  }
  if ('when' in value) return `<t:${Math.floor(value.when / 1000)}:R>`;
  if ('url' in value) return `[${say(value.label, {}, locale)}](<${bracketed(value.url)}>)`;
  return markdownLine(value, locale);
}

function mention(sign: string, id: string): string {
  return ID.test(id) ? `<${sign}${id}>` : escaped(id);
}
