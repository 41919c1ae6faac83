import { Refusal } from '../src/refusal.ts';
import type { Trigger } from './announcements.ts';
import { cronOf } from './cron.ts';
import type { Given } from './verbs.ts';
import { wallIn } from './wall-time.ts';
import { readWhen } from './when.ts';
import { readZone } from './when-zone.ts';

type Schedule = Extract<Trigger, { kind: 'schedule' }>;
type Watch = Extract<Trigger, { kind: 'watch' }>;

/**
 * A trigger by what was filled in.
 * @param usual the time zone of those who name none (IANA) @param now ms @throws Refusal for a time or a zone that cannot be read
 */
export function newTrigger(kind: Trigger['kind'], given: Given, usual: string, now: number): Trigger {
  const { when = '', zone, url = '', from = '', source = 'text', roles = [], people = [] } = given;
  switch (kind) {
    case 'schedule':
      return scheduleOf(when, zone === undefined ? usual : readZone(zone), now);
    case 'hook':
      return { kind, source };
    case 'feed':
      return { kind, url: url.trim() };
    case 'watch':
      return { kind, channel: from, roles, people };
  }
}

/** A trigger with what was filled in anew: the same object, where nothing becomes different. @throws Refusal as above */
export function changedTrigger(before: Trigger, given: Given, now: number): Trigger {
  switch (before.kind) {
    case 'schedule':
      return changedSchedule(before, given, now);
    case 'hook':
      return given.source === undefined || given.source === before.source
        ? before
        : { ...before, source: given.source };
    case 'feed': {
      const url = given.url?.trim() ?? before.url;
      return url === before.url ? before : { ...before, url };
    }
    case 'watch':
      return changedWatch(before, given);
  }
}

/** What a trigger would be filled in by. A time that has passed is none to be said again. */
export function filledIn(trigger: Trigger, now: number): Given {
  switch (trigger.kind) {
    case 'schedule': {
      const isOver = 'at' in trigger && trigger.at <= now;
      return { zone: trigger.zone, ...(!isOver && { when: written(trigger) }) };
    }
    case 'hook':
      return { source: trigger.source };
    case 'feed':
      return { url: trigger.url };
    case 'watch':
      return { from: trigger.channel, roles: trigger.roles, people: trigger.people };
  }
}

/** A moment is named by its date: “tomorrow” means another day by the time that it is read again. */
const written = (schedule: Schedule): string => ('at' in schedule ? wallIn(schedule.zone, schedule.at) : schedule.said);

const scheduleOf = (said: string, zone: string, now: number): Schedule => ({
  kind: 'schedule',
  said: said.trim(),
  zone,
  ...readWhen(said, zone, now),
});

/** In another zone, what is once is said when its clocks show the same. What has passed is said again only by another `when`. */
function changedSchedule(before: Schedule, given: Given, now: number): Schedule {
  const zone = given.zone === undefined ? before.zone : readZone(given.zone);
  const isOver = 'at' in before && before.at <= now;
  const said = given.when?.trim() ?? written(before);
  const isSame = said === written(before) && (given.when === undefined || !isOver);
  if (isSame && zone === before.zone) return before;
  if (isSame && isOver) throw new Refusal('input', 'when_past', { said, zone: before.zone });
  const after = scheduleOf(said, zone, now);
  return zone === before.zone && 'at' in after && 'at' in before && after.at === before.at ? before : after;
}

/** Who is listened to is named as a whole. */
function changedWatch(before: Watch, { from = before.channel, ...given }: Given): Watch {
  const isWhole = given.roles !== undefined || given.people !== undefined;
  const { roles = [], people = [] } = isWhole ? given : before;
  const isSame = from === before.channel && isAlike(roles, before.roles) && isAlike(people, before.people);
  return isSame ? before : { kind: 'watch', channel: from, roles, people };
}

function isAlike(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

const DAY = 24 * 60 * 60_000;

/** Moments of a schedule that are looked at: a week of those that come every ten minutes. */
const LOOKED_AT = 1_000;

/** Whether a schedule comes more often on some day (UTC) than its limit lets it speak, as far as can be seen ahead. */
export function isBeyond(schedule: Schedule, perDay: number, now: number): boolean {
  if (!('cron' in schedule)) return false;
  let left = LOOKED_AT;
  let day = -1;
  let count = 0;
  for (const moment of cronOf(schedule.cron, schedule.zone).enumerate(new Date(now))) {
    const its = Math.floor(moment.getTime() / DAY);
    count = its === day ? count + 1 : 1;
    day = its;
    if (count > perDay) return true;
    if (--left <= 0) return false;
  }
  return false;
}
