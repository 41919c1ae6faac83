import { wait } from '../src/clock.ts';
import type { Message } from '../src/platforms/message.ts';
import type { Answer, FindOutcome, Platform, Post, Sent } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import { askToConfirm } from './confirm.ts';
import { line, message } from './message.ts';
import { PATIENCE, type Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import type { Request } from './request.ts';

/** How long somebody is let wait for a question that may be there already (ms). */
const MOMENT = 30_000;

type Parts = Pick<DeskParts, 'clock' | 'closing' | 'incoming' | 'log' | 'parked' | 'platform'>;

/**
 * Parks a request that waits for its person, with a copy of its files, and asks for what it waits for.
 * @throws Refusal when a file cannot be had, when too much waits already, or when nothing can be posted to ask
 */
export async function askPerson(
  parts: Parts,
  id: string,
  request: Request,
  waits: Parked['waits'],
  answer: Answer,
): Promise<void> {
  const { parked, incoming, clock, closing } = parts;
  const known = parked.get(id);
  if (known?.waits === waits) {
    if (await goOnAsking(parts, known, answer)) return;
    await letGo(parts, known);
    return refuse(known);
  }

  const since = clock.now();
  const kept = known?.request ?? (await incoming.keep(id, request, closing));
  const entry: Parked = { id, waits, request: kept, since, until: since + PATIENCE };
  try {
    await parked.keep(entry);
  } catch (error) {
    if (!known) await incoming.forget(kept);
    throw error;
  }
  try {
    if (!isPosted(entry)) return await answer.say(askToConfirm(request.caller.locale, id));
    const sent = await postOnce(parts, entry, false);
    if (!sent || sent === 'later') return refuse(entry);
    await parked.keep({ ...entry, sent });
  } catch (error) {
    await letGo(parts, entry);
    throw error;
  }
  await answer.done();
}

/**
 * Goes on with asking where that was interrupted. Where nobody can tell whether the question is there, it is put once more: two are
 * better than none. False when that is not possible just now.
 * @throws Refusal when it never will be; the request waits no more then
 */
export async function goOnAsking(parts: Parts, entry: Parked, answer: Answer): Promise<boolean> {
  if (!isPosted(entry)) {
    await answer.say(askToConfirm(entry.request.caller.locale, entry.id));
    return true;
  }
  if (!entry.sent) {
    const sent = await postOnce(parts, entry, true);
    if (sent === 'later') return false;
    if (!sent) {
      await letGo(parts, entry);
      return refuse(entry);
    }
    await parts.parked.keep({ ...entry, sent });
  }
  await answer.done();
  return true;
}

/** Says in the message that asked what became of it, and takes its buttons away. False when that is not possible now. */
export async function closeQuestion(
  { platform }: Pick<Parts, 'platform'>,
  entry: Parked,
  word: TextKey,
): Promise<boolean> {
  if (!entry.sent) return true;
  const { place, locale } = entry.request.caller;
  const said = await platform(place.platform)?.edit(entry.sent, message(locale, [word]));
  return said !== undefined && said !== 'later';
}

/** Asks again in the message that had asked. False when that is not possible now. */
export async function reopenQuestion({ platform }: Pick<Parts, 'platform'>, entry: Parked): Promise<boolean> {
  if (!entry.sent) return true;
  const said = await platform(entry.sent.place.platform)?.edit(entry.sent, questionOf(entry).message);
  return said !== undefined && said !== 'later';
}

/** The request waits no more, and what was copied of it is removed; what cannot be now, the janitor removes. */
export async function letGo(
  { parked, incoming, log }: Pick<Parts, 'incoming' | 'log' | 'parked'>,
  { id, request }: Parked,
): Promise<void> {
  // first the files, which only the entry names
  await incoming
    .forget(request)
    .catch((err: unknown) => log.warn({ err, request: id }, 'could not remove what was copied of a parked request'));
  await parked.drop(id);
}

function refuse({ waits }: Parked): never {
  throw new Refusal('unavailable', waits === 'photo' ? 'photo_not_asked' : 'face_not_asked');
}

/**
 * Whether a message of its own asks: for a photo, since it is answered by a reply; for a confirmation of those who asked by a message,
 * since there is nothing that they alone would see.
 */
function isPosted({ waits, request }: Parked): boolean {
  return waits === 'photo' || request.message !== undefined;
}

/** Posts the question, once more where it turns out not to be there after all; undefined when it cannot be posted. */
async function postOnce(parts: Parts, entry: Parked, mayBeThere: boolean): Promise<Sent | 'later' | undefined> {
  const { place } = entry.request.caller;
  const platform: Pick<Platform, 'post' | 'find'> | undefined = parts.platform(place.platform);
  if (!platform) return 'later';
  const wanted = questionOf(entry);
  for (let tries = mayBeThere ? 1 : 0; tries < 3; tries++) {
    if (tries > 0) {
      const found = await lookFor(parts, platform, entry, wanted);
      if (found.outcome === 'found') return found.sent;
      if (found.outcome === 'later') return 'later';
      if (found.outcome !== 'absent' && !(mayBeThere && found.outcome === 'blind')) return undefined;
    }
    const made = await platform.post(place, wanted, parts.closing);
    if (made.outcome === 'posted') return made.sent;
    if (made.outcome === 'later') return 'later';
    if (made.outcome !== 'unclear') return undefined;
  }
  return 'later';
}

/** Looks for the question; where the platform says that it can tell in a moment, then. */
async function lookFor(
  { clock, closing }: Parts,
  platform: Pick<Platform, 'find'>,
  { request, since }: Parked,
  wanted: Post,
): Promise<FindOutcome> {
  const { place } = request.caller;
  const found = await platform.find(place, wanted, since, closing);
  const pause = found.outcome === 'later' && found.at !== undefined ? found.at - clock.now() : Number.POSITIVE_INFINITY;
  if (pause > MOMENT) return found;
  await wait(clock, Math.max(0, pause), closing);
  return platform.find(place, wanted, since, closing);
}

function questionOf({ id, waits, request }: Parked): Post {
  const replyTo = request.message === undefined ? {} : { replyTo: request.message };
  return waits === 'photo'
    ? { key: `${id}a`, message: askForPhoto(request), ...replyTo }
    : { key: `${id}t`, message: askToConfirm(request.caller.locale, id), ...replyTo };
}

function askForPhoto({ caller: { person, locale } }: Request): Message {
  return message(locale, [line('photo_wanted', { person: { person } })], { pings: [person] });
}
