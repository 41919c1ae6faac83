import { ENDED, type Job, type JobState } from './job.ts';

/** Where a job may go from each state. Never backwards, save submitting → queued when Kling refused for lack of a slot. */
const NEXT: Readonly<Record<JobState, readonly JobState[]>> = {
  accepted: ['queued', 'failed', 'cancelled'],
  queued: ['submitting', 'failed', 'cancelled'],
  submitting: ['rendering', 'queued', 'failed', 'cancelled'],
  rendering: ['delivering', 'failed', 'cancelled'],
  delivering: ['delivered', 'failed', 'cancelled'],
  delivered: [],
  failed: [],
  cancelled: [],
};

/** What may be changed on a record; undefined takes a field away. */
export type Changes = {
  readonly [Field in Exclude<keyof Job, 'id' | 'state' | 'createdAt' | 'updatedAt'>]?: Job[Field] | undefined;
};

/** The record with changes, in the state that it is in. */
export function update(job: Job, changes: Changes, now: number): Job {
  const next: Record<string, unknown> = { ...job, ...changes, updatedAt: Math.max(now, job.updatedAt) };
  for (const field of Object.keys(changes)) if (next[field] === undefined) delete next[field];
  return next as unknown as Job;
}

/**
 * The record in its next state. A new state starts with no failed tries and no waiting time.
 * @throws Error when the life of a job knows no such step
 */
export function move(job: Job, state: JobState, changes: Changes, now: number): Job {
  if (!NEXT[job.state].includes(state)) throw new Error(`A job that is ${job.state} cannot become ${state}.`);
  return { ...update(job, { tries: undefined, notBefore: undefined, ...changes }, now), state };
}

export const hasEnded = (job: Job): boolean => ENDED.has(job.state);

/** Whether a post of the video was begun of which it is not known that it surely is not there: too late to cancel. */
export const mayBeThere = ({ posting }: Job): boolean => posting !== undefined && posting.idle !== true;
