import type { WallDate, WallTime } from './wall-time.ts';

/** What was understood of words about time, so far. What is absent was not said. */
export interface Reading {
  /** Days that come again and again, as a cron line has them. */
  readonly days?: { readonly month?: string; readonly week?: string };
  /** Again and again within a day. */
  readonly every?: { readonly unit: 'minute' | 'hour'; readonly count: number };
  readonly date?: DateWords;
  readonly times?: readonly WallTime[];
  /** From now on (ms). */
  readonly after?: number;
  /** ms */
  readonly at?: number;
  /** A day of the week, of which nobody knows whether it is the next one or each. */
  readonly unsure?: true;
}

/** One day, as people say it. */
export type DateWords =
  | WallDate
  /** Without a year: the next such day. */
  | Omit<WallDate, 'year'>
  /** Days from today. */
  | { readonly ahead: number }
  /** From 0, Sunday; `coming` is the next such day after today, the others are of weeks that begin on Monday. */
  | { readonly weekday: number; readonly week: 'coming' | 'this' | 'next' };

/** One thing that can be said, and what it means; undefined for what looks like it and cannot be. */
export interface Piece {
  readonly pattern: RegExp;
  readonly read: (found: readonly string[]) => Reading | undefined;
}

/** Days of the week from one to another (from 0, Sunday), as a cron line has them; 7 is Sunday as well. */
export function weekRange(from: number, to: number): string {
  if (from <= to) return `${from}-${to}`;
  return to === 0 ? `${from}-7` : `${from}-6,0-${to}`;
}

/** A number in digits, or in Chinese up to 99. */
export const NUMBER = String.raw`(?:\d{1,4}|[零〇一二两三四五六七八九十]{1,3})`;

/** What may be between the members of a list. */
const AND = String.raw`\s*(?:,\s*and\b|,|、|&|\band\b|和|与|及)\s*(?:at\s+|on\s+)?`;

/** A list of what a pattern without groups fits. */
export const listOf = (source: string): string => `(?:${source})(?:${AND}(?:${source}))*`;

/** The members of such a list. */
export const membersOf = (list: string, source: string): string[] => list.match(new RegExp(source, 'g')) ?? [];

/** A piece at the beginning of what is left to be read. */
export const piece = (source: string, read: Piece['read']): Piece => ({
  pattern: new RegExp(`^(?:${source})`),
  read: (found) => read(found),
});

const DIGITS = '零一二三四五六七八九';

/** Undefined for what is no number. */
export function numberOf(written: string): number | undefined {
  if (/^\d+$/.test(written)) return Number(written);
  const [, tens, ten, ones] = /^([一二两三四五六七八九]?)(十?)([零〇一二两三四五六七八九]?)$/.exec(written) ?? [];
  if (tens === undefined || (tens && !ten) || !(ten || ones)) {
    return tens && !ten && !ones ? digit(tens) : undefined;
  }
  return (ten ? digit(tens || '一') * 10 : 0) + (ones ? digit(ones) : 0);
}

const digit = (character: string) => DIGITS.indexOf(character.replace('两', '二').replace('〇', '零'));

const MINUTE = 60_000;
const UNITS = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const;

/** A span of time (ms) in parts, such as an hour and 30 minutes. */
export function spanOf(parts: readonly { readonly count: number | undefined; readonly unit: keyof typeof UNITS }[]) {
  return parts.reduce((sum, { count = Number.NaN, unit }) => sum + count * UNITS[unit], 0);
}
