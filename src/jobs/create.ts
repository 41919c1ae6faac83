import { alreadyExists, UnknownOutcome } from '../kling/errors.ts';
import type { CreateInput, Profile, Task } from '../kling/profile.ts';
import { Refusal } from '../refusal.ts';
import type { JobContext, Outcome } from './context.ts';
import { createInput } from './create-input.ts';
import { cancel } from './endings.ts';
import type { Job, Send } from './job.ts';
import { stepBack } from './step-back.ts';
import { move, update } from './transitions.ts';

/**
 * Makes the one call that costs money. Rule 1 of the design is kept here and in `settle.ts`: the intention is on the disk
 * before the call; what is known of its outcome, when this returns.
 * @param attempt from 1; a further one only when the task of the one before surely does not exist
 */
export async function create(
  context: JobContext,
  profile: Profile,
  job: Job,
  attempt: number,
  signal: AbortSignal,
): Promise<Outcome> {
  let input: CreateInput;
  try {
    input = await createInput(context, profile, job);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return stepBack(context, job, error);
  }
  const send: Send = { attempt, sentAt: context.clock.now(), misses: [] };
  const sent = update(job, { send }, context.clock.now());
  await context.records.save(sent);
  // it may have been asked while speech was made; whoever asks from here on reads in the record that it is too late
  if ((await context.notes.read(job.id)).cancel !== undefined) return cancel(context, sent, { send: undefined });
  await context.notes.clear(job.id, 'go');
  context.log.info({ job: job.id, attempt }, 'creating the task');
  try {
    const rendering = await adopt(context, sent, await profile.create(input, signal));
    context.conductor.wasAccepted(job.id);
    return rendering;
  } catch (error) {
    if (error instanceof UnknownOutcome) {
      context.log.warn({ job: job.id, err: error }, 'it is not known whether Kling has the task: looking for it');
      const status = error.status === undefined ? {} : { status: error.status };
      return lookFor(context, sent, { ...send, ...status, lostAt: context.clock.now() });
    }
    if (alreadyExists(error)) return lookFor(context, sent, { ...send, exists: true, lostAt: context.clock.now() });
    return stepBack(context, sent, error);
  }
}

async function lookFor(context: JobContext, job: Job, send: Send): Promise<Outcome> {
  const unclear = update(job, { send }, context.clock.now());
  await context.records.save(unclear);
  return { job: unclear, at: context.clock.now() };
}

/** Kling has the task: submitting → rendering. */
export async function adopt(context: JobContext, job: Job, task: Task): Promise<Outcome> {
  const rendering = move(
    job,
    'rendering',
    { taskId: task.id, renderingSince: job.send?.sentAt ?? context.clock.now(), reason: undefined },
    context.clock.now(),
  );
  await context.records.save(rendering);
  context.log.info({ job: job.id, task: task.id }, 'Kling has the task');
  return { job: rendering, go: true };
}
