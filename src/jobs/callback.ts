import type { Engine } from '../engine/engine.ts';
import type { CallbackNews } from '../kling/callback.ts';
import type { Conductor } from './conductor.ts';
import type { Job } from './job.ts';
import type { NoteBox } from './notes.ts';
import type { Records } from './records.ts';

export interface CallbackOptions {
  readonly records: Records;
  readonly notes: NoteBox;
  readonly engine: Pick<Engine, 'wake'>;
  readonly conductor: Pick<Conductor, 'hint' | 'heard'>;
}

/**
 * Takes a callback that came to a job's own address. Signed, it is news; else it is a hint that the task is worth reading.
 * Late news about a job that has ended, and news of another job's task, are ignored.
 */
export function callbackReceiver({ records, notes, engine, conductor }: CallbackOptions) {
  return async (jobId: string, callback: CallbackNews | undefined): Promise<void> => {
    const job = await records.get(jobId);
    if (!job) return;
    const task = callback?.task;
    if (task && callback.trusted && (await concerns(records, job, task))) {
      const ended = task.status === 'succeeded' || task.status === 'failed';
      // callbacks come in any order: that a task goes on is no news once it is known to have ended
      const goesOn = job.state === 'submitting' && (await notes.read(jobId)).news === undefined;
      if (goesOn || (ended && (job.state === 'submitting' || job.state === 'rendering'))) {
        if (ended) conductor.heard(jobId, task);
        await notes.leave(jobId, 'news', { ...task, externalId: jobId });
        engine.wake(jobId);
      }
    } else if (job.state === 'submitting' || job.state === 'rendering') {
      conductor.hint(jobId);
      // an unknown outcome is looked for at once
      if (job.send && !job.taskId) engine.wake(jobId);
    }
  };
}

async function concerns(
  records: Pick<Records, 'jobOfTask'>,
  job: Job,
  task: { readonly id: string; readonly externalId?: string },
): Promise<boolean> {
  if (task.externalId !== undefined && task.externalId !== job.id) return false;
  if (job.taskId !== undefined) return job.taskId === task.id;
  // before the create's answer is in, the task is this job's unless it is known to be another's
  const owner = await records.jobOfTask(task.id);
  return owner === undefined || owner === job.id;
}
