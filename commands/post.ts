import { lackingLines } from './checks.ts';
import type { Pressed } from './desk.ts';
import { tendedJob } from './may.ts';
import { line, message, videoLink } from './message.ts';
import type { DeskParts } from './parts.ts';

/** Has a video posted of which nobody can tell whether it is there: a person has looked, and decides. */
export async function post(
  { records, notes, engine, clock, access }: Pick<DeskParts, 'records' | 'notes' | 'engine' | 'clock' | 'access'>,
  { caller, answer, subject, lacks }: Pressed,
): Promise<void> {
  const job = await tendedJob(records, caller, subject);
  const shut = access.refusal(caller);
  const lacking = lackingLines(lacks, caller.place);
  if (shut || lacking) return answer.say(message(caller.locale, shut ? [shut] : (lacking ?? [])));
  if (job.posting?.blind === undefined) {
    const there = job.posted && job.removed === undefined;
    const word = there ? line('post_there', { video: videoLink(job.posted) }) : 'post_not_needed';
    return answer.say(message(caller.locale, [word]));
  }
  await notes.leave(job.id, 'post', clock.now());
  engine.wake(job.id);
  await answer.say(message(caller.locale, ['post_asked']));
}
