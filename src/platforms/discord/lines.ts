import { type Locale, type OwnWords, say, type TextParams, wordsOf } from '../../texts.ts';
import type { Line, Params, Value } from '../message.ts';
import { clean, NAME } from '../plain.ts';
import { escaped } from './escape.ts';

const OWN: OwnWords = { roles: 'discord_roles', giving: 'discord_giving' };

/** An id as Discord gives them; nothing else is put between the brackets of a mention. */
const ID = /^\d{1,20}$/;

/** A line in Discord's markdown. The catalogue's own words stand as they are; all that fills them is shown plain. */
export function markdownLine(line: Line, locale: Locale): string {
  return sayWith(line, locale, (value) => markdown(value, locale));
}

/** A line for where Discord knows no markdown: a button's label, for one. */
export function plainLine(line: Line, locale: Locale): string {
  return sayWith(line, locale, (value) => plain(value, locale));
}

function sayWith({ key, params = {} }: Line, locale: Locale, show: (value: Value) => string): string {
  return say(key, { ...wordsOf(OWN, locale), ...commandNames(locale), ...shown(params, show) }, locale);
}

/** What the commands are called where Discord is in this language. */
const commandNames = (locale: Locale): TextParams => ({
  '/avatar': `/${say('discord_avatar', {}, locale)}`,
  '/jobs': `/${say('discord_jobs', {}, locale)}`,
  '/help': `/${say('discord_help', {}, locale)}`,
  '/settings': `/${say('discord_settings', {}, locale)}`,
});

function shown(params: Params, show: (value: Value) => string): TextParams {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, show(value)]));
}

function markdown(value: Value, locale: Locale): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('person' in value) return mention('@', value.person);
  if ('channel' in value) return mention('#', value.channel);
  if ('role' in value) return mention('@&', value.role);
  if ('code' in value) return NAME.test(value.code) ? `\`${value.code}\`` : escaped(value.code);
  if ('when' in value) return `<t:${Math.floor(value.when / 1000)}:R>`;
  if ('url' in value) return `[${say(value.label, {}, locale)}](<${address(value.url)}>)`;
  return markdownLine(value, locale);
}

function plain(value: Value, locale: Locale): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return String(value);
  if ('person' in value) return value.person;
  if ('channel' in value) return value.channel;
  if ('role' in value) return value.role;
  if ('code' in value) return clean(value.code);
  if ('when' in value) return new Date(value.when).toISOString().slice(0, 16).replace('T', ' ');
  if ('url' in value) return say(value.label, {}, locale);
  return plainLine(value, locale);
}

function mention(sign: string, id: string): string {
  return ID.test(id) ? `<${sign}${id}>` : escaped(id);
}

/** An address that cannot end the brackets it is put in. */
function address(url: string): string {
  return new URL(url).href.replaceAll('<', '%3C').replaceAll('>', '%3E');
}
