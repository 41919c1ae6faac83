import { Refusal } from '../refusal.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { cancel, fail } from './endings.ts';
import { blobKeys } from './identity.ts';
import type { Job } from './job.ts';
import { isSameTarget, RESULTS_LIVE } from './kling-api.ts';
import type { Notes } from './notes.ts';
import { move, update } from './transitions.ts';

/** Tries go on for this long (ms). */
const PATIENCE = 24 * 3_600_000;

/** Fetches, each by a fresh link and a longer while after the one before, until the file itself is taken to be damaged. */
const DAMAGED = 8;

/** A video (bytes): 5 minutes at 20 Mbit/s is 750 MB; Kling's are a tenth of that. */
const VIDEO_LIMIT = 1_000_000_000;

/** Brings the finished video home: fetched with bounded memory, checked, kept. delivering → delivered. */
export async function deliver(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  if (notes.cancel !== undefined) return cancel(context, job);
  const key = blobKeys(job.id).video;
  const { clock, blobs } = context;
  try {
    const url = await resultUrl(context, job, signal);
    await blobs.put(key, await context.download(url, VIDEO_LIMIT, signal), VIDEO_LIMIT);
    const { seconds, bytes } = await blobs.withFile(key, (path) => context.media.checkVideo(path));
    if ((await context.notes.read(job.id)).cancel !== undefined) {
      await blobs.remove(key);
      return cancel(context, job);
    }
    const delivered = move(
      job,
      'delivered',
      { video: { seconds, bytes }, damaged: undefined, reason: undefined },
      clock.now(),
    );
    await context.records.save(delivered);
    return { job: delivered };
  } catch (error) {
    if (signal.aborted) throw error;
    context.log.warn({ job: job.id, err: error }, 'the video is not home yet');
    return later(context, job, error);
  }
}

/** Tries again later, or ends a job whose video cannot be had. */
async function later(context: JobContext, job: Job, error: unknown): Promise<Outcome> {
  const now = context.clock.now();
  const key = error instanceof Refusal ? error.key : undefined;
  const damaged = key === 'media_video_broken' ? (job.damaged ?? 0) + 1 : job.damaged;
  if (damaged !== undefined && damaged >= DAMAGED) return fail(context, job, { key: 'job_video_damaged' });
  // a full disk is ours to empty: Kling keeps the video meanwhile
  const patience = key === 'storage_full' ? RESULTS_LIVE : PATIENCE;
  const since = job.deliveringSince ?? now;
  if (now - since > patience) return fail(context, job, { key: 'job_not_fetched' });
  const tries = (job.tries ?? 0) + 1;
  const waiting = update(job, { tries, damaged, deliveringSince: since }, now);
  await context.records.save(waiting);
  return { job: waiting, at: now + backoff(tries) };
}

/** The link that came with the news; after a failure a fresh one, since links are signed and expire. */
async function resultUrl(context: JobContext, job: Job, signal: AbortSignal): Promise<string> {
  const { profile, target } = context.api();
  if ((job.tries ?? 0) > 0 && profile && job.taskId !== undefined && isSameTarget(job.target, target)) {
    const task = await profile.task(job.taskId, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      // the link that is known needs no key and may still do
      context.log.warn({ job: job.id, err: error }, 'could not ask for a fresh link');
      return undefined;
    });
    if (task?.video) return task.video.url;
  }
  if (!job.result) throw new Error('The record of a job that is being delivered has no result.');
  return job.result.url;
}
