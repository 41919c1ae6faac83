import { Refusal } from '../src/refusal.ts';
import type { Trigger } from './announcements.ts';
import { cronOf, mostADay } from './cron.ts';
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
  const said = given.when?.trim() ?? written(before);
  // as a form holds it, perhaps since before it passed
  const isSame = said === written(before);
  if (isSame && zone === before.zone) return before;
  if (isSame && 'at' in before && before.at <= now)
    throw new Refusal('input', 'when_past', { said, zone: before.zone });
  const after = scheduleOf(said, zone, now);
  return zone === before.zone && 'at' in after && 'at' in before && after.at === before.at ? before : after;
}

/** Roles are named as a whole, and so are people; naming the ones leaves the others as they are. */
function changedWatch(before: Watch, given: Given): Watch {
  const { from = before.channel, roles = before.roles, people = before.people } = given;
  const isSame = from === before.channel && isAlike(roles, before.roles) && isAlike(people, before.people);
  return isSame ? before : { kind: 'watch', channel: from, roles, people };
}

function isAlike(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

const DAY = 24 * 60 * 60_000;

/** How far moments are looked at (ms): a week has all that comes on certain days of it. */
const LOOKED_AT = 7 * DAY;

/** Whether a schedule comes more often on some day (UTC) than its limit lets it speak, as far as can be seen ahead. */
export function isBeyond(schedule: Schedule, perDay: number, now: number): boolean {
  // each moment takes croner 0.1 ms or more: none is looked for where there cannot be too many
  if (!('cron' in schedule) || mostADay(schedule.cron) <= perDay) return false;
  let end: number | undefined;
  let day = -1;
  let count = 0;
  for (const moment of cronOf(schedule.cron, schedule.zone).enumerate(new Date(now))) {
    const at = moment.getTime();
    end ??= at + LOOKED_AT;
    if (at > end) return false;
    const its = Math.floor(at / DAY);
    count = its === day ? count + 1 : 1;
    day = its;
    if (count > perDay) return true;
  }
  return false;
}
