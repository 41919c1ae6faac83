import type { KeyedMutex } from '../src/store/mutex.ts';
import { atMost } from './at-most.ts';
import { askToConfirm } from './confirm.ts';
import type { TakenIn } from './intake.ts';
import { message } from './message.ts';
import type { DeskParts } from './parts.ts';
import { askAgain } from './photo.ts';

type Parts = Pick<DeskParts, 'clock' | 'closing' | 'intake' | 'parked' | 'platform' | 'records'>;

/** Answers given at once. */
const AT_ONCE = 8;

/**
 * Tells those whose request was being taken in when the process ended what became of it: nothing more to say where the job is
 * there, else the question that it waits for, else that it was interrupted. Where a platform is not connected, the next start does.
 * @param left what stood in the intake before anything new came
 */
export async function recover(
  parts: Parts,
  mutex: KeyedMutex,
  left: readonly (readonly [id: string, TakenIn])[],
  onError: (id: string, error: unknown) => void,
): Promise<void> {
  const slots = atMost(AT_ONCE);
  const each = (id: string, act: () => Promise<void>) =>
    slots(() => mutex.run(id, act)).catch((error: unknown) => onError(id, error));
  await Promise.all(left.map(([id, taken]) => each(id, () => tell(parts, id, taken))));
}

async function tell(parts: Parts, id: string, { platform, ref, locale }: TakenIn): Promise<void> {
  const { intake, records, parked } = parts;
  const answer = parts.platform(platform)?.answer(ref);
  if (!answer) return;
  const entry = (await records.get(id)) ? 'job' : parked.get(id);
  if (entry === 'job') await answer.done();
  else if (entry?.waits === 'confirmation') await answer.say(askToConfirm(locale, id));
  else if (entry?.waits === 'photo' && (entry.sent || (await askAgain(parts, entry)))) await answer.done();
  else await answer.say(message(locale, [entry ? 'photo_not_asked' : 'ask_interrupted']));
  await intake.forget(id);
}
