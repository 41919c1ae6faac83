import { MissingBlob } from '../media/blobs.ts';
import { Refusal } from '../refusal.ts';
import { StoreError } from '../store/store-error.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { deliver } from './deliver.ts';
import { fail } from './endings.ts';
import type { Job } from './job.ts';
import type { Notes } from './notes.ts';
import type { Preparer } from './prepare.ts';
import { spaceOf } from './records.ts';
import { render } from './render.ts';
import { submit } from './submit.ts';
import { takeAway } from './take-away.ts';
import { hasEnded, mayBeThere, update } from './transitions.ts';
import type { Turnstile } from './turnstile.ts';

/**
 * What is done when the engine wakes a job: the step that its record calls for, and the next ones as long as they can begin at
 * once. The only writer of the record.
 */
export function jobWork(context: JobContext, steps: Steps) {
  /** Failures of the present step in a row, which are the bot's own and not Kling's. */
  const failures = new Map<string, number>();
  return async (id: string, signal: AbortSignal): Promise<number | undefined> => {
    let job = await context.records.get(id);
    if (!job) return undefined;
    while (!hasEnded(job)) {
      const notes = await context.notes.read(id);
      const asked = await withCancel(context, job, notes);
      const outcome = await step(context, steps, asked, notes, signal).catch((error: unknown) =>
        troubled(context, failures, asked, error, signal),
      );
      job = outcome.job;
      if (outcome.job !== asked) failures.delete(id);
      if (!hasEnded(job) && (!outcome.go || signal.aborted)) return outcome.at;
    }
    if (context.records.open(job.state).has(id)) await close(context, job);
    return afterEnd(context, job, signal);
  };
}

/** Notes that mean nothing to a job that has ended. */
const TOO_LATE = ['cancel', 'go', 'news', 'post'] as const;

/** Steps that let only so many jobs through at once. */
export interface Steps {
  readonly preparer: Preparer;
  readonly deliveries: Turnstile;
}

/** Failures of one step in a row until its job is given up, where nothing is under way at Kling: some half an hour. */
const GIVE_UP = 10;

async function step(
  context: JobContext,
  { preparer, deliveries }: Steps,
  job: Job,
  notes: Notes,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (job.state) {
    case 'accepted':
      return preparer.prepare(context, job, notes, signal);
    case 'queued':
    case 'submitting':
      return submit(context, job, notes, signal);
    case 'rendering':
      return render(context, job, notes, signal);
    case 'delivering':
      return (await deliveries.pass(job.id, () => deliver(context, job, notes, signal), crowdOf(job))) ?? { job };
    case 'delivered':
    case 'failed':
    case 'cancelled':
      return { job };
  }
}

/** Those with whom a job shares the turns of its platform: a video that is home is to be posted there. */
const crowdOf = (job: Job) => (job.video ? spaceOf(job) : undefined);

/** A step that failed for reasons of our own. Thrown on, the engine tries again; a job that never gets further ends with a sentence. */
async function troubled(
  context: JobContext,
  failures: Map<string, number>,
  job: Job,
  error: unknown,
  signal: AbortSignal,
): Promise<Outcome> {
  const latest = (await context.records.get(job.id)) ?? job;
  const atKling = latest.send !== undefined || latest.taskId !== undefined;
  const count = (failures.get(job.id) ?? 0) + 1;
  failures.set(job.id, count);
  if (!atKling) {
    // the slot goes back only with the note that grants it
    await context.notes.clear(job.id, 'go');
    context.conductor.release(job.id, context.clock.now() + backoff(count));
  }
  const full = error instanceof Refusal && error.key === 'storage_full';
  if (signal.aborted || full || error instanceof StoreError || hasEnded(latest)) throw error;
  const gone = error instanceof MissingBlob;
  if (atKling ? !gone || latest.send !== undefined : !gone && count < GIVE_UP) throw error;
  context.log.error({ job: job.id, err: error }, 'the job cannot go on');
  return fail(context, latest, { key: gone ? 'job_bytes_gone' : 'job_broken' });
}

/** Keeps in the record that somebody asked to cancel, so that everybody sees it; not when it is too late. */
async function withCancel(context: JobContext, job: Job, notes: Notes): Promise<Job> {
  if (notes.cancel === undefined || job.cancelAsked !== undefined || mayBeThere(job)) return job;
  const asked = update(job, { cancelAsked: notes.cancel }, context.clock.now());
  await context.records.save(asked);
  return asked;
}

/** What is left to do for a job that has ended; done again, harmlessly, when the process dies in the middle of it. */
async function close(context: JobContext, job: Job): Promise<void> {
  context.log.info(
    { job: job.id, state: job.state, reason: job.reason?.key, charged: job.charged },
    'the job has ended',
  );
  await context.ledger.settle(job);
  await context.notes.clear(job.id, ...TOO_LATE);
  await context.records.close(job.id);
  context.conductor.nudge();
}

/** A job that is closed can still be asked to take its video away; all else comes too late. */
async function afterEnd(context: JobContext, job: Job, signal: AbortSignal): Promise<number | undefined> {
  const notes = await context.notes.read(job.id);
  if (TOO_LATE.some((kind) => notes[kind] !== undefined)) await context.notes.clear(job.id, ...TOO_LATE);
  return notes.remove === undefined ? undefined : takeAway(context, job, signal);
}
