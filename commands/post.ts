import type { Pressed } from './desk.ts';
import { tendedJob } from './may.ts';
import { line, message, videoLink } from './message.ts';
import type { DeskParts } from './parts.ts';

/**
 * Has a video posted of which nobody can tell whether it is there: a person has looked, and decides. What the bot may not do there
 * stands in nobody's way: it may well be why it cannot look, and where it cannot post either, the next place is tried.
 */
export async function post(
  { records, notes, engine, clock, access }: Pick<DeskParts, 'records' | 'notes' | 'engine' | 'clock' | 'access'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const job = await tendedJob(records, caller, subject);
  const shut = access.refusal(caller);
  if (shut) return answer.say(message(caller.locale, [shut]));
  if (job.posting?.blind === undefined) {
    const there = job.posted && job.removed === undefined;
    const word = there ? line('post_there', { video: videoLink(job.posted) }) : 'post_not_needed';
    return answer.say(message(caller.locale, [word]));
  }
  await notes.leave(job.id, 'post', clock.now());
  engine.wake(job.id);
  await answer.say(message(caller.locale, ['post_asked']));
}
