import type { Logger } from 'pino';
import type { Jobs } from '../../commands/jobs.ts';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import { isSamePlace } from '../jobs/places.ts';
import type { Button, Line } from '../platforms/message.ts';
import type { Platform, Sent } from '../platforms/platform.ts';
import { LONG_WAIT } from './attempts.ts';
import type { Book } from './book.ts';
import { costOf, isOrder, type News } from './news.ts';
import type { Occurrence } from './occurrence.ts';
import { isPausedByPerson } from './pausing.ts';
import type { Register } from './register.ts';

export interface FollowingOptions {
  readonly book: Book;
  readonly news: News;
  readonly register: Pick<Register, 'get'>;
  readonly jobs: Pick<Jobs, 'show' | 'cancel'>;
  /** `ANNOUNCEMENTS_LATE_MINUTES`, in ms. */
  readonly late: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly platform: (name: string) => Platform | undefined;
}

/**
 * Does what follows from how the job of an occurrence stands.
 * @returns when to look again (ms); undefined until the job changes
 * @throws the signal's reason, StoreError
 */
export type Following = (occurrence: Occurrence, job: Job, signal: AbortSignal) => Promise<number | undefined>;

/** For so long it is tried to show a post elsewhere (ms). */
const PATIENCE = 86_400_000;

/** Until that is tried again (ms), where the platform names no time. */
const AGAIN = 60_000;

/** How often a platform that is not connected is looked for, and a job that waits is looked at (ms); one that connects is used at once. */
const LOOK_AGAIN = 300_000;

export function following(options: FollowingOptions): Following {
  /** For so long after its moment what a schedule says may wait in the line (ms), also where nothing that passed is made up for. */
  const patience = Math.max(options.late, LONG_WAIT);
  const { book, news, register, jobs, clock, log, platform } = options;

  return async (occurrence, job, signal) => {
    switch (job.state) {
      case 'failed':
        if (!job.erased) await news.failed(occurrence, why(job));
        break;
      case 'cancelled':
        if (occurrence.late) await news.failed(occurrence, lateLines(occurrence.late, job));
        break;
      case 'delivered': {
        const again = await delivered(occurrence, job, signal);
        if (again !== undefined) return again;
        break;
      }
      case 'accepted':
      case 'queued':
      case 'submitting':
        return waiting(occurrence, job);
      default:
        return doubted(occurrence, job);
    }
    await book.end(occurrence);
    return undefined;
  };

  async function doubted(occurrence: Occurrence, { posting }: Job): Promise<undefined> {
    const since = posting?.blind;
    if (since === undefined || occurrence.doubted === since) return;
    await news.doubted(occurrence, since);
    await book.save({ ...occurrence, doubted: since });
  }

  /**
   * It costs nothing yet: what was called off, and the moment of a schedule that has passed, is not made any more; whoever had anything else
   * announced is told that it waits.
   */
  async function waiting(occurrence: Occurrence, job: Job): Promise<number | undefined> {
    const { id, cause, at } = occurrence;
    const now = clock.now();
    if (job.cancelAsked !== undefined) return undefined;
    // at Kling, or about to be, where only the end is left to wait for, unless it takes nothing and the job is back in the line
    if (isUnderWay(job)) return now + LOOK_AGAIN;
    if (isCalledOff(occurrence)) {
      await jobs.cancel(id);
      return undefined;
    }
    const isMoment = cause.kind === 'schedule';
    const due = isMoment ? at + patience : job.createdAt + LONG_WAIT;
    if (now <= due) return due + 1;
    const { waiting: reason } = await jobs.show(id);
    if (isMoment) {
      await book.save({ ...occurrence, late: { ...(reason && { why: reason }) } });
      log.warn(
        { announcement: occurrence.announcement, occurrence: id, reason },
        'a moment has passed before its job began',
      );
      await jobs.cancel(id);
    } else if (!occurrence.waits) {
      await news.waits(occurrence, reason && { key: reason, params: {} });
      await book.save({ ...occurrence, waits: true });
    }
    return isMoment ? now + LOOK_AGAIN : undefined;
  }

  /** By a person; what had to pause for another reason finishes what was accepted, which has all that it needs. */
  function isCalledOff({ announcement, cause }: Occurrence): boolean {
    if (announcement === undefined || isOrder({ cause })) return false;
    const now = register.get(announcement);
    return !now || isPausedByPerson(now);
  }

  async function delivered(occurrence: Occurrence, job: Job, signal: AbortSignal): Promise<number | undefined> {
    const { posted, removed, erased } = job;
    if (removed !== undefined || erased) return undefined;
    if (!posted) {
      const show: Button = {
        label: { key: 'status_button_show' },
        style: 'main',
        does: { name: 'show', subject: job.id },
      };
      await news.failed(occurrence, why(job), [show]);
      return undefined;
    }
    const params = { video: { url: posted.url, label: 'link_video' } } as const;
    if (!isSamePlace(posted.place, occurrence.place)) {
      await news.failed(occurrence, [{ key: 'tell_elsewhere', params }]);
      return undefined;
    }
    const published = occurrence.place.private ? 'done' : await publish(occurrence, job, posted, signal);
    if (typeof published === 'number') return published;
    if (published === 'done') await news.worked(occurrence);
    else await news.unpublished(occurrence, [{ key: 'tell_unpublished', params }]);
    return undefined;
  }

  /** @returns when to try again (ms), or what became of it */
  async function publish(
    { announcement }: Occurrence,
    { id, place, updatedAt }: Job,
    posted: Sent,
    signal: AbortSignal,
  ): Promise<number | 'done' | 'refused'> {
    const now = clock.now();
    if (now - updatedAt > PATIENCE) {
      log.warn({ announcement, job: id }, 'an announcement could not be shown elsewhere for a day');
      return 'refused';
    }
    const there = platform(place.platform);
    if (!there) return now + LOOK_AGAIN;
    const outcome = await there.publish?.(posted, signal);
    if (outcome?.outcome === 'later') return outcome.at ?? now + AGAIN;
    if (outcome?.outcome !== 'gone') return 'done';
    log.info({ announcement, job: id }, 'an announcement could not be shown elsewhere: it is gone, or may not be');
    return 'refused';
  }
}

/** Speech is made before a task is: it costs money, too. A time from which to try again is set where nothing is under way. */
function isUnderWay({ state, send, taskId, notBefore }: Job): boolean {
  return send !== undefined || taskId !== undefined || (state === 'submitting' && notBefore === undefined);
}

function why(job: Job): Line[] {
  return [...(job.reason ? [{ key: job.reason.key, params: job.reason.params }] : []), costOf(job)];
}

function lateLines({ why: reason }: NonNullable<Occurrence['late']>, job: Job): Line[] {
  return [{ key: 'announcement_too_late' }, ...(reason ? [{ key: reason }] : []), costOf(job)];
}
