import { failureReason } from '../kling/failure-reason.ts';
import type { Task } from '../kling/profile.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { cancel, chargedSoFar, exact, fail } from './endings.ts';
import type { Charged, Job } from './job.ts';
import { isSameTarget, RESULTS_LIVE } from './kling-api.ts';
import type { Notes } from './notes.ts';
import { type Changes, move, update } from './transitions.ts';

/** How often a task that ended without a video is asked for it: for some eight minutes. */
const MISSING = 8;

/** Waits for the task's end, however long it takes: rendering → delivering. */
export async function render(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  if (job.notBefore !== undefined && context.clock.now() < job.notBefore) return { job, at: job.notBefore };
  const task = await withVideo(context, job, notes.news, signal);
  const since = job.renderingSince ?? job.createdAt;
  if (!isSameTarget(job.target, context.api().target)) {
    return fail(context, job, { key: 'job_other_target' }, { charged: 'unknown', spent: job.estimate });
  }
  if (task?.id === job.taskId && task?.status === 'failed') {
    return fail(context, job, { key: failureReason(task.message) }, chargeOf(context, job, task));
  }
  if (task?.id === job.taskId && task?.status === 'succeeded') {
    const charge = chargeOf(context, job, task);
    if (notes.cancel !== undefined) return cancel(context, job, charge);
    if (!task.video) return missingVideo(context, job, charge);
    const delivering = move(job, 'delivering', { ...charge, result: task.video }, context.clock.now());
    await context.records.save(delivering);
    return { job: delivering, go: true };
  }
  // a watch that found nothing until now has nothing left to find
  if (context.clock.now() - since > RESULTS_LIVE) {
    return fail(context, job, { key: 'job_expired' }, { charged: 'unknown', spent: job.estimate });
  }
  return { job, at: since + RESULTS_LIVE + 1 };
}

/** News may tell of an end without its video; the task itself is asked then, before that is believed. */
async function withVideo(
  context: JobContext,
  job: Job,
  news: Task | undefined,
  signal: AbortSignal,
): Promise<Task | undefined> {
  if (news?.status !== 'succeeded' || news.video || job.taskId === undefined) return news;
  try {
    return (await context.api().profile?.task(job.taskId, signal)) ?? news;
  } catch (error) {
    if (signal.aborted) throw error;
    context.log.warn({ job: job.id, err: error }, 'could not read a task that ended without a video');
    return news;
  }
}

/** Kling says that it is done and shows no video: asked again for a while. */
async function missingVideo(context: JobContext, job: Job, charge: Changes): Promise<Outcome> {
  const tries = (job.tries ?? 0) + 1;
  if (tries >= MISSING) return fail(context, job, { key: 'job_no_video' }, charge);
  const notBefore = context.clock.now() + backoff(tries);
  const waiting = update(job, { tries, notBefore }, context.clock.now());
  await context.records.save(waiting);
  return { job: waiting, at: notBefore };
}

/** What a task that has ended cost: `final_unit_deduction` where Kling told it, and the seconds that it stands for. */
function chargeOf(context: JobContext, job: Job, task: Task): { charged: Charged; units?: number; spent: number } {
  const speech = chargedSoFar(job);
  const perSecond = context.api().profile?.unitsPerSecond;
  const { units } = task;
  if (units === undefined) {
    const succeeded = task.status === 'succeeded';
    const spent = task.video?.seconds ?? job.estimate;
    return { charged: succeeded ? 'yes' : 'unknown', spent, ...(speech.units > 0 ? { units: speech.units } : {}) };
  }
  const spent = units === 0 ? 0 : perSecond ? exact(units / perSecond) : (task.video?.seconds ?? job.estimate);
  const charged = units > 0 ? 'yes' : speech.charged;
  return { charged, units: exact(units + speech.units), spent };
}
