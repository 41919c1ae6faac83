import { removeBytes } from './bytes.ts';
import type { JobContext } from './context.ts';
import type { Job } from './job.ts';
import { update } from './transitions.ts';

/** How long until a message that could not be taken away is tried again (ms). */
const AGAIN = 60_000;

/**
 * Takes away the video of a job that has ended: the kept bytes at once, the posted message as soon as the platform lets it.
 * What is done already is not done again.
 * @returns when to go on (ms); undefined when nothing is left to do
 */
export async function takeAway(context: JobContext, job: Job): Promise<number | undefined> {
  const { clock, records, notes, blobs, outlets, log } = context;
  if (job.removed === undefined) {
    await removeBytes(blobs, job);
    if (job.posted) {
      const outcome = (await outlets.of(job.place.platform)?.remove(job.posted)) ?? 'later';
      if (outcome === 'later') return clock.now() + AGAIN;
    }
    const now = clock.now();
    const forgotten = job.erased ? { posted: undefined } : {};
    await records.save(update(job, { removed: now, video: undefined, ...forgotten }, now));
    log.info({ job: job.id }, 'the video was taken away on request');
  }
  await notes.clear(job.id, 'remove');
  return undefined;
}
