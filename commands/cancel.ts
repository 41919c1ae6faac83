import { hasEnded, mayBeThere } from '../src/jobs/transitions.ts';
import { Refusal } from '../src/refusal.ts';
import type { Pressed } from './desk.ts';
import { tendedJob } from './may.ts';
import { message } from './message.ts';
import type { DeskParts } from './parts.ts';

/** Asks to cancel a job; its status message shows what becomes of that. */
export async function cancel(
  { records, jobs }: Pick<DeskParts, 'records' | 'jobs'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const before = await tendedJob(records, caller, subject);
  if (hasEnded(before)) throw new Refusal('input', 'cancel_ended');
  if (mayBeThere(before)) throw new Refusal('input', 'cancel_late');
  await jobs.cancel(before.id);
  const begun = before.send !== undefined || before.taskId !== undefined;
  await answer.say(message(caller.locale, [begun ? 'job_cancel_asked' : 'cancel_asked']));
}
