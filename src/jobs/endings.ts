import type { Sent } from '../platforms/platform.ts';
import type { TextKey, TextParams } from '../texts.ts';
import type { JobContext, Outcome } from './context.ts';
import { blobKeys } from './identity.ts';
import type { Charged, Job } from './job.ts';
import { type Changes, move } from './transitions.ts';

/** What Kling's `/v1/audio/tts` takes for one call, in its units (facts/kling.md §4). */
const SPEECH_UNITS = 0.05;

/** Sums of Kling's hundredths of a unit, without the dust of binary fractions. */
export const exact = (figure: number): number => Math.round(figure * 10_000) / 10_000;

/** Whether a job cost anything before a task of it was known: the speech that was made for it. */
export function chargedSoFar(job: Job): { readonly charged: Charged; readonly units: number } {
  const pieces = job.speech ?? [];
  const made = pieces.filter((piece) => piece.audioId !== undefined).length;
  const calls = pieces.reduce((sum, piece) => sum + piece.calls, 0);
  return { charged: made > 0 ? 'yes' : calls > 0 ? 'unknown' : 'no', units: exact(calls * SPEECH_UNITS) };
}

/** Ends a job without a video. What it cost is what is known so far, unless the changes know better. */
export function fail(
  context: JobContext,
  job: Job,
  { key, params = {} }: { readonly key: TextKey; readonly params?: TextParams },
  changes: Changes = {},
): Promise<Outcome> {
  return end(context, job, 'failed', { ...changes, reason: { key, params } });
}

/** Ends a job that somebody asked to cancel. */
export function cancel(context: JobContext, job: Job, changes: Changes = {}): Promise<Outcome> {
  return end(context, job, 'cancelled', { ...changes, reason: { key: 'job_cancelled', params: {} } });
}

/** Ends a job that somebody asked to cancel before its video was posted; nothing of the video stays. */
export async function cancelVideo(context: JobContext, job: Job): Promise<Outcome> {
  const { video, fit } = blobKeys(job.id);
  await context.blobs.remove(video);
  await context.blobs.remove(fit);
  return cancel(context, job, { video: undefined, posting: undefined });
}

/** Ends a job whose video is where the person sees it. */
export function posted(context: JobContext, job: Job, sent: Sent): Promise<Outcome> {
  return deliverAs(context, job, { posted: sent });
}

/** Ends a job whose video is done but could not be posted: it is kept from now on, and shown to the person on demand. */
export async function keep(context: JobContext, job: Job, key: TextKey): Promise<Outcome> {
  context.log.warn({ job: job.id, reason: key }, 'the video is kept, not posted');
  const { video, fit } = blobKeys(job.id);
  for (const blob of [video, fit]) await context.blobs.touch(blob, context.clock.now());
  return deliverAs(context, job, { reason: { key, params: {} } });
}

async function deliverAs(context: JobContext, job: Job, changes: Changes): Promise<Outcome> {
  const over = { posting: undefined, deliveringSince: undefined };
  const delivered = move(job, 'delivered', { ...over, ...changes }, context.clock.now());
  await context.records.save(delivered);
  return { job: delivered };
}

async function end(context: JobContext, job: Job, state: 'failed' | 'cancelled', changes: Changes): Promise<Outcome> {
  // once the task has ended, the record says what it cost
  const cost = job.charged === undefined ? { ...chargedSoFar(job), spent: 0 } : {};
  const ended = move(job, state, { ...cost, ...changes }, context.clock.now());
  await context.records.save(ended);
  return { job: ended };
}
