import { spaceOf } from '../src/jobs/records.ts';
import type { Caller, FormStart, NoForm } from './desk.ts';
import { isOwn } from './may.ts';
import type { DeskParts } from './parts.ts';
import { recentVoices } from './recent-voices.ts';
import type { Choice } from './verbs.ts';

/** What chats show of a list at once. */
const CHOICES = 25;

/**
 * What a form starts with: presenters, unless a job's photo is used again; voices, the person's recent ones among the first; and the words
 * of their job to be changed. Those who would be refused when they send it are not let fill it in.
 */
export async function form(
  parts: Pick<DeskParts, 'access' | 'records' | 'clock' | 'presenters' | 'voices' | 'log'>,
  caller: Caller,
  job?: string,
): Promise<FormStart | NoForm> {
  const { access, records, clock, voices, log } = parts;
  const shut = access.refusal(caller);
  if (shut) return { refused: shut };
  const onError = (err: unknown) => log.warn({ err }, 'a form starts without what its person used before');
  const [recent, before] = await Promise.all([
    recentVoices({ records, clock, onError }, caller),
    job === undefined ? undefined : records.get(job).catch(onError),
  ]);
  if (before && !isOwn(caller, before)) return { refused: 'press_not_yours' };
  const speak = before?.ask.speak;
  const first = speak?.kind === 'words' ? [speak.voiceId, ...recent] : recent;
  const presenters = job === undefined ? choicesOf(parts, caller) : [];
  return {
    ...(presenters.length > 0 && { presenters }),
    voices: voices.startingWith(first, caller.locale),
    ...(speak?.kind === 'words' ? { text: speak.text, voiceId: speak.voiceId } : {}),
  };
}

/** Those of the space, the one that speaks in the place when none is named first. */
function choicesOf({ presenters }: Pick<DeskParts, 'presenters'>, { place }: Caller): readonly Choice[] {
  const usual = presenters.defaultFor(place);
  const others = presenters.list(spaceOf({ place })).filter(({ id }) => id !== usual?.id);
  return [...(usual ? [usual] : []), ...others].slice(0, CHOICES).map(({ id, name }) => ({ id, name }));
}
