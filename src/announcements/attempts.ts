import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { Allowance } from './allowance.ts';
import type { Book } from './book.ts';
import type { Making } from './making.ts';
import type { News } from './news.ts';
import type { Occurrence } from './occurrence.ts';
import type { Pausing } from './pausing.ts';
import type { Register } from './register.ts';

/** Makes jobs of occurrences that are kept, and sees to those that cannot be made. */
export interface Attempts {
  /** While somebody waits for it. @throws Refusal; it is kept as refused then */
  now(occurrence: Occurrence): Promise<void>;
  /** With nobody there. @returns when to try again (ms) @throws StoreError */
  behind(occurrence: Occurrence): Promise<number | undefined>;
}

export interface AttemptsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly register: Pick<Register, 'get'>;
  readonly allowance: Allowance;
  readonly book: Book;
  readonly news: News;
  readonly pausing: Pausing;
  readonly make: Making;
  /** How late something may be said (ms). */
  readonly late: number;
}

/** Until something that could not be made for now is tried again (ms). */
const AGAIN = 30_000;

export const isPresenterGone = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.key === 'announcement_presenter_gone';

export function createAttempts(options: AttemptsOptions): Attempts {
  const { clock, log, register, allowance, book, news, pausing, make, late } = options;

  /** Nothing comes of one that was kept. */
  async function refuse(occurrence: Occurrence, { key, params }: Pick<Refusal, 'key' | 'params'>): Promise<void> {
    log.warn({ occurrence: occurrence.id, reason: key }, 'an announcement could not be made');
    if (occurrence.announcement !== undefined) await allowance.giveBack(occurrence.announcement, occurrence.id);
    await book.end({ ...occurrence, refused: { key, params } });
  }

  /** The presenter is gone: all that it says pauses, which is told; else it is told that this one failed. */
  async function tell(occurrence: Occurrence, refusal: Refusal): Promise<void> {
    const { key, params } = refusal;
    if (!isPresenterGone(refusal)) return news.failed(occurrence, [{ key, params }, { key: 'status_not_charged' }]);
    if (occurrence.announcement !== undefined) await pausing.because(occurrence.announcement, key);
  }

  /** Why it is not to be said any more. */
  function calledOff({ announcement }: Occurrence): Refusal['key'] | undefined {
    const now = announcement === undefined ? undefined : register.get(announcement);
    if (!now) return 'announcement_gone';
    return now.paused && (now.paused.why ?? 'announcement_was_paused');
  }

  return {
    async now(occurrence) {
      try {
        await make(occurrence);
      } catch (error) {
        if (error instanceof Refusal) {
          // what may pass is for whoever waits to try again
          if (error.kind !== 'unavailable') await tell(occurrence, error);
          await refuse(occurrence, error);
        }
        throw error;
      }
    },

    async behind(occurrence) {
      const off = calledOff(occurrence);
      if (off !== undefined) {
        await refuse(occurrence, { key: off, params: {} });
        return undefined;
      }
      try {
        await make(occurrence);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.kind === 'unavailable' && clock.now() - occurrence.at <= late) {
          log.info({ occurrence: occurrence.id, reason: error.key }, 'an announcement waits to be made');
          return clock.now() + AGAIN;
        }
        await tell(occurrence, error);
        await refuse(occurrence, error);
      }
      return undefined;
    },
  };
}
