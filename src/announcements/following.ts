import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import type { Button, Line } from '../platforms/message.ts';
import type { Platform, Sent } from '../platforms/platform.ts';
import type { Book } from './book.ts';
import { costOf, type News } from './news.ts';
import type { Occurrence } from './occurrence.ts';

export interface FollowingOptions {
  readonly book: Book;
  readonly news: News;
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

/** How often a platform that is not connected is looked for (ms); one that connects is used at once. */
const LOOK_AGAIN = 300_000;

export function following({ book, news, clock, log, platform }: FollowingOptions): Following {
  return async (occurrence, job, signal) => {
    switch (job.state) {
      case 'failed':
        if (!job.erased) await news.failed(occurrence, why(job));
        break;
      case 'cancelled':
        break;
      case 'delivered': {
        const again = await delivered(occurrence, job, signal);
        if (again !== undefined) return again;
        break;
      }
      default:
        return open(occurrence, job);
    }
    await book.end(occurrence);
    return undefined;
  };

  async function open(occurrence: Occurrence, { posting }: Job): Promise<undefined> {
    const doubted = posting?.blind;
    if (doubted === undefined || occurrence.doubted === doubted) return;
    await news.doubted(occurrence, doubted);
    await book.save({ ...occurrence, doubted });
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
    if (posted.place.channel !== occurrence.place.channel) {
      const params = { video: { url: posted.url, label: 'link_video' } } as const;
      await news.failed(occurrence, [{ key: 'tell_elsewhere', params }]);
      return undefined;
    }
    const again = occurrence.place.private ? undefined : await publish(job, posted, signal);
    if (again === undefined) await news.worked(occurrence);
    return again;
  }

  async function publish(
    { id, place, updatedAt }: Job,
    posted: Sent,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const now = clock.now();
    if (now - updatedAt > PATIENCE) {
      log.warn(
        { job: id },
        'an announcement could not be shown to those who follow its channel from elsewhere for a day',
      );
      return undefined;
    }
    const there = platform(place.platform);
    if (!there) return now + LOOK_AGAIN;
    const outcome = await there.publish?.(posted, signal);
    if (outcome?.outcome === 'later') return outcome.at ?? now + AGAIN;
    if (outcome?.outcome === 'gone') log.info({ job: id }, 'an announcement could not be shown elsewhere: it is gone');
    return undefined;
  }
}

function why(job: Job): Line[] {
  return [...(job.reason ? [{ key: job.reason.key, params: job.reason.params }] : []), costOf(job)];
}
