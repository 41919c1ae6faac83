import type { TextKey } from '../texts.ts';
import type { Register } from './register.ts';
import type { Tellings } from './tellings.ts';

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

export function createPausing({ register, tellings, now }: PausingOptions): Pausing {
  async function because(id: string, why: TextKey): Promise<void> {
    await register.change(id, async (announcement) => {
      if (announcement.paused) return announcement;
      const { name, owner, place, since: epoch } = announcement;
      // the same pause tells once, also when it could not be saved the first time
      const cause = { cause: `${id}:paused ${why}`, at: epoch };
      await tellings.tell({
        ...cause,
        to: owner,
        place,
        lines: [{ key: 'tell_paused', params: { name } }, { key: why }, { key: 'tell_paused_next' }],
      });
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
