import type { Logger } from 'pino';
import type { Announcement } from '../../commands/announcements.ts';
import type { Clock } from '../clock.ts';
import type { Namespace } from '../store/namespace.ts';
import type { ClockState } from './clock-state.ts';
import { latestOf, nextOf, ON_TIME, type Schedule } from './moments.ts';
import type { Occurrences } from './occurrence.ts';

interface Needs {
  readonly clock: Pick<Clock, 'now'>;
  readonly clocks: Pick<Namespace<ClockState>, 'get' | 'set'>;
  readonly occurrences: Pick<Occurrences, 'note'>;
  /** `ANNOUNCEMENTS_LATE_MINUTES`, in ms. */
  readonly late: number;
  readonly log: Pick<Logger, 'info'>;
}

/**
 * Notes the moment of a schedule that has come. Of several that passed unseen, the latest is made up for, once, and what was too long
 * ago is kept as skipped, until the next one has come.
 * @returns when to look again (ms); undefined where nothing comes any more
 * @throws StoreError; nothing is lost then: what was noted is noted again under its key
 */
export async function scheduleStep(needs: Needs, announcement: Announcement): Promise<number | undefined> {
  const { trigger, paused, since, id } = announcement;
  if (trigger.kind !== 'schedule' || paused) return undefined;
  const now = needs.clock.now();
  const kept = await needs.clocks.get(id);
  const state = kept?.since === since ? kept : begun(trigger, since);
  const { next: due } = state;

  if (due !== undefined && due <= now) {
    const skipped = await makeUp(needs, announcement, trigger, due, now);
    // only now: until this is on the disk, the moment is found and noted again
    return save(needs, id, { since, skipped, next: nextOf(trigger, now) });
  }
  // where the clock had run ahead when that was kept, and was put right
  const soonest = nextOf(trigger, now);
  if (due !== undefined && soonest !== undefined && due > soonest)
    return save(needs, id, { ...state, since, next: soonest });
  return state === kept ? due : save(needs, id, { since, next: due });
}

const begun = (
  schedule: Schedule,
  since: number,
): { readonly next: number | undefined; readonly skipped?: number } => ({
  next: nextOf(schedule, since),
});

/** Notes the latest moment from the one that was due until now. @returns the latest one that it is too late for */
async function makeUp(
  { occurrences, late, log }: Needs,
  announcement: Announcement,
  schedule: Schedule,
  due: number,
  now: number,
): Promise<number | undefined> {
  const reach = now - Math.max(late, ON_TIME);
  const latest = latestOf(schedule, due - 1, now) ?? due;
  if (latest >= reach) {
    await occurrences.note({ announcement, key: `moment ${latest}`, at: latest, cause: { kind: 'schedule' } });
  }
  const skipped = latest < reach ? latest : latestOf(schedule, due - 1, reach - 1);
  if (skipped !== undefined) log.info({ announcement: announcement.id, skipped }, 'moments passed too long ago');
  return skipped;
}

async function save(
  { clocks }: Needs,
  id: string,
  { since, next, skipped }: { since: number; next: number | undefined; skipped?: number | undefined },
): Promise<number | undefined> {
  const state = { since, ...(next !== undefined && { next }), ...(skipped !== undefined && { skipped }) };
  await clocks.set(id, state);
  return next;
}
