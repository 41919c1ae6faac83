import type { Announcement, Paused } from '../../commands/announcements.ts';
import type { TextKey } from '../texts.ts';
import type { Register } from './register.ts';
import type { Tellings, ToTell } from './tellings.ts';
import { whereLine } from './where.ts';

/** Pauses announcements that cannot go on. */
export interface Pausing {
  /** Until a person resumes it; its owner is told why. @throws StoreError */
  because(id: string, why: TextKey): Promise<void>;
  /** …all that have this presenter speak, which is about to be gone. @throws StoreError */
  withPresenter(presenter: string): Promise<void>;
}

export interface PausingOptions {
  readonly register: Register;
  readonly tellings: Tellings;
  readonly now: () => number;
}

/** What the owner of an announcement is told. The same pause tells once, also when it could not be saved the first time. */
export function pausedTelling(announcement: Announcement, why: TextKey): ToTell {
  const { id, name, owner: to, place, since: at } = announcement;
  const lines = [{ key: 'tell_paused', params: { name } }, { key: why }, whereLine(announcement)] as const;
  return { cause: `${id}:paused ${why}`, at, to, place, lines: [...lines, { key: 'tell_paused_next' }] };
}

export function createPausing({ register, tellings, now }: PausingOptions): Pausing {
  async function because(id: string, why: TextKey): Promise<void> {
    await register.change(id, async (announcement) => {
      if (announcement.paused) return announcement;
      await tellings.tell(pausedTelling(announcement, why));
      const since = now();
      return { ...announcement, paused: { since, why }, updatedAt: since };
    });
  }

  return {
    because,
    async withPresenter(presenter) {
      const using = [...register.all()].filter((each) => each.presenter === presenter);
      await Promise.all(using.map(({ id }) => because(id, 'announcement_presenter_gone')));
    },
  };
}

/** Whether a person paused an announcement, and not the bot, for a reason that may be no more. */
export const isPausedByPerson = ({ paused }: Pick<Announcement, 'paused'>): boolean =>
  paused !== undefined && paused.why === undefined && !paused.mended;

/** Whether a change takes away what an announcement had to pause for; it stays paused. */
export function isMended({ why }: Paused, { presenter, since }: Partial<Announcement>): boolean {
  if (why === 'announcement_presenter_gone') return presenter !== undefined;
  return why === 'feed_gone' && since !== undefined;
}
