import { LOCALES, type Locale, say } from '../src/texts.ts';
import type { VoiceChoice } from './desk.ts';

/** A voice of the catalogue. The same id may exist in two languages; the words decide then which of them speaks. */
export interface Voice {
  readonly id: string;
  readonly language: 'en' | 'zh';
  readonly name: string;
}

/** The voices that people choose from. */
export interface VoiceList {
  /** Those whose name, id or language fit what was typed, the best first; all of them where nothing was. At most 25. */
  fitting(typed: string, locale: Locale): readonly VoiceChoice[];
  /** These first, as far as they exist, then the others as they come. At most 25. */
  startingWith(ids: readonly string[], locale: Locale): readonly VoiceChoice[];
  /** The id for what a person typed instead of choosing: an id, or a name. What is neither is given back as it is. */
  idOf(typed: string): string;
}

/** What chats show of a list at once, and of one entry (characters). */
const CHOICES = 25;
const NAME = 100;

interface Entry {
  readonly id: string;
  readonly names: readonly string[];
  readonly languages: ReadonlySet<Voice['language']>;
  readonly shown: Readonly<Record<Locale, string>>;
  /** Everything that it is found by, in lower case. */
  readonly found: readonly string[];
}

/** @param favourites ids of the operator's own voices, which come first */
export function voiceList(voices: readonly Voice[], favourites: readonly string[]): VoiceList {
  const byId = Map.groupBy(voices, ({ id }) => id);
  const entries = [...byId].map(([id, same]) => entryOf(id, same));
  const rank = (id: string) => (favourites.includes(id) ? favourites.indexOf(id) : favourites.length);

  /** Favourites, then the voices of the reader's own language. */
  function inOrder(locale: Locale): readonly Entry[] {
    const foreign = ({ languages }: Entry) => (languages.has(locale) ? 0 : 1);
    return entries.toSorted((a, b) => rank(a.id) - rank(b.id) || foreign(a) - foreign(b));
  }

  const shown = (some: readonly Entry[], locale: Locale) =>
    some.slice(0, CHOICES).map((entry): VoiceChoice => ({ id: entry.id, name: entry.shown[locale] }));

  return {
    fitting(typed, locale) {
      const wanted = typed.trim().toLowerCase();
      const all = inOrder(locale);
      const begins = all.filter(({ found }) => found.some((text) => text.startsWith(wanted)));
      const holds = all.filter((entry) => !begins.includes(entry) && entry.found.some((text) => text.includes(wanted)));
      return shown([...begins, ...holds], locale);
    },
    startingWith(ids, locale) {
      const own = inOrder(locale).filter(({ id }) => favourites.includes(id));
      const first = ids.flatMap((id) => entries.find((entry) => entry.id === id) ?? []);
      return shown([...new Set([...own, ...first, ...inOrder(locale)])], locale);
    },
    idOf(typed) {
      const wanted = typed.trim();
      const is = (text: string) => text.toLowerCase() === wanted.toLowerCase();
      const entry =
        entries.find(({ id }) => id === wanted) ??
        entries.find(({ names, shown }) => [...names, ...Object.values(shown)].some(is));
      return entry?.id ?? wanted;
    },
  };
}

function entryOf(id: string, voices: readonly Voice[]): Entry {
  const names = voices.map(({ name }) => name);
  const languages = new Set(voices.map(({ language }) => language));
  const shownIn = (locale: Locale) =>
    voices
      .map(({ name, language }) => say('voice_choice', { name, language: languageIn(language, locale) }, locale))
      .join(' / ')
      .slice(0, NAME);
  const spoken = LOCALES.flatMap((locale) => [...languages].map((language) => languageIn(language, locale)));
  return {
    id,
    names,
    languages,
    shown: { en: shownIn('en'), zh: shownIn('zh') },
    found: [...names, id, ...spoken].map((text) => text.toLowerCase()),
  };
}

function languageIn(language: Voice['language'], locale: Locale): string {
  return say(language === 'en' ? 'language_en' : 'language_zh', {}, locale);
}
