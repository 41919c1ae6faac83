import type { Message } from '../src/platforms/message.ts';
import type { Answer, Platform, Sent } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import { line, message } from './message.ts';
import { PATIENCE, type WaitsForPhoto } from './parked.ts';
import type { DeskParts } from './parts.ts';
import type { Request } from './request.ts';

type Parts = Pick<DeskParts, 'clock' | 'closing' | 'parked' | 'platform'>;

/**
 * Asks for the photo that a request lacks, in a message of its own that the person can reply to, and parks the request.
 * @throws Refusal when that message cannot be posted
 */
export async function askForPhoto(parts: Parts, id: string, request: Request, answer: Answer): Promise<void> {
  const { parked, clock } = parts;
  const known = parked.get(id);
  if (known?.waits === 'photo' && known.sent) return answer.done();

  const since = clock.now();
  const entry: WaitsForPhoto = { id, waits: 'photo', request, since, until: since + PATIENCE };
  await parked.keep(entry);
  try {
    await post(parts, entry);
  } catch (error) {
    await parked.drop(id);
    throw error;
  }
  await answer.done();
}

/** Goes on with asking where a crash came in between. Tells whether the person has been asked. */
export async function askAgain(parts: Parts, entry: WaitsForPhoto): Promise<boolean> {
  try {
    await post(parts, entry, { mayBeThere: true });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await parts.parked.drop(entry.id);
    return false;
  }
}

async function post(parts: Parts, entry: WaitsForPhoto, { mayBeThere = false } = {}): Promise<void> {
  const platform = parts.platform(entry.request.caller.place.platform);
  const sent = platform && (await postOnce(platform, entry, mayBeThere, parts.closing));
  if (!sent) throw new Refusal('unavailable', 'photo_not_asked');
  await parts.parked.keep({ ...entry, sent });
}

/** Posts the message, once more where it turns out not to be there after all; undefined when it cannot be. */
async function postOnce(
  platform: Pick<Platform, 'post' | 'find'>,
  { id, request, since }: WaitsForPhoto,
  mayBeThere: boolean,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  const { place } = request.caller;
  const replyTo = request.message === undefined ? {} : { replyTo: request.message };
  const wanted = { key: `${id}a`, message: wording(request), ...replyTo };
  for (let tries = mayBeThere ? 1 : 0; tries < 3; tries++) {
    if (tries > 0) {
      const found = await platform.find(place, wanted, since, signal);
      if (found.outcome === 'found') return found.sent;
      if (found.outcome !== 'absent') return undefined;
    }
    const made = await platform.post(place, wanted, signal);
    if (made.outcome === 'posted') return made.sent;
    if (made.outcome !== 'unclear') return undefined;
  }
  return undefined;
}

function wording({ caller }: Request): Message {
  const { person, locale } = caller;
  return message(locale, [line('photo_wanted', { person: { person } })], { pings: [person] });
}
