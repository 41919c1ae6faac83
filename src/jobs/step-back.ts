import { KlingError, NotSent, pausesQueue } from '../kling/errors.ts';
import { Refusal } from '../refusal.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { fail } from './endings.ts';
import type { Job } from './job.ts';
import { NotFetched } from './speech.ts';
import { move, update } from './transitions.ts';

/** Tries to fetch speech that was paid for, over an hour or two, until it is given up. */
const FETCHES = 24;

/** However long Kling asks us to wait (ms): longer would look as if the bot were gone. */
const LONGEST_WAIT = 600_000;

/**
 * Nothing was created, and that is sure. What comes next depends on why: back into the line, again later, or the end.
 * @throws what is no refusal, for the engine to try the step again
 */
export async function stepBack(context: JobContext, job: Job, error: unknown): Promise<Outcome> {
  const now = context.clock.now();
  if (error instanceof Refusal && error.key !== 'storage_full') return fail(context, job, error);
  if (error instanceof NotSent || error instanceof NotFetched) {
    context.log.warn({ job: job.id, err: error }, 'Kling cannot be reached');
    const gone = error instanceof NotFetched && (job.tries ?? 0) >= FETCHES;
    if (gone) return fail(context, job, { key: 'job_speech_not_fetched' });
    return again(context, job, now + backoff(job.tries ?? 0));
  }
  if (!(error instanceof KlingError)) throw error;
  context.log.warn({ job: job.id, err: error, hint: error.row.operator }, 'Kling refused');
  const outcome = await afterRefusal(context, job, error);
  context.conductor.wasRefused(job.id, error);
  return outcome;
}

async function afterRefusal(context: JobContext, job: Job, error: KlingError): Promise<Outcome> {
  const now = context.clock.now();
  if (error.kind === 'busy') {
    await context.notes.clear(job.id, 'go');
    const queued = move(job, 'queued', { send: undefined }, now);
    await context.records.save(queued);
    return { job: queued };
  }
  const pauses: boolean = pausesQueue(error);
  if (pauses) return again(context, job, now);
  const wait = Math.max(Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT), backoff(job.tries ?? 0));
  if (error.transient) return again(context, job, now + wait);
  return fail(context, update(job, { send: undefined }, now), { key: error.person });
}

/** The job stays where it is, with nothing under way; the conductor lets it try again from `notBefore` on. */
async function again(context: JobContext, job: Job, notBefore: number): Promise<Outcome> {
  await context.notes.clear(job.id, 'go');
  const idle = update(job, { send: undefined, tries: (job.tries ?? 0) + 1, notBefore }, context.clock.now());
  await context.records.save(idle);
  context.conductor.release(job.id);
  return { job: idle };
}
