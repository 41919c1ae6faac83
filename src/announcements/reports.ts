import type { Announcement, Occurred, Standing } from '../../commands/announcements.ts';
import type { Records } from '../jobs/records.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Allowance } from './allowance.ts';
import type { Book } from './book.ts';
import type { ClockState } from './clock-state.ts';
import { nextOf } from './moments.ts';

export interface ReportsOptions {
  readonly clocks: Pick<Namespace<ClockState>, 'get'>;
  readonly allowance: Pick<Allowance, 'today'>;
  readonly book: Pick<Book, 'newest'>;
  readonly records: Pick<Records, 'getMany'>;
  readonly now: () => number;
}

/** How announcements stand, and what they have said. */
export function createReports({ clocks, allowance, book, records, now }: ReportsOptions) {
  return {
    /** @throws StoreError */
    async standing({ id, since, paused, trigger }: Announcement): Promise<Standing> {
      const [kept, today] = await Promise.all([clocks.get(id), allowance.today(id)]);
      const state = kept?.since === since ? kept : undefined;
      // set up just now, it was not looked at yet
      const begins = trigger.kind === 'schedule' && !state ? nextOf(trigger, now()) : undefined;
      const next = paused ? undefined : (state?.next ?? begins);
      const trouble = state?.feed?.trouble;
      return {
        today,
        ...(next !== undefined && { next }),
        ...(state?.skipped !== undefined && { skipped: state.skipped }),
        ...(trouble && { trouble }),
      };
    },

    /** Newest first. @throws StoreError */
    async history(id: string, limit: number): Promise<readonly Occurred[]> {
      const found = await book.newest(id, limit);
      const jobs = await records.getMany(found.map((each) => each.id));
      return found.map(({ id, at, cause, cut, refused }, index): Occurred => {
        const job = jobs[index];
        return { id, at, cause, ...(cut && { cut }), ...(refused && { refused }), ...(job && { job }) };
      });
    },
  };
}
