import type { KeyedMutex } from '../src/store/mutex.ts';
import { message } from './message.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'clock' | 'parked' | 'platform'>;

/** After so long (ms) a person who could not be told is told again, this many times. */
const TELL_AGAIN = 60_000;
const TELLS = 5;

/** Lets a parked request lapse whose time is over, with a word to its person. */
export async function lapse(parts: Parts, mutex: KeyedMutex, id: string): Promise<void> {
  const { clock, parked } = parts;
  await mutex.run(id, async () => {
    const entry = parked.get(id);
    if (!entry || entry.until > clock.now()) return;
    const untold = (entry.untold ?? 0) + 1;
    if (!(await tell(parts, entry)) && untold < TELLS) {
      await parked.keep({ ...entry, until: clock.now() + TELL_AGAIN, untold });
    } else {
      await parked.drop(id);
    }
  });
}

/** False when it cannot be said now. */
async function tell({ platform }: Parts, entry: Parked): Promise<boolean> {
  if (entry.waits === 'photo' && (entry.taken !== undefined || !entry.sent)) return true;
  const { locale, place } = entry.request.caller;
  const on = platform(place.platform);
  if (!on) return false;
  if (entry.waits === 'photo')
    return !entry.sent || (await on.edit(entry.sent, message(locale, ['photo_lapsed']))) !== 'later';
  await on.answer(entry.ref).say(message(locale, ['face_lapsed']));
  return true;
}
