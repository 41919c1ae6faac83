import type { Job, Place } from '../src/jobs/job.ts';
import type { Records } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import type { Caller } from './desk.ts';

/** Whether this person asked for the job. */
export function isOwn(caller: Caller, job: Job): boolean {
  return job.place.platform === caller.place.platform && job.requester.person === caller.person;
}

/** Whether this person may cancel the job or take its video away: who asked for it, or who moderates its space. */
function mayTend(caller: Caller, job: Job): boolean {
  const sameSpace = job.place.platform === caller.place.platform && job.place.space === caller.place.space;
  return isOwn(caller, job) || (caller.moderates && sameSpace);
}

type Reading = Pick<Records, 'get'>;

/** The person's own job. @throws Refusal, also for somebody else's */
export async function ownJob(records: Reading, caller: Caller, id: string): Promise<Job> {
  const job = await records.get(id);
  if (!job) throw new Refusal('missing', 'job_missing');
  if (!isOwn(caller, job)) throw new Refusal('input', 'press_not_yours');
  return job;
}

/** A job that the person may tend. @throws Refusal */
export async function tendedJob(records: Reading, caller: Caller, id: string): Promise<Job> {
  const job = await records.get(id);
  if (!job) throw new Refusal('missing', 'job_missing');
  if (!mayTend(caller, job)) throw new Refusal('input', 'press_not_yours_to_tend');
  return job;
}

/** A talk that is a space of its own: nobody is in charge there, and nothing is set up. */
export const isTalk = ({ space, channel }: Place): boolean => space === channel;
