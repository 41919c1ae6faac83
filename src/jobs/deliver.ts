import { Refusal } from '../refusal.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { cancel, fail } from './endings.ts';
import { blobKeys } from './identity.ts';
import type { Job } from './job.ts';
import { isSameTarget } from './kling-api.ts';
import type { Notes } from './notes.ts';
import { move, update } from './transitions.ts';

/** Tries go on for this long (ms). */
const PATIENCE = 24 * 3_600_000;

/** Damaged videos in a row, each fetched by a fresh link, until the file itself is taken to be damaged. */
const DAMAGED = 4;

/** A video (bytes): 5 minutes at 20 Mbit/s is 750 MB; Kling's are a tenth of that. */
const VIDEO_LIMIT = 1_000_000_000;

/** Brings the finished video home: fetched with bounded memory, checked, kept. delivering → delivered. */
export async function deliver(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  const charge = { charged: job.charged, units: job.units, spent: job.spent };
  if (notes.cancel !== undefined) return cancel(context, job, charge);
  const key = blobKeys(job.id).video;
  try {
    const url = await resultUrl(context, job, signal);
    await context.blobs.put(key, await context.download(url, VIDEO_LIMIT, signal), VIDEO_LIMIT);
    const { seconds, bytes } = await context.blobs.withFile(key, (path) => context.media.checkVideo(path));
    const delivered = move(
      job,
      'delivered',
      { ...charge, video: { seconds, bytes }, reason: undefined },
      context.clock.now(),
    );
    await context.records.save(delivered);
    return { job: delivered };
  } catch (error) {
    if (signal.aborted) throw error;
    context.log.warn({ job: job.id, err: error }, 'the video is not home yet');
    const tries = (job.tries ?? 0) + 1;
    const damaged = error instanceof Refusal && error.key === 'media_video_broken' && tries >= DAMAGED;
    const now = context.clock.now();
    if (damaged) return fail(context, job, { key: 'job_video_damaged' }, charge);
    if (now - (job.deliveringSince ?? now) > PATIENCE) {
      return fail(context, job, { key: 'job_not_fetched' }, charge);
    }
    const waiting = update(job, { tries, deliveringSince: job.deliveringSince ?? now }, now);
    await context.records.save(waiting);
    return { job: waiting, at: now + backoff(tries) };
  }
}

/** The link that came with the news; after a failure a fresh one, since links are signed and expire. */
async function resultUrl(context: JobContext, job: Job, signal: AbortSignal): Promise<string> {
  const { profile, target } = context.api();
  if ((job.tries ?? 0) > 0 && profile && job.taskId !== undefined && isSameTarget(job.target, target)) {
    const task = await profile.task(job.taskId, signal);
    if (task?.video) return task.video.url;
  }
  if (!job.result) throw new Error('The record of a job that is being delivered has no result.');
  return job.result.url;
}
