import { wait } from '../src/clock.ts';
import { postOnce } from '../src/jobs/post-once.ts';
import type { Message } from '../src/platforms/message.ts';
import type { Answer, Platform, Post, Sent } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import { askToConfirm } from './confirm.ts';
import { line, message } from './message.ts';
import { PATIENCE, type Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import type { Request } from './request.ts';

/** How long somebody is let wait for a question that cannot be posted at once, or may be there already (ms). */
const MOMENT = 30_000;

/** Looks and posts within that time. */
const TRIES = 5;

/** It cannot be done now, and perhaps not before a time (ms). */
export interface Later {
  readonly at?: number;
}

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
    if (!(await goOnAsking(parts, known, answer))) return;
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
    const sent = await ask(parts, entry, false);
    if (!sent || !('message' in sent)) return refuse(entry);
    await parked.keep({ ...entry, sent });
  } catch (error) {
    await letGo(parts, entry);
    throw error;
  }
  await answer.done();
}

/**
 * Goes on with asking where that was interrupted. Where nobody can tell whether the question is there, it is put once more: two are
 * better than none.
 * @returns when to try again, where that is not possible just now
 * @throws Refusal when it never will be; the request waits no more then
 */
export async function goOnAsking(parts: Parts, entry: Parked, answer: Answer): Promise<Later | undefined> {
  if (!isPosted(entry)) {
    await answer.say(askToConfirm(entry.request.caller.locale, entry.id));
    return undefined;
  }
  if (!entry.sent) {
    const sent = await ask(parts, entry, true);
    if (!sent) {
      await letGo(parts, entry);
      return refuse(entry);
    }
    if (!('message' in sent)) return sent;
    await parts.parked.keep({ ...entry, sent });
  }
  await answer.done();
  return undefined;
}

/**
 * Says in the message that asked what became of it, and takes its buttons away.
 * @returns when to try again, where that is not possible just now
 */
export function closeQuestion(
  parts: Pick<Parts, 'platform'>,
  entry: Parked,
  word: TextKey,
): Promise<Later | undefined> {
  return change(parts, entry, message(entry.request.caller.locale, [word]));
}

/** Asks again in the message that had asked. @returns as above */
export function reopenQuestion(parts: Pick<Parts, 'platform'>, entry: Parked): Promise<Later | undefined> {
  return change(parts, entry, questionOf(entry).message);
}

async function change(
  { platform }: Pick<Parts, 'platform'>,
  { sent }: Parked,
  shown: Message,
): Promise<Later | undefined> {
  if (!sent) return undefined;
  const edited = await platform(sent.place.platform)?.edit(sent, shown);
  if (!edited) return {};
  return edited.outcome === 'later' ? edited : undefined;
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

/**
 * Posts the question, once more where it turns out not to be there after all, and waits for the platform where that takes but a moment.
 * Undefined when it cannot be posted.
 */
async function ask(parts: Parts, entry: Parked, mayBeThere: boolean): Promise<Sent | Later | undefined> {
  const { clock, closing } = parts;
  const { place } = entry.request.caller;
  const platform: Pick<Platform, 'post' | 'find'> | undefined = parts.platform(place.platform);
  if (!platform) return {};
  const patience = clock.now() + MOMENT;
  let since = mayBeThere ? entry.since : undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const made = await postOnce({
      platform,
      to: place,
      post: questionOf(entry),
      since,
      keep: async (tried) => {
        since = tried;
      },
      now: clock.now,
      signal: closing,
    });
    if (made.outcome === 'posted') return made.sent;
    if (made.outcome === 'nowhere') return undefined;
    if (made.outcome === 'blind') {
      if (!mayBeThere) return undefined;
      // two are better than none
      since = undefined;
    }
    if (made.outcome === 'later') {
      if (made.at === undefined || made.at > patience) return made;
      await wait(clock, Math.max(0, made.at - clock.now()), closing);
    }
  }
  return {};
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
