import { wait } from '../src/clock.ts';
import { Refusal } from '../src/refusal.ts';
import type { KeyedMutex } from '../src/store/mutex.ts';
import { atMost } from './at-most.ts';
import type { TakenIn } from './intake.ts';
import { message } from './message.ts';
import type { DeskParts } from './parts.ts';
import { goOnAsking, type Later, reopenQuestion } from './question.ts';

type Parts = Pick<DeskParts, 'clock' | 'closing' | 'incoming' | 'intake' | 'log' | 'parked' | 'platform' | 'records'>;

/** Answers given at once. */
const AT_ONCE = 8;

/** Between two tries to ask somebody, while the platform cannot tell what is there (ms): at least, and at most. */
const AGAIN = 5_000;
const LONGEST = 120_000;

/**
 * Tells those whose request was being taken in when the process ended what became of it: nothing more to say where the job is
 * there, else the question that it waits for, else that it was interrupted.
 * @param left what stood in the intake before anything new came, of a platform that is connected
 */
export async function recover(
  parts: Parts,
  mutex: KeyedMutex,
  left: readonly (readonly [id: string, TakenIn])[],
  onError: (id: string, error: unknown) => void,
): Promise<void> {
  const slots = atMost(AT_ONCE);

  async function each(id: string, taken: TakenIn): Promise<void> {
    const { clock, closing } = parts;
    const tryTo = () => slots(() => mutex.run(id, () => tell(parts, id, taken)));
    // what waits for its person lapses after an hour, so this ends
    for (let later = await tryTo(); later; later = await tryTo()) {
      const asked = later.at === undefined ? 0 : later.at - clock.now();
      await wait(clock, Math.min(LONGEST, Math.max(AGAIN, asked)), closing);
    }
  }

  await Promise.all(left.map(([id, taken]) => each(id, taken).catch((error: unknown) => onError(id, error))));
}

/** @returns when to try again, where it cannot be told now */
async function tell(parts: Parts, id: string, { platform, ref, locale, follows }: TakenIn): Promise<Later | undefined> {
  const { intake, records, parked } = parts;
  const answer = parts.platform(platform)?.answer(ref);
  if (!answer) return undefined;
  const entry = parked.get(id);
  if (await records.get(id)) await answer.done();
  else if (!entry || follows) {
    // what it waits for can be given again
    const later = entry && (await reopenQuestion(parts, entry));
    if (later) return later;
    await answer.say(message(locale, ['ask_interrupted'], { aloud: true }));
  } else {
    try {
      const later = await goOnAsking(parts, entry, answer);
      if (later) return later;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await answer.say(message(locale, [error]));
    }
  }
  await intake.forget(id);
  return undefined;
}
