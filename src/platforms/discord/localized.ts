import type { LocalizationMap } from 'discord.js';
import { inEveryLocale, say, type TextKey } from '../../texts.ts';

/** Discord's names for Chinese; Herald's one Chinese is shown to both. */
function localized(key: TextKey): LocalizationMap {
  const { zh } = inEveryLocale(key);
  return { 'zh-CN': zh, 'zh-TW': zh };
}

/** A name in every language of Herald's. */
export const named = (name: TextKey) => ({ name: say(name), name_localizations: localized(name) });

/** …and a description, of at most 100 characters. */
export const about = (description: TextKey) => ({
  description: say(description),
  description_localizations: localized(description),
});

export const described = (name: TextKey, description: TextKey) => ({ ...named(name), ...about(description) });
