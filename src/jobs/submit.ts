import type { JobContext, Outcome } from './context.ts';
import { create } from './create.ts';
import { cancel, fail } from './endings.ts';
import type { Job } from './job.ts';
import { isSameTarget } from './kling-api.ts';
import type { Notes } from './notes.ts';
import { settle } from './settle.ts';
import { makeSpeech } from './speech.ts';
import { stepBack } from './step-back.ts';
import { move, update } from './transitions.ts';

/** Brings a job to Kling, once: queued or submitting → rendering. */
export async function submit(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  const { target, profile } = context.api();
  if (!isSameTarget(job.target, target)) {
    return fail(context, job, { key: 'job_other_target' }, job.send ? { charged: 'unknown', spent: job.estimate } : {});
  }
  if (!profile) return { job };
  if (job.send) return settle(context, profile, job, job.send, notes, signal);
  if (notes.cancel !== undefined) return cancel(context, job);
  if (notes.go === undefined) return { job };

  const now = context.clock.now();
  const submitting =
    job.state === 'queued' ? move(job, 'submitting', { target }, now) : update(job, { notBefore: undefined }, now);
  let ready: Job;
  try {
    ready = profile.takes.text ? submitting : await makeSpeech(context, profile, submitting, signal);
  } catch (error) {
    return stepBack(context, (await context.records.get(job.id)) ?? submitting, error);
  }
  return create(context, profile, ready, 1, signal);
}
