import { KlingError, NotSent, pausesQueue } from '../kling/errors.ts';
import { Refusal } from '../refusal.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { fail } from './endings.ts';
import type { Job } from './job.ts';
import { NotFetched } from './speech.ts';
import { move, update } from './transitions.ts';

/** Tries to fetch speech that was paid for, over an hour or two, until it is given up. */
const FETCHES = 24;

/**
 * Nothing was created, and that is sure. What comes next depends on why: back into the line, again later, or the end.
 * @throws what is no refusal, for the engine to try the step again
 */
export async function stepBack(context: JobContext, job: Job, error: unknown): Promise<Outcome> {
  const now = context.clock.now();
  if (error instanceof Refusal && error.key !== 'storage_full') return fail(context, job, error);
  if (error instanceof NotFetched) {
    context.log.warn({ job: job.id, err: error }, 'the speech cannot be fetched');
    if ((job.tries ?? 0) >= FETCHES) return fail(context, job, { key: 'job_speech_not_fetched' });
    const waiting = await again(context, job, now + backoff(job.tries ?? 0));
    context.conductor.release(job.id);
    return waiting;
  }
  if (!(error instanceof KlingError || error instanceof NotSent)) throw error;
  const hint = error instanceof KlingError ? error.row.operator : 'Look at the network, and at KLING_BASE_URL.';
  context.log.warn({ job: job.id, err: error, hint }, 'Kling took nothing');
  const outcome = await afterRefusal(context, job, error);
  context.conductor.wasRefused(job.id, error);
  return outcome;
}

async function afterRefusal(context: JobContext, job: Job, error: KlingError | NotSent): Promise<Outcome> {
  const now = context.clock.now();
  if (error instanceof NotSent) return again(context, job, now);
  if (error.kind === 'busy') {
    await context.notes.clear(job.id, 'go');
    const queued = move(job, 'queued', { send: undefined }, now);
    await context.records.save(queued);
    return { job: queued };
  }
  const pauses: boolean = pausesQueue(error);
  if (pauses || error.transient) return again(context, job, now);
  return fail(context, update(job, { send: undefined }, now), { key: error.person });
}

/** The job stays where it is, with nothing under way; the conductor lets it try again from `notBefore` on. */
async function again(context: JobContext, job: Job, notBefore: number): Promise<Outcome> {
  await context.notes.clear(job.id, 'go');
  const idle = update(job, { send: undefined, tries: (job.tries ?? 0) + 1, notBefore }, context.clock.now());
  await context.records.save(idle);
  return { job: idle };
}
