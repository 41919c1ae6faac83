import type { Caller, Desk, FormStart, NoForm } from '../../commands/desk.ts';
import { type Clock, within } from '../clock.ts';
import { type Locale, say } from '../texts.ts';

/** How long a form waits for its recent voices and words before it opens without them (ms). */
const PATIENCE = 1_200;

/** Characters of a choice's value that every platform takes; Discord's documentation of components has the least. */
const VALUE = 100;

/** What a form is opened with. */
export interface FormAsked {
  /** The job that another video is made from. */
  readonly job?: string;
  /** A voice as it was typed: its id, or some of its name. */
  readonly voice?: string | undefined;
  /** How long the recent voices and words are waited for (ms), where a platform leaves less time than usual. */
  readonly patience?: number;
  /** Characters that the value of a choice may have, where a platform takes more than usual. */
  readonly longest?: number;
}

/** How a field for words begins. */
export interface WordsField {
  readonly value?: string;
  readonly placeholder?: string;
}

/**
 * How the field for the words begins: with those that are known, where it takes them all. Words that were cut would be spoken as if they
 * were all.
 * @param most the characters that the field takes
 */
export function wordsField(words: string | undefined, most: number, locale: Locale): WordsField {
  if (!words) return {};
  if (words.length > most) return { placeholder: say('form_text_long', { max: most }, locale) };
  return { value: words.toWellFormed() };
}

/** What a form starts with, as far as it is known soon enough; a voice that was chosen already is the first of its voices. */
export async function formStart(
  desk: Desk,
  clock: Clock,
  caller: Caller,
  { job, voice, patience = PATIENCE, longest = VALUE }: FormAsked = {},
): Promise<FormStart | NoForm> {
  const known = await within(clock, patience, desk.form(caller, job));
  const start = known ?? { voices: desk.voices('', caller.locale) };
  if ('refused' in start) return start;
  const chosen = voice ?? start.voiceId;
  return chosen === undefined || chosen.length > longest ? start : chosenFirst(desk, start, chosen, caller.locale);
}

function chosenFirst(desk: Desk, start: FormStart, voice: string, locale: Locale): FormStart {
  const fits = desk.voices(voice, locale);
  // one that the catalogue does not have is not lost on the way: the desk says what is wrong with it
  const chosen = fits.find(({ id }) => id === voice) ?? fits[0] ?? { id: voice, name: voice };
  const others = start.voices.filter(({ id }) => id !== chosen.id);
  return { ...start, voiceId: chosen.id, voices: [chosen, ...others] };
}
