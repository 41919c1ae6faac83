import { backoff, type JobContext, type Outcome, PATIENCE } from './context.ts';
import { keep } from './endings.ts';
import type { Job, Posting } from './job.ts';
import { mayBeThere, update } from './transitions.ts';

/** How long it is left to a person to decide about a post of which nobody can tell whether it is there (ms): as long as media is kept by default. */
const BLIND_FOR = 7 * 86_400_000;

/** How often a platform that is not connected is looked for (ms); a job is woken as well when one connects. */
const LOOK_AGAIN = 300_000;

/** Tries to post again: at `at` (ms) or after a while, for a day from the first failed try on. */
export async function later(context: JobContext, job: Job, at?: number): Promise<Outcome> {
  const now = context.clock.now();
  const since = job.deliveringSince ?? now;
  if (now - since > PATIENCE) return giveUp(context, job);
  const tries = (job.tries ?? 0) + 1;
  const next = at === undefined ? now + backoff(tries) : Math.max(at, now + backoff(0));
  const notBefore = Math.min(next, since + PATIENCE + 1);
  const waiting = update(job, { tries, deliveringSince: since, notBefore }, now);
  await context.records.save(waiting);
  return { job: waiting, at: notBefore };
}

/** The platform is not connected: tried as soon as it is, within the same day. */
export async function unconnected(context: JobContext, job: Job): Promise<Outcome> {
  const now = context.clock.now();
  const since = job.deliveringSince ?? now;
  if (now - since > PATIENCE) return giveUp(context, job);
  const waiting = job.deliveringSince === undefined ? update(job, { deliveringSince: since }, now) : job;
  if (waiting !== job) await context.records.save(waiting);
  return { job: waiting, at: Math.min(now + LOOK_AGAIN, since + PATIENCE + 1) };
}

function giveUp(context: JobContext, job: Job): Promise<Outcome> {
  return job.posting && mayBeThere(job) ? blind(context, job, job.posting) : keep(context, job, 'post_unreachable');
}

/** Nobody can tell whether the video is there: from now on it is left to a person. */
export async function blind(context: JobContext, job: Job, posting: Posting): Promise<Outcome> {
  const now = context.clock.now();
  const nothing = { tries: undefined, notBefore: undefined, deliveringSince: undefined };
  const waiting = update(job, { ...nothing, posting: { ...posting, blind: now } }, now);
  await context.records.save(waiting);
  context.log.warn({ job: job.id }, 'nobody can tell whether the video was posted; a person is asked');
  return { job: waiting, at: now + BLIND_FOR };
}

/** Waits for the person. @param since when it was first left to them (ms) */
export async function asleep(context: JobContext, job: Job, since: number): Promise<Outcome> {
  const until = since + BLIND_FOR;
  return context.clock.now() < until ? { job, at: until } : keep(context, job, 'post_unknown');
}
