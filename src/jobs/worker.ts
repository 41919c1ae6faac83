import type { JobContext, Outcome } from './context.ts';
import { deliver } from './deliver.ts';
import type { Job } from './job.ts';
import type { Notes } from './notes.ts';
import type { Preparer } from './prepare.ts';
import { render } from './render.ts';
import { submit } from './submit.ts';
import { hasEnded, update } from './transitions.ts';

/**
 * What is done when the engine wakes a job: the step that its record calls for, and the next ones as long as they can begin at
 * once. The only writer of the record.
 */
export function jobWork(context: JobContext, preparer: Preparer) {
  return async (id: string, signal: AbortSignal): Promise<number | undefined> => {
    let job = await context.records.get(id);
    if (!job) return undefined;
    while (!hasEnded(job)) {
      const notes = await context.notes.read(id);
      const asked = await withCancel(context, job, notes);
      const outcome = await step(context, preparer, asked, notes, signal);
      job = outcome.job;
      if (!hasEnded(job) && (!outcome.go || signal.aborted)) return outcome.at;
    }
    await close(context, job);
    return undefined;
  };
}

async function step(
  context: JobContext,
  preparer: Preparer,
  job: Job,
  notes: Notes,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (job.state) {
    case 'accepted':
      return preparer.prepare(context, job, notes);
    case 'queued':
    case 'submitting':
      return submit(context, job, notes, signal);
    case 'rendering':
      return render(context, job, notes);
    case 'delivering':
      return deliver(context, job, notes, signal);
    case 'delivered':
    case 'failed':
    case 'cancelled':
      return { job };
  }
}

/** Keeps in the record that somebody asked to cancel, so that everybody sees it. */
async function withCancel(context: JobContext, job: Job, notes: Notes): Promise<Job> {
  if (notes.cancel === undefined || job.cancelAsked !== undefined) return job;
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
  await context.notes.clear(job.id, 'cancel', 'go', 'news');
  await context.records.close(job.id);
  context.conductor.nudge();
}
