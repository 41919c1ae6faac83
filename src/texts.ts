import { english } from './texts/en.ts';
import { chinese } from './texts/zh.ts';

/** The name of a sentence that a person reads. The sentences themselves are in `texts/`, one file a language. */
export type TextKey = keyof typeof english;
export type TextParams = Readonly<Record<string, string | number>>;

/** The languages Herald speaks; the first is what everybody else is answered in. */
export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** What is called or done differently from one chat to the other, and how it is said where a platform has no words of its own. */
const COMMON = {
  roles: 'words_roles',
  giving: 'words_giving',
  replying: 'words_replying',
  accepted: 'words_accepted',
} as const satisfies Readonly<Record<string, TextKey>>;

/** The words that a platform has of its own for these, by the placeholder that they fill. */
export type OwnWords = Readonly<Partial<Record<keyof typeof COMMON, TextKey>>>;

const SENTENCES: Readonly<Record<Locale, Readonly<Record<TextKey, string>>>> = { en: english, zh: chinese };

/**
 * The sentence for a key, its placeholders filled. A placeholder without a parameter is left as it stands; one for a command, such
 * as `{/jobs}` or `{/announce edit}`, says it by its own name, unless the platform gives a parameter of that name to call it otherwise; one for what
 * differs between the chats, such as `{roles}`, is said in words that fit all, unless the platform gives its own ({@link wordsOf}).
 * What is in double braces stays as it stands.
 */
export function say(key: TextKey, params: TextParams = {}, locale: Locale = 'en'): string {
  return SENTENCES[locale][key].replace(/(?<!\{)\{(\/\w+(?: \w+)?|\w+)\}/g, (whole, name: string) => {
    const known = params[name] ?? (name.startsWith('/') ? name : undefined);
    if (known !== undefined) return String(known);
    return isCommon(name) ? say(COMMON[name], {}, locale) : whole;
  });
}

const isCommon = (name: string): name is keyof typeof COMMON => Object.hasOwn(COMMON, name);

/** A platform's own words, as parameters for {@link say}. */
export function wordsOf(own: OwnWords, locale: Locale): TextParams {
  return Object.fromEntries(Object.entries(own).map(([name, key]) => [name, say(key, {}, locale)]));
}

/** The language for a tag such as `zh-TW` or `en-GB` (BCP 47, as platforms send it); English where Herald lacks it. */
export function localeOf(tag: string | undefined): Locale {
  const language = tag?.split(/[-_]/, 1)[0]?.toLowerCase();
  return LOCALES.find((locale) => locale === language) ?? 'en';
}

/** A sentence in every language, for what is registered with a platform once for everybody, such as a command's description. */
export function inEveryLocale(key: TextKey): Readonly<Record<Locale, string>> {
  return { en: say(key), zh: say(key, {}, 'zh') };
}
