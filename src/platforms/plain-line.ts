import { type Locale, say, type TextParams } from '../texts.ts';
import type { Line, Value } from './message.ts';
import { clean } from './plain.ts';

/** What a platform has its own words for, where it knows no formatting. */
export interface PlainWords {
  /** That fill the catalogue's sentences. */
  readonly own: TextParams;
  person(id: string): string;
  role(id: string): string;
  channel(id: string): string;
}

/** A line for where a platform knows no formatting: a button's label, for one. */
export function plainLine({ key, params = {} }: Line, locale: Locale, words: PlainWords): string {
  const shown = Object.entries(params).map(([name, value]) => [name, plain(value, locale, words)] as const);
  return say(key, { ...words.own, ...Object.fromEntries(shown) }, locale);
}

function plain(value: Value, locale: Locale, words: PlainWords): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return String(value);
  if ('person' in value) return clean(words.person(value.person));
  if ('channel' in value) return clean(words.channel(value.channel));
  if ('role' in value) return clean(words.role(value.role));
  if ('code' in value) return clean(value.code);
  if ('when' in value) return moment(value.when, locale);
  if ('url' in value) return say(value.label, {}, locale);
  return plainLine(value, locale, words);
}

/** A time (ms) for where it cannot be shown by the reader's own clock: “Nov 22, 2026, 2:05 PM UTC”. */
export function moment(when: number, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(when)} UTC`;
}

/** An address that can end no brackets that it is put in, nor begin a label behind it. */
export function bracketed(url: string): string {
  return new URL(url).href.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
}
