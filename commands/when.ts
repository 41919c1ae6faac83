import { Refusal } from '../src/refusal.ts';
import { cronOf } from './cron.ts';
import { dateIn, daysAfter, exists, momentOf, type WallDate, type WallTime, weekdayOf } from './wall-time.ts';
import type { DateWords, Reading } from './when-reading.ts';
import { readWords } from './when-words.ts';
import { zoneBehind } from './when-zone.ts';

/** When something is to be: once (ms), or again and again by a cron line. */
export type When = { readonly cron: string } | { readonly at: number };

/** Least time between two videos of one announcement (min): each costs. */
const LEAST_MINUTES = 5;

/** How far ahead moments are looked at: a week (ms) with the midnight after it, or all that a day can have. */
const AHEAD = 8 * 24 * 60 * 60_000;
const MOST = (24 * 60) / LEAST_MINUTES + 1;

/** Of what is read (characters). */
const LONGEST = 200;

/**
 * Reads when something is to be said: a cron line of five fields, a date with a time, or plain words in English or Chinese.
 * @param zone in which it is meant (IANA) @param now ms
 * @throws Refusal `input`, with examples, for all that is not fully understood, for the past, and for what is too often
 */
export function readWhen(said: string, zone: string, now: number): When {
  const line = said.trim().replace(/\s+/g, ' ');
  if (line.length > LONGEST) throw refusal('when_unclear', line);
  refuseZone(line);
  const when = isCronLike(line) ? { cron: line } : meaning(line, zone, now);
  if (when === undefined) throw refusal('when_unclear', line);
  if ('cron' in when) check(when.cron, line, zone, now);
  else if (when.at <= now) throw new Refusal('input', 'when_past', { said: short(line), zone });
  return when;
}

/** The name of a zone alone can be a word of what is not understood, such as Easter. */
function refuseZone(line: string): void {
  const isTime = (words: string) => words !== '' && (isCronLike(words) || readWords(words) !== undefined);
  const zone = readWords(line) ? undefined : zoneBehind(line, isTime);
  if (zone !== undefined) throw new Refusal('input', 'when_zone_apart', { zone });
}

/** Five fields or more of which the first two can be those of a cron line, or a nickname such as `@daily`. */
const isCronLike = (line: string) => /^@[a-z]+$/i.test(line) || /^([\d*?,/-]+ ){2}\S+( \S+){2,}$/.test(line);

/** @throws Refusal for a line that cannot be read, never comes, or comes too often */
function check(cron: string, said: string, zone: string, now: number): void {
  const moments = momentsOf(cron, said, zone, now);
  const { value: first } = moments.next();
  if (first === undefined) throw refusal('when_never', said);
  let before = first.getTime();
  let left = MOST;
  for (const moment of moments) {
    if (moment.getTime() - before < LEAST_MINUTES * 60_000) {
      throw new Refusal('input', 'when_often', { said: short(said), minutes: LEAST_MINUTES });
    }
    before = moment.getTime();
    if (--left <= 0 || before > first.getTime() + AHEAD) return;
  }
}

function momentsOf(cron: string, said: string, zone: string, now: number) {
  try {
    return cronOf(cron, zone).enumerate(new Date(now));
  } catch (cause) {
    throw new Refusal('input', 'when_cron', { said: short(said) }, { cause });
  }
}

/** Undefined for what does not go together. */
function meaning(said: string, zone: string, now: number): When | undefined {
  const reading = readWords(said);
  if (!reading || Object.keys(reading).length === 0) return undefined;
  const { days, every, date, times, after, at, unsure } = reading;
  const is = (...keys: readonly (keyof Reading)[]) =>
    Object.keys(reading).every((key) => (keys as readonly string[]).includes(key));
  if (unsure) throw refusal(is('unsure', 'times') ? 'when_once' : 'when_unclear', said);
  if (at !== undefined) return is('at') ? { at } : undefined;
  if (after !== undefined) return is('after') ? { at: now + after } : undefined;
  if (every) return is('every', 'days') ? { cron: stepLine(every, days, said) } : undefined;
  if (date && days) return undefined;
  if (!times) throw refusal('when_no_time', said);
  if (days) return { cron: dayLine(times, days) };
  if (!date) throw refusal('when_no_day', said);
  const [time, ...more] = times;
  return time && more.length === 0 ? once(date, time, said, zone, now) : undefined;
}

function once(date: DateWords, time: WallTime, said: string, zone: string, now: number): When {
  const moments = datesOf(date, dateIn(zone, now)).map((day) => momentOf(day, time, zone));
  const there = moments.filter((moment) => moment !== undefined);
  const at = there.find((moment) => moment > now) ?? there.at(-1);
  if (at === undefined) throw refusal('when_never', said);
  return { at };
}

/** The days that may be meant, the earliest first. */
function datesOf(date: DateWords, today: WallDate): readonly WallDate[] {
  if ('ahead' in date) return [daysAfter(today, date.ahead)];
  if ('year' in date) return [date];
  if ('month' in date) {
    // a leap day may be eight years away
    return Array.from({ length: 9 }, (_, years) => ({ ...date, year: today.year + years })).filter(exists);
  }
  const { weekday, week } = date;
  const gone = weekdayOf(today);
  if (week === 'coming') return [daysAfter(today, ((weekday - gone + 6) % 7) + 1)];
  const monday = daysAfter(today, -((gone + 6) % 7));
  return [daysAfter(monday, ((weekday + 6) % 7) + (week === 'next' ? 7 : 0))];
}

/** One line has several hours, but the same minutes in each. */
function dayLine(times: readonly WallTime[], { month = '*', week = '*' }: NonNullable<Reading['days']>): string {
  const [minute, ...others] = new Set(times.map((time) => time.minute));
  if (others.length > 0) throw new Refusal('input', 'when_minutes');
  const hours = [...new Set(times.map(({ hour }) => hour))].sort((a, b) => a - b);
  return `${minute} ${hours.join(',')} ${month} * ${week}`;
}

/** Cron lines begin anew with every hour and every day: what does not divide them evenly would come at other times than were said. */
function stepLine({ unit, count }: NonNullable<Reading['every']>, days: Reading['days'], said: string): string {
  const { month = '*', week = '*' } = days ?? {};
  const whole = unit === 'hour' ? 24 : 60;
  if (count < 1 || count >= whole || whole % count !== 0) throw refusal('when_uneven', said);
  const step = count === 1 ? '*' : `*/${count}`;
  return `${unit === 'hour' ? `0 ${step}` : `${step} *`} ${month} * ${week}`;
}

const short = (said: string) => (said.length > 100 ? `${said.slice(0, 100).toWellFormed()}…` : said);
const refusal = (
  key: 'when_unclear' | 'when_once' | 'when_no_time' | 'when_no_day' | 'when_uneven' | 'when_never',
  said: string,
) => new Refusal('input', key, { said: short(said) });
