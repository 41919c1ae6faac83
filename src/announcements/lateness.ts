import { ON_TIME } from './moments.ts';
import { isOrder } from './news.ts';
import type { Occurrence } from './occurrence.ts';
import type { Register } from './register.ts';

/** How long after its time an occurrence may still be said (ms). */
export type Lateness = (occurrence: Pick<Occurrence, 'cause'>) => number;

/** What happened somewhere is news for a day (ms). */
const DAY = 86_400_000;

/** @param late of the moment of a schedule: `ANNOUNCEMENTS_LATE_MINUTES`, in ms */
export const lateness =
  (late: number): Lateness =>
  ({ cause }) =>
    cause.kind === 'schedule' ? Math.max(late, ON_TIME) : DAY;

/** Why an occurrence is not to be said any more, save that it is late; what a person ordered is. */
export function calledOff(register: Pick<Register, 'get'>, occurrence: Occurrence) {
  const { announcement } = occurrence;
  if (announcement === undefined || isOrder(occurrence)) return undefined;
  const now = register.get(announcement);
  if (!now) return 'announcement_gone';
  return now.paused && (now.paused.why ?? 'announcement_was_paused');
}
