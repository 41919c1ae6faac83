import { english } from './texts/en.ts';
import { chinese } from './texts/zh.ts';

/** The name of a sentence that a person reads. The sentences themselves are in `texts/`, one file a language. */
export type TextKey = keyof typeof english;
export type TextParams = Readonly<Record<string, string | number>>;

/** The languages Herald speaks; the first is what everybody else is answered in. */
export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

const SENTENCES: Readonly<Record<Locale, Readonly<Record<TextKey, string>>>> = { en: english, zh: chinese };

/**
 * The sentence for a key, its placeholders filled. A placeholder without a parameter is left as it stands; one for a command, such
 * as `{/jobs}`, says the command by its own name, unless the platform gives the parameter `/jobs` to name it otherwise.
 */
export function say(key: TextKey, params: TextParams = {}, locale: Locale = 'en'): string {
  return SENTENCES[locale][key].replace(/\{(\/?\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? (name.startsWith('/') ? name : whole)),
  );
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
