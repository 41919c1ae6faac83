import { unlessAborted } from '../clock.ts';
import { removeBytes } from './bytes.ts';
import type { JobContext } from './context.ts';
import type { Job } from './job.ts';
import { update } from './transitions.ts';

/** The shortest and the longest wait until a message that could not be taken away is tried again (ms). */
const SOON = 60_000;
const CALM = 3_600_000;

/**
 * Takes away the video of a job that has ended: the kept bytes at once, the posted message as soon as the platform lets it.
 * What is done already is not done again.
 * @returns when to go on (ms); undefined when nothing is left to do
 */
export async function takeAway(context: JobContext, job: Job, signal: AbortSignal): Promise<number | undefined> {
  const { blobs, records, notes, log } = context;
  if (job.removed === undefined) {
    await removeBytes(blobs, job);
    if (!(await isOff(context, job, signal))) return notYet(context, job);
    const now = context.clock.now();
    const forgotten = job.erased ? { posted: undefined } : {};
    await records.save(update(job, { removed: now, removing: undefined, video: undefined, ...forgotten }, now));
    log.info({ job: job.id }, 'the video was taken away on request');
  }
  await notes.clear(job.id, 'remove');
  return undefined;
}

/** Whether the posted message is there no more, now. */
async function isOff({ outlets }: JobContext, { posted, place }: Job, signal: AbortSignal): Promise<boolean> {
  if (!posted) return true;
  const outlet = outlets.of(place.platform);
  return outlet !== undefined && (await unlessAborted(outlet.remove(posted), signal)).outcome !== 'later';
}

/** Keeps in the record, for everybody to see, that it is still to be taken away; tries less often, the longer that lasts. */
async function notYet({ clock, records, log }: JobContext, job: Job): Promise<number> {
  const now = clock.now();
  const { removing = now } = job;
  if (job.removing === undefined) {
    log.warn({ job: job.id }, 'the video cannot be taken away yet');
    await records.save(update(job, { removing, video: undefined }, now));
  }
  return now + Math.min(CALM, Math.max(SOON, now - removing));
}
