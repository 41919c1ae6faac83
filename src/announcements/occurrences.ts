import type { Logger } from 'pino';
import type { Announcement } from '../../commands/announcements.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { jobId } from '../jobs/identity.ts';
import { secondsToMidnight } from '../jobs/ledger.ts';
import type { Records } from '../jobs/records.ts';
import { Refusal } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Allowance } from './allowance.ts';
import { type Attempts, isPresenterGone } from './attempts.ts';
import type { Book } from './book.ts';
import type { Affords } from './ceilings.ts';
import type { Following } from './following.ts';
import { originOf } from './ids.ts';
import type { Making } from './making.ts';
import { isOrder, type News } from './news.ts';
import type { Happened, Occurrence, Occurrences } from './occurrence.ts';
import type { Pausing } from './pausing.ts';
import { type Phrasing, saidBy } from './phrasing.ts';

/** The occurrences, and the work that the engine wakes for each of them. */
export interface OccurrenceRoom extends Occurrences {
  /** What a person ordered is made now, or not at all; the same one once. @throws Refusal */
  order(occurrence: Occurrence): Promise<void>;
  /** Ids of those that have not ended. @throws StoreError */
  open(): Promise<readonly string[]>;
  /** What is to be done about one now. @returns when to look again (ms) @throws the signal's reason, StoreError */
  step(id: string, signal: AbortSignal): Promise<number | undefined>;
}

export interface OccurrencesOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly engine: Pick<Engine, 'wake'>;
  readonly book: Book;
  readonly records: Pick<Records, 'get'>;
  readonly allowance: Allowance;
  readonly news: News;
  readonly pausing: Pausing;
  readonly phrasing: Phrasing;
  readonly affords: Affords;
  readonly make: Making;
  readonly attempts: Attempts;
  readonly follow: Following;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

const hasEnded = ({ ended, refused }: Occurrence): boolean => ended === true || refused !== undefined;

export function createOccurrences(options: OccurrencesOptions): OccurrenceRoom {
  const { clock, log, engine, book, records, allowance, news, pausing, phrasing, affords } = options;
  const { make, attempts, follow } = options;
  const mutex = keyedMutex();

  const originFor = ({ announcement, key, at }: Happened) => originOf(announcement.id, key, at);

  /** The occurrence with its words; undefined where it says nothing. */
  async function phrased(happened: Happened, id: string): Promise<Occurrence | undefined> {
    const { announcement, at, cause, view } = happened;
    const said = await phrasing(saidBy(announcement, at, view), options.signal);
    if (!said) return undefined;
    const { owner: requester, place, presenter } = announcement;
    return {
      id,
      announcement: announcement.id,
      origin: originFor(happened),
      at,
      cause,
      requester,
      place,
      presenter,
      ...said,
    };
  }

  /** Beyond the day's limit: of all these, the first one of the day is in the history, and told. */
  function beyond(occurrence: Occurrence, announcement: Announcement): Promise<void> {
    const { perDay } = announcement;
    logBeyond(announcement.id, occurrence.id);
    return allowance.beyond(announcement, async () => {
      await news.enough(occurrence, perDay);
      await book.record({ ...occurrence, refused: { key: 'announcement_limit', params: { max: perDay } } });
    });
  }

  const logBeyond = (announcement: string, occurrence: string) =>
    log.info({ announcement, occurrence }, 'an announcement is beyond its limit of today');

  /** Whether the ceilings on spending refuse it as they have refused another one today, which is in the history, and told. */
  async function isUnaffordable(occurrence: Occurrence, announcement: string): Promise<boolean> {
    if (!(await allowance.hasHitCeiling(announcement)) || (await affords(occurrence))) return false;
    log.info({ announcement, occurrence: occurrence.id }, 'an announcement is beyond the ceilings of today');
    return true;
  }

  const beyondLimit = ({ perDay }: Announcement) =>
    new Refusal('limit', 'announcement_limit', { max: perDay, resets: secondsToMidnight(clock.now()) });

  /** A new one, or one that was refused, within today's limits. @throws Refusal */
  async function letThrough(happened: Happened, id: string): Promise<Occurrence> {
    const { announcement } = happened;
    if (await allowance.isOver(announcement, id)) throw beyondLimit(announcement);
    const occurrence = await phrased(happened, id);
    if (!occurrence) throw new Refusal('input', 'announcement_says_nothing');
    if (await isUnaffordable(occurrence, announcement.id)) {
      throw new Refusal('limit', 'announcement_ceiling', { resets: secondsToMidnight(clock.now()) });
    }
    if (await allowance.take(announcement, id)) return occurrence;
    await beyond(occurrence, announcement);
    throw beyondLimit(announcement);
  }

  return {
    async note(happened) {
      const { announcement } = happened;
      const origin = originFor(happened);
      const id = jobId(origin.key, origin.at);
      await mutex.run(id, async () => {
        if (await book.get(id)) return;
        // nothing is done about it any more: there may be many
        if (await allowance.isOver(announcement, id)) return logBeyond(announcement.id, id);
        const occurrence = await phrased(happened, id).catch((error: unknown) => orPaused(error, announcement.id));
        if (!occurrence)
          log.info({ announcement: announcement.id, occurrence: id }, 'an announcement says nothing this time');
        else if (await isUnaffordable(occurrence, announcement.id)) return;
        else if (await allowance.take(announcement, id)) {
          await book.begin(occurrence);
          engine.wake(id);
        } else await beyond(occurrence, announcement);
      });
    },

    async say(happened) {
      const origin = originFor(happened);
      const id = jobId(origin.key, origin.at);
      if (await records.get(id)) return { job: id, repeated: true };
      return mutex.run(id, async () => {
        if (await records.get(id)) return { job: id, repeated: true };
        const before = await book.get(id);
        // One that is open is said as it was to be, whatever today's limits are: refused here, it would be made behind all the same,
        // and made once more when its sender, whose call would be forgotten, comes again.
        const occurrence = before && !hasEnded(before) ? before : await letThrough(happened, id);
        await book.begin(occurrence);
        try {
          await attempts.now(occurrence);
        } catch (error) {
          if (!(error instanceof Refusal)) engine.wake(id);
          throw error;
        }
        engine.wake(id);
        return { job: id, repeated: false };
      });
    },

    order: (occurrence) =>
      mutex.run(occurrence.id, async () => {
        if (await records.get(occurrence.id)) return;
        await book.begin(occurrence);
        try {
          await make(occurrence);
        } catch (error) {
          if (error instanceof Refusal) await book.drop(occurrence.id);
          else engine.wake(occurrence.id);
          throw error;
        }
        engine.wake(occurrence.id);
      }),

    open: () => book.open(),

    step: (id, signal) =>
      mutex.run(id, async () => {
        const occurrence = await book.get(id);
        if (occurrence && !hasEnded(occurrence)) {
          const job = await records.get(id);
          if (job) return follow(occurrence, job, signal);
          if (!isOrder(occurrence)) return attempts.behind(occurrence);
        }
        // ended just before a crash, or never written; of an order that a restart cut off, its person knows that nothing comes of it
        if (occurrence && hasEnded(occurrence)) await book.end(occurrence);
        else await book.drop(id);
        return undefined;
      }),
  };

  /** What is noted of an announcement whose presenter is gone is not kept: it pauses. */
  async function orPaused(error: unknown, announcement: string): Promise<undefined> {
    if (!isPresenterGone(error)) throw error;
    await pausing.because(announcement, error.key);
  }
}
