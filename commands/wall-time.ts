import { Cron } from 'croner';

/** A day of the calendar; months and days begin with 1. */
export interface WallDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface WallTime {
  readonly hour: number;
  readonly minute: number;
}

const two = (number: number) => String(number).padStart(2, '0');
const isoOf = ({ year, month, day }: WallDate) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** The day that it is in a time zone (IANA). */
export function dateIn(zone: string, at: number): WallDate {
  // Swedes write dates as ISO 8601 does
  const [year = 0, month = 0, day = 0] = new Date(at)
    .toLocaleDateString('sv-SE', { timeZone: zone })
    .split('-')
    .map(Number);
  return { year, month, day };
}

/** What the clocks of a zone show at a moment (ms), as people write it: “2026-11-22 18:00”. */
export function wallIn(zone: string, at: number): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
}

/** The day so many days later. */
export function daysAfter({ year, month, day }: WallDate, days: number): WallDate {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** From 0, Sunday. */
export const weekdayOf = ({ year, month, day }: WallDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** Whether the calendar has this day: no 30 February. */
export function exists(date: WallDate): boolean {
  return isoOf(daysAfter(date, 0)) === isoOf(date);
}

/**
 * The moment (ms) at which clocks of a zone show this; of two, the first. Where they spring over it, as long after the gap's begin.
 * Undefined where the calendar has no such day.
 */
export function momentOf(date: WallDate, { hour, minute }: WallTime, zone: string): number | undefined {
  if (!exists(date)) return undefined;
  return new Cron(`${isoOf(date)}T${two(hour)}:${two(minute)}:00`, { timezone: zone }).getOnce()?.getTime();
}
