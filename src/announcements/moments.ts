import type { Trigger } from '../../commands/announcements.ts';
import { cronOf } from '../../commands/cron.ts';

/** A moment is on time for so long (ms), even where none is made up for: nothing wakes in the very millisecond. */
export const ON_TIME = 60_000;

export type Schedule = Extract<Trigger, { readonly kind: 'schedule' }>;

/** The first moment of a schedule after a time (ms); undefined where none comes. Cron lines are read anew each time: 0.1 ms. */
export function nextOf(schedule: Schedule, after: number): number | undefined {
  if ('at' in schedule) return schedule.at > after ? schedule.at : undefined;
  return cronOf(schedule.cron, schedule.zone).nextRun(new Date(after))?.getTime();
}

/** The last moment of a schedule that is after `from` and not after `to` (ms), however many there are. */
export function latestOf(schedule: Schedule, from: number, to: number): number | undefined {
  const latest = 'at' in schedule ? schedule.at : before(schedule.cron, schedule.zone, to + 1);
  return latest !== undefined && latest > from && latest <= to ? latest : undefined;
}

const before = (cron: string, zone: string, at: number) =>
  cronOf(cron, zone).previousRuns(1, new Date(at)).at(0)?.getTime();
