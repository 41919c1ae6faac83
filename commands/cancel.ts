import type { Job } from '../src/jobs/job.ts';
import { hasEnded, mayBeThere } from '../src/jobs/transitions.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import type { Pressed } from './desk.ts';
import { tendedJob } from './may.ts';
import { message, type Sentence } from './message.ts';
import { myJobs } from './my-jobs.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'board' | 'clock' | 'jobs' | 'ledger' | 'records'>;

/** Asks to cancel a job; its status message shows what becomes of that. */
export async function cancel(parts: Pick<Parts, 'jobs' | 'records'>, pressed: Pressed): Promise<void> {
  await pressed.answer.say(message(pressed.caller.locale, [await cancelled(parts, pressed)]));
}

/** Asks to cancel a job of a list, which is shown again below what came of it. */
export async function cancelListed(parts: Parts, pressed: Pressed, everybody: boolean): Promise<void> {
  const said = await cancelled(parts, pressed).catch((error: unknown): Sentence => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  await myJobs(parts, pressed.caller, pressed.answer, everybody, [said]);
}

/** @returns what there is to say of it @throws Refusal for a job that cannot be cancelled, or not by this person */
async function cancelled(
  { records, jobs }: Pick<Parts, 'jobs' | 'records'>,
  { caller, subject }: Pressed,
): Promise<TextKey> {
  check(await tendedJob(records, caller, subject));
  const { job } = await jobs.cancel(subject);
  if (job.state === 'cancelled') return 'job_cancelled';
  check(job);
  const begun = job.send !== undefined || job.taskId !== undefined;
  return begun ? 'job_cancel_asked' : 'cancel_asked';
}

function check(job: Job): void {
  if (hasEnded(job)) throw new Refusal('input', 'cancel_ended');
  if (mayBeThere(job)) throw new Refusal('input', 'cancel_late');
}
