import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from './json.ts';
import { CHINESE, ENGLISH } from './voice-catalogue.ts';

/** The languages that Kling speaks. */
export type Language = 'en' | 'zh';

/** A voice is known by its id and its language together: the same id may exist in both. */
export interface Voice {
  readonly id: string;
  readonly language: Language;
  readonly name: string;
}

/** The operator's list cannot be used; the message is the sentence for the operator. */
export class VoicesError extends Error {
  override readonly name = 'VoicesError';
}

const voice = z.object({
  id: z.string().trim().min(1),
  language: z.enum(['en', 'zh']),
  name: z.string().trim().min(1),
});

const BUILT_IN: readonly Voice[] = [
  ...ENGLISH.map(([id, name]) => ({ id, language: 'en' as const, name })),
  ...CHINESE.map(([id, name]) => ({ id, language: 'zh' as const, name })),
];

/**
 * English: the one id that was confirmed live (2026-09-20, facts/kling.md §6). Chinese: the newsreader, the nearest to the
 * English "Anchor" and to what announcements are.
 */
const DEFAULTS: Readonly<Record<Language, string>> = {
  en: 'oversea_male1',
  zh: 'diyinnansang_DB_CN_M_04-v2',
};

/**
 * The catalogue, with the voices of the operator's JSON file (an array of `{id, language, name}`) in the place of those with
 * the same id and language, or after them. @throws VoicesError
 */
export async function loadVoices(path?: string): Promise<readonly Voice[]> {
  const own = path === undefined ? [] : await readVoices(path);
  return [...new Map([...BUILT_IN, ...own].map((entry) => [`${entry.language} ${entry.id}`, entry])).values()];
}

/** A voice by its id; where the id exists in both languages and none is named, the English one. */
export function findVoice(voices: readonly Voice[], id: string, language?: Language): Voice | undefined {
  const named = voices.filter((entry) => entry.id === id && (language === undefined || entry.language === language));
  return named.find((entry) => entry.language === 'en') ?? named[0];
}

/** Whether a voice comes from the operator's list. */
export const isOwn = (voice: Voice): boolean => !BUILT_IN.includes(voice);

/** The id of the voice that speaks where nobody chose one. It is in every list that {@link loadVoices} gives. */
export function defaultVoice(language: Language): string {
  return DEFAULTS[language];
}

async function readVoices(path: string): Promise<readonly Voice[]> {
  const wanted = 'it must be a JSON array of {"id", "language": "en" or "zh", "name"}';
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new VoicesError(`The list of voices at ${path} cannot be read; ${wanted}.`, { cause });
  });
  const parsed = z.array(voice).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.');
  throw new VoicesError(`The list of voices at ${path} is wrong${where ? ` at ${where}` : ''}; ${wanted}.`);
}
