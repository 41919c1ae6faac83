import type { Announcement } from '../../commands/announcements.ts';
import { dayOf } from '../jobs/identity.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';

/** What an announcement has had of one day. */
export interface Count {
  /** UTC, `YYYY-MM-DD` */
  readonly day: string;
  /** Ids of the occurrences that were let through. */
  readonly ids: readonly string[];
  /** The day's first one that was not, once its owner was told. */
  readonly refused?: string;
}

/** How many times a day an announcement may speak. */
export interface Allowance {
  /** Lets an occurrence through, once; false beyond the day's limit. @throws StoreError */
  take(announcement: Announcement, id: string): Promise<boolean>;
  /** Nothing came of one that was let through. @throws StoreError */
  giveBack(announcement: string, id: string): Promise<void>;
  /** Does `tell` about the first one of the day that is beyond the limit, and for no other. @throws StoreError */
  beyond(announcement: string, id: string, tell: () => Promise<void>): Promise<void>;
  /** How many were let through today. @throws StoreError */
  today(announcement: string): Promise<number>;
}

export function allowance(counts: Namespace<Count>, now: () => number): Allowance {
  const mutex = keyedMutex();

  async function count(announcement: string): Promise<Count> {
    const day = dayOf(now());
    const kept = await counts.get(announcement);
    return kept?.day === day ? kept : { day, ids: [] };
  }

  return {
    take: ({ id: announcement, perDay }, id) =>
      mutex.run(announcement, async () => {
        const today = await count(announcement);
        if (today.ids.includes(id)) return true;
        if (today.ids.length >= perDay) return false;
        await counts.set(announcement, { ...today, ids: [...today.ids, id] });
        return true;
      }),
    giveBack: (announcement, id) =>
      mutex.run(announcement, async () => {
        const today = await count(announcement);
        if (today.ids.includes(id)) {
          await counts.set(announcement, { ...today, ids: today.ids.filter((each) => each !== id) });
        }
      }),
    beyond: (announcement, id, tell) =>
      mutex.run(announcement, async () => {
        const today = await count(announcement);
        if (today.refused !== undefined) return;
        await tell();
        await counts.set(announcement, { ...today, refused: id });
      }),
    today: async (announcement) => (await count(announcement)).ids.length,
  };
}
