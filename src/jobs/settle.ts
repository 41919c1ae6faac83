import { pausesQueue } from '../kling/errors.ts';
import type { Profile, Task } from '../kling/profile.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { adopt, create } from './create.ts';
import { cancel, fail } from './endings.ts';
import type { Job, Send } from './job.ts';
import type { Notes } from './notes.ts';
import { search } from './search.ts';
import { update } from './transitions.ts';

/** Complete searches that must not have found the task, each at least `KLING_SETTLE_SECONDS` after its answer was lost. */
const MISSES = 2;

/** Creates of one job, before it is given up: by then Kling has answered nothing usable for a quarter of an hour and more. */
const ATTEMPTS = 6;

/** A task that Kling says exists, or of which nothing can be learned, is looked for this long (ms) at least, and so often. */
const PATIENCE = 24 * 3_600_000;
const LOOKS = 20;

/**
 * Settles a create whose outcome is unknown (an answer lost, garbage, a crash) by looking for the job's id, never by assuming.
 * Found: go on with it. Surely not there: create again under the same id.
 */
export async function settle(
  context: JobContext,
  profile: Profile,
  job: Job,
  send: Send,
  notes: Notes,
  signal: AbortSignal,
): Promise<Outcome> {
  const began = context.clock.now();
  const found = notes.news?.externalId === job.id ? notes.news : await look(context, profile, job, send, signal);
  const now = context.clock.now();
  if (typeof found === 'object') {
    const outcome = await adopt(context, job, found);
    context.conductor.release(job.id);
    return outcome;
  }
  const patient = now - send.sentAt <= PATIENCE || (job.tries ?? 0) < LOOKS;
  if (!patient && (send.exists || found === 'unclear')) {
    const key = send.exists ? 'job_lost_at_kling' : 'job_never_known';
    return fail(context, job, { key }, { charged: 'unknown', spent: job.estimate });
  }
  // after a crash it is not known when the answer was lost: now is the latest that it can have been
  const lost = { ...send, lostAt: send.lostAt ?? began };
  if (found === 'unclear') return later(context, job, lost);

  const settled = began - lost.lostAt >= context.settle;
  const misses = settled ? [...send.misses, now] : send.misses;
  if (misses.length < MISSES || send.exists) return later(context, job, { ...lost, misses: send.exists ? [] : misses });
  if (notes.cancel !== undefined) return cancel(context, job);
  if (isFinal(send.status) || send.attempt >= ATTEMPTS) return fail(context, job, { key: 'job_kling_unusable' });
  context.log.warn({ job: job.id, attempt: send.attempt }, 'Kling surely has no such task: creating it again');
  return create(context, profile, job, send.attempt + 1, signal);
}

async function look(
  context: JobContext,
  profile: Profile,
  job: Job,
  send: Send,
  signal: AbortSignal,
): Promise<Task | 'absent' | 'unclear'> {
  try {
    return await search(profile, context.listing, job.id, send.sentAt, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    if (pausesQueue(error)) context.conductor.lookRefused(error);
    context.log.warn({ job: job.id, err: error }, 'could not look for the task');
    return 'unclear';
  }
}

/** Looks again: soon at first, at the latest when an absence begins to count, then on every beat. */
async function later(context: JobContext, job: Job, send: Send & { readonly lostAt: number }): Promise<Outcome> {
  const now = context.clock.now();
  const tries = (job.tries ?? 0) + 1;
  const waiting = update(job, { send, tries }, now);
  await context.records.save(waiting);
  const settles = send.lostAt + context.settle;
  const at = now < settles ? Math.min(now + backoff(tries), settles) : now + Math.max(context.beat, backoff(tries - 6));
  return { job: waiting, at };
}

/** Whether a gateway's answer without a word of Kling's (HTTP 4xx) will be the same next time. */
function isFinal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
