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
  /** The limit of which its owner was told that it is used up. */
  readonly refused?: number;
  /** Its owner was told that the ceilings on spending stand in the way. */
  readonly ceiling?: true;
}

/** How many times a day an announcement may speak. */
export interface Allowance {
  /** Lets an occurrence through, once; false beyond the day's limit. @throws StoreError */
  take(announcement: Announcement, id: string): Promise<boolean>;
  /** Nothing came of one that was let through. @throws StoreError */
  giveBack(announcement: string, id: string): Promise<void>;
  /** Does `tell` about the first one of the day that is beyond the limit, and for no other until that is raised. @throws StoreError */
  beyond(announcement: Announcement, tell: () => Promise<void>): Promise<void>;
  /** Whether an occurrence is beyond the day's limit, and that was told. @throws StoreError */
  isOver(announcement: Announcement, id: string): Promise<boolean>;
  /** Keeps that the ceilings on spending have refused one today, which was told. @throws StoreError */
  hitCeiling(announcement: string): Promise<void>;
  /** Whether they have. @throws StoreError */
  hasHitCeiling(announcement: string): Promise<boolean>;
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

  const isTold = ({ refused }: Count, perDay: number) => refused !== undefined && refused >= perDay;

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
    beyond: ({ id: announcement, perDay }, tell) =>
      mutex.run(announcement, async () => {
        const today = await count(announcement);
        if (isTold(today, perDay)) return;
        await tell();
        await counts.set(announcement, { ...today, refused: perDay });
      }),
    async isOver({ id: announcement, perDay }, id) {
      const today = await count(announcement);
      return isTold(today, perDay) && today.ids.length >= perDay && !today.ids.includes(id);
    },
    hitCeiling: (announcement) =>
      mutex.run(announcement, async () => {
        await counts.set(announcement, { ...(await count(announcement)), ceiling: true });
      }),
    hasHitCeiling: async (announcement) => (await count(announcement)).ceiling === true,
    today: async (announcement) => (await count(announcement)).ids.length,
  };
}
