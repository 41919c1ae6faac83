import { unlessAborted } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import { backoff, type JobContext, type Outcome, PATIENCE } from './context.ts';
import { cancelVideo, fail } from './endings.ts';
import { blobKeys } from './identity.ts';
import type { Job } from './job.ts';
import { isSameTarget, RESULTS_LIVE } from './kling-api.ts';
import { move, update } from './transitions.ts';

/** Fetches, each by a fresh link and a longer while after the one before, until the file itself is taken to be damaged. */
const DAMAGED = 8;

/** A video (bytes): 5 minutes at 20 Mbit/s is 750 MB; Kling's are a tenth of that. */
const VIDEO_LIMIT = 1_000_000_000;

/**
 * Brings the finished video home: fetched with bounded memory, checked, kept. Where it is to be posted it stays delivering,
 * else it is delivered with that.
 */
export async function bringHome(context: JobContext, job: Job, signal: AbortSignal): Promise<Outcome> {
  const key = blobKeys(job.id).video;
  const { clock, blobs, records, outlets } = context;
  try {
    const url = await resultUrl(context, job, signal);
    await blobs.put(key, await context.download(url, VIDEO_LIMIT, signal), VIDEO_LIMIT);
    const { seconds, bytes } = await unlessAborted(
      blobs.withFile(key, (path) => context.media.checkVideo(path)),
      signal,
    );
    if ((await context.notes.read(job.id)).cancel !== undefined) return cancelVideo(context, job);
    const changes = { video: { seconds, bytes }, damaged: undefined, reason: undefined, deliveringSince: undefined };
    const toPost = outlets.isChat(job.place.platform);
    const home = toPost
      ? update(job, { ...changes, tries: undefined }, clock.now())
      : move(job, 'delivered', changes, clock.now());
    await records.save(home);
    return toPost ? { job: home, go: true } : { job: home };
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
