import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { Allowance } from './allowance.ts';
import type { Book } from './book.ts';
import { calledOff, type Lateness } from './lateness.ts';
import type { Making } from './making.ts';
import type { News } from './news.ts';
import type { Occurrence } from './occurrence.ts';
import type { Pausing } from './pausing.ts';
import type { Register } from './register.ts';

/** Makes jobs of occurrences that are kept, and sees to those that cannot be made. */
export interface Attempts {
  /** While somebody waits for it. @throws Refusal; it is kept as refused then */
  now(occurrence: Occurrence): Promise<void>;
  /** With nobody there. @returns when to try again (ms) @throws StoreError, and what else may pass: it is to be tried again */
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
  readonly lateness: Lateness;
}

/** Until something that could not be made for now is tried again (ms): a tenth of what it waits already, within these. */
const SOONEST = 30_000;
const LATEST = 600_000;

/** Who had it announced is told that it waits after so long (ms). */
export const LONG_WAIT = 3_600_000;

export const isPresenterGone = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.key === 'announcement_presenter_gone';

export function createAttempts(options: AttemptsOptions): Attempts {
  const { clock, log, register, allowance, book, news, pausing, make, lateness } = options;

  /** Nothing comes of one that was kept. */
  async function refuse(occurrence: Occurrence, { key, params }: Pick<Refusal, 'key' | 'params'>): Promise<void> {
    const { id, announcement } = occurrence;
    log.warn({ announcement, occurrence: id, reason: key }, 'an announcement could not be made');
    await book.end({ ...occurrence, refused: { key, params } });
    if (announcement !== undefined) await allowance.giveBack(announcement, id);
  }

  /** The presenter is gone: all that it says pauses, which is told; else it is told that this one failed. */
  async function tell(occurrence: Occurrence, refusal: Refusal): Promise<void> {
    const { key, params } = refusal;
    if (!isPresenterGone(refusal)) return news.failed(occurrence, [{ key, params }, { key: 'status_not_charged' }]);
    if (occurrence.announcement !== undefined) await pausing.because(occurrence.announcement, key);
  }

  async function giveUp(occurrence: Occurrence, refusal: Refusal): Promise<void> {
    const { id, announcement } = occurrence;
    const isCeiling = refusal.kind === 'limit' && announcement !== undefined;
    if (isCeiling && (await allowance.hasHitCeiling(announcement))) {
      log.info(
        { announcement, occurrence: id, reason: refusal.key },
        'an announcement is beyond the ceilings of today',
      );
      await book.drop(id);
      await allowance.giveBack(announcement, id);
      return;
    }
    await tell(occurrence, refusal);
    await refuse(occurrence, refusal);
    if (isCeiling) await allowance.hitCeiling(announcement);
  }

  return {
    async now(occurrence) {
      try {
        await make(occurrence);
      } catch (error) {
        // what may pass is for whoever waits to try again
        if (error instanceof Refusal) await (error.kind === 'unavailable' ? refuse : giveUp)(occurrence, error);
        throw error;
      }
    },

    async behind(occurrence) {
      const off = calledOff(register, occurrence);
      if (off !== undefined) {
        await refuse(occurrence, { key: off, params: {} });
        return undefined;
      }
      const { id, announcement } = occurrence;
      const late = clock.now() - occurrence.at;
      // asked before each try: it may have waited through a stop, or for something that broke
      if (late > lateness(occurrence)) {
        await giveUp(occurrence, new Refusal('missing', 'announcement_too_late'));
        return undefined;
      }
      try {
        await make(occurrence);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.kind === 'unavailable') {
          log.info({ announcement, occurrence: id, reason: error.key }, 'an announcement waits to be made');
          if (late > LONG_WAIT) await news.waits(occurrence, error);
          return clock.now() + Math.min(Math.max(late / 10, SOONEST), LATEST);
        }
        await giveUp(occurrence, error);
        return undefined;
      }
      // made: from now on it is seen to that its job gets on
      return clock.now();
    },
  };
}
