import { hasEnded } from '../src/jobs/transitions.ts';
import { Refusal } from '../src/refusal.ts';
import type { Pressed } from './desk.ts';
import { tendedJob } from './may.ts';
import { message } from './message.ts';
import type { DeskParts } from './parts.ts';

/** Has a video taken away, the posted one and the kept one. */
export async function remove(
  { records, notes, engine, clock }: Pick<DeskParts, 'records' | 'notes' | 'engine' | 'clock'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const job = await tendedJob(records, caller, subject);
  if (!hasEnded(job)) throw new Refusal('input', 'remove_open');
  if (job.removed !== undefined) throw new Refusal('input', 'remove_done');
  if (job.state !== 'delivered') throw new Refusal('input', 'remove_nothing');
  await notes.leave(job.id, 'remove', clock.now());
  engine.wake(job.id);
  await answer.say(message(caller.locale, ['remove_asked']));
}
