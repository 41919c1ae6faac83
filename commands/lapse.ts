import type { KeyedMutex } from '../src/store/mutex.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import { closeQuestion, type Later, letGo } from './question.ts';

type Parts = Pick<DeskParts, 'clock' | 'incoming' | 'log' | 'parked' | 'platform' | 'records'>;

/** After so long (ms) a person who could not be told is told again, this many times. */
const TELL_AGAIN = 60_000;
const TELLS = 5;

/** What is said where a request has lapsed, and where it has become a job. */
const WORDS = {
  photo: { lapsed: 'photo_lapsed', made: 'photo_came' },
  confirmation: { lapsed: 'face_lapsed', made: 'face_confirmed' },
} as const;

/**
 * Lets a parked request lapse whose time is over, with a word in the message that asked: also one that led to a video. What only its person saw is left as it is:
 * it cannot be changed any more by then, and its buttons answer with a sentence.
 */
export async function lapse(parts: Parts, mutex: KeyedMutex, id: string): Promise<void> {
  const { clock, parked } = parts;
  await mutex.run(id, async () => {
    const entry = parked.get(id);
    if (!entry || entry.until > clock.now()) return;
    const untold = (entry.untold ?? 0) + 1;
    const later = await tell(parts, entry);
    if (later && untold < TELLS) {
      const until = Math.max(clock.now() + TELL_AGAIN, later.at ?? 0);
      await parked.keep({ ...entry, until, untold });
    } else {
      await letGo(parts, entry);
    }
  });
}

/** Says so once more where it was said before: nobody knows whether that could be said at the time. */
async function tell(parts: Parts, entry: Parked): Promise<Later | undefined> {
  const { lapsed, made } = WORDS[entry.waits];
  return closeQuestion(parts, entry, (await parts.records.get(entry.id)) ? made : lapsed);
}
