import { wait } from '../src/clock.ts';
import type { Message } from '../src/platforms/message.ts';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { KeyedMutex } from '../src/store/mutex.ts';
import type { Locale } from '../src/texts.ts';
import { atMost } from './at-most.ts';
import { askToConfirm } from './confirm.ts';
import type { TakenIn } from './intake.ts';
import { message } from './message.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import { goOnAsking, type Later, reopenQuestion } from './question.ts';

type Parts = Pick<DeskParts, 'clock' | 'closing' | 'incoming' | 'intake' | 'log' | 'parked' | 'platform' | 'records'>;

/** Answers given at once. */
const AT_ONCE = 8;

/** Between two tries to ask somebody, while the platform cannot tell what is there (ms): at least, and at most. */
const AGAIN = 5_000;
const LONGEST = 120_000;

/** For so long (ms) a question that cannot be opened again keeps its person from being told; then they are told without. */
const REOPENING = 60_000;

/** What is said to whoever has given what a request waits for, where nothing came of that. */
const WAITS = { confirmation: 'ask_interrupted_confirm', photo: 'ask_interrupted_photo' } as const;

/**
 * Tells those whose request was being taken in when the process ended what became of it: nothing more to say where the job is
 * there, else the question that it waits for, else that it was interrupted, which is the end of it. What comes again meanwhile is left
 * to that.
 * @param left what an earlier life left, of a platform that is connected
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
    const request = taken.about ?? id;
    const began = clock.now();
    const isPatient = () => clock.now() - began < REOPENING;
    const tryTo = () => slots(() => mutex.run(request, () => tell(parts, id, request, taken, isPatient())));
    // what waits for its person lapses after an hour, so this ends
    for (let later = await tryTo(); later; later = await tryTo()) {
      const asked = later.at === undefined ? 0 : later.at - clock.now();
      await wait(clock, Math.min(LONGEST, Math.max(AGAIN, asked)), closing);
    }
  }

  await Promise.all(left.map(([id, taken]) => each(id, taken).catch((error: unknown) => onError(id, error))));
}

/** @returns when to try again, where it cannot be told now */
async function tell(
  parts: Parts,
  id: string,
  request: string,
  taken: TakenIn,
  isPatient: boolean,
): Promise<Later | undefined> {
  const { intake, records, parked } = parts;
  const answer = parts.platform(taken.platform)?.answer(taken.ref);
  if (!answer) return undefined;
  const job = await records.get(request);
  // it has come again, and is told by that
  if (!intake.isLeft(id)) return undefined;
  if (job) {
    await answer.done();
  } else {
    const entry = parked.get(request);
    const interrupted = message(taken.locale, ['ask_interrupted'], { aloud: true });
    const later = entry
      ? await goOn(parts, id, taken, entry, answer, isPatient)
      : await giveUp(parts, id, answer, interrupted);
    if (later) return later;
  }
  await intake.forget(id);
  return undefined;
}

/** The request still waits for its person. */
async function goOn(
  parts: Parts,
  id: string,
  { follows, locale }: TakenIn,
  entry: Parked,
  answer: Answer,
  isPatient: boolean,
): Promise<Later | undefined> {
  const isSeen = entry.sent !== undefined || isAskedByAnswer(entry);
  if (follows && isSeen) {
    const later = await reopenQuestion(parts, entry);
    if (later && isPatient) return later;
    await askOnce(entry, answer, locale);
    return undefined;
  }
  try {
    return await goOnAsking(parts, entry, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return giveUp(parts, id, answer, message(locale, [error]));
  }
}

/** What it waits for was given, and nothing came of that: it can be given once more. */
async function askOnce(entry: Parked, answer: Answer, locale: Locale): Promise<void> {
  const asks = message(locale, [WAITS[entry.waits]], { aloud: true });
  const terms = askToConfirm(locale, entry.id);
  // the answer may stand in the place of the terms, and of their buttons
  await answer.say(isAskedByAnswer(entry) ? { ...terms, lines: [...asks.lines, ...terms.lines] } : asks);
}

/** The terms are shown to the person alone, who had not asked by a message. */
const isAskedByAnswer = ({ waits, request }: Parked) => waits === 'confirmation' && request.message === undefined;

/** Nothing comes of it, also when the platform brings it again: its person may have asked anew by then. */
async function giveUp({ intake }: Parts, id: string, answer: Answer, why: Message): Promise<undefined> {
  await intake.end(id);
  await answer.say(why);
}
