import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Field, SOURCE_NAMES, VERBS } from '../commands/verbs.ts';
import { english } from '../src/texts/en.ts';
import { chinese } from '../src/texts/zh.ts';
import { inEveryLocale, LOCALES, localeOf, say, type TextKey, wordsOf } from '../src/texts.ts';

const ROOT = join(import.meta.dirname, '..');
const KEYS = Object.keys(english) as TextKey[];

/** Discord's limit on a message's content; the strictest of the places a sentence is shown in. */
const MESSAGE_CHARACTERS = 2_000;

const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the catalogue', () => {
  test('has the same keys in both languages, in the same order', () => {
    expect(Object.keys(chinese)).toEqual(KEYS);
  });

  test('has the same placeholders in both languages', () => {
    expect(KEYS.filter((key) => `${placeholders(english[key])}` !== `${placeholders(chinese[key])}`)).toEqual([]);
  });

  test('has a sentence for every key that fits into one message', () => {
    const unfit = (sentence: string) => sentence.trim() === '' || sentence.length > MESSAGE_CHARACTERS;
    expect(KEYS.filter((key) => Object.values(inEveryLocale(key)).some(unfit))).toEqual([]);
  });

  test('has Chinese wherever there are words', () => {
    const untranslated = (sentence: string) => /\p{L}/u.test(sentence) && !/\p{Script=Han}/u.test(sentence);
    expect(KEYS.filter((key) => untranslated(chinese[key].replace(/\{\w+\}/g, '')))).toEqual([]);
  });

  test('has typographic quotes and no apologies', () => {
    const careless = /["']|\b(?:oops|sorry|whoops)\b|哎呀|抱歉|对不起/i;
    expect(KEYS.filter((key) => Object.values(inEveryLocale(key)).some((text) => careless.test(text)))).toEqual([]);
  });

  test('has Chinese punctuation between Chinese words', () => {
    expect(KEYS.filter((key) => /\p{Script=Han}[,.;:!?()]|[,;!?()]\p{Script=Han}/u.test(chinese[key]))).toEqual([]);
  });

  test('says nothing to everybody in the words of one platform', () => {
    // computers that one can reach are servers on every platform
    const ofComputers = /^(?:http|media_url)_/;
    const ofDiscord = /\broles?\b|moderator|\bservers?\b|\bguild|身份组|版主|服务器/i;
    const shared = KEYS.filter((key) => !key.startsWith('discord_') && !ofComputers.test(key));
    const says = (key: TextKey) =>
      Object.values(inEveryLocale(key)).some((text) => ofDiscord.test(text.replace(/\{\w+\}/g, '')));
    expect(shared.filter(says)).toEqual([]);
  });

  test('names what is asked of a command so that every platform can call it by its own name, the same in both languages', () => {
    const named = (sentence: string) =>
      [...sentence.matchAll(/(?<!\{)\{\/([^}]+)\}(?!\})/g)].map(([, name]) => name).sort();
    const verbs = KEYS.flatMap((key) => named(english[key])).filter((name) => name?.includes(' '));
    expect(verbs.length).toBeGreaterThan(20);
    expect(verbs.filter((name) => !Object.hasOwn(VERBS, name ?? ''))).toEqual([]);
    expect(KEYS.filter((key) => `${named(english[key])}` !== `${named(chinese[key])}`)).toEqual([]);
    const words = Object.values(VERBS).map(({ word }) => word);
    const apart = new RegExp(`\\{/\\w+\\}\\s*[“]?(?:${words.join('|')})\\b`);
    expect(
      KEYS.filter((key) => Object.values({ en: english[key], zh: chinese[key] }).some((text) => apart.test(text))),
    ).toEqual([]);
  });

  test('does not send whoever was shown why a file is not taken to where they came from', () => {
    const reasons = KEYS.filter((key) => key.startsWith('slack_uploads_'));
    expect(reasons).toHaveLength(5);
    expect(reasons.filter((key) => /\/jobs|kept/.test(english[key]))).toEqual([]);
  });

  test('has no sentence that nobody says', () => {
    const sources = globSync(['commands/**/*.ts', 'src/**/*.ts'], { cwd: ROOT, exclude: ['src/texts/**'] });
    const code = sources.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
    const named = new Set([...code.matchAll(/(['"`])(\w+)\1/g)].map(([, , word]) => word));
    expect(sources.length).toBeGreaterThan(20);
    // put together there from the names of fields and of sources, and from the words behind commands
    const fields = Object.values(VERBS).flatMap((verb): readonly Field[] => verb.fields);
    for (const key of [...fields.flatMap(({ label, about }) => [label, about]), ...Object.values(SOURCE_NAMES)])
      named.add(key);
    for (const { word } of Object.values(VERBS)) named.add(`discord_word_${word}`);
    for (const { name } of fields) named.add(`discord_field_${name}`);
    expect(KEYS.filter((key) => !named.has(key))).toEqual([]);
  });
});

describe('saying a sentence', () => {
  test('fills its placeholders, in either language', () => {
    expect(say('media_audio_long', { max: 300 })).toBe(
      'The recording is longer than 300 seconds. Please send a shorter one.',
    );
    expect(say('media_audio_long', { max: 300 }, 'zh')).toBe('录音超过了 300 秒。请发送短一些的。');
  });

  test('leaves a placeholder without a parameter as it stands', () => {
    expect(say('media_audio_long')).toContain('{max}');
  });

  test('leaves double braces as they stand: they are filled in later', () => {
    expect(say('default_words_gitlab_release', { name: 'x' })).toBe(english.default_words_gitlab_release);
    expect(english.default_words_gitlab_release).toContain('{{/name}}');
  });

  test('puts a parameter in as it is, whatever it holds', () => {
    expect(say('media_url_unknown', { host: '$& {max} $1' }, 'en')).toContain('$& {max} $1');
  });

  test('calls commands and what is asked of them by their own names, or by those that it is given', () => {
    const key = 'announce_edited_paused';
    expect(say(key)).toContain('use /announce resume.');
    expect(say(key, { '/announce': '/播报', '/announce resume': '/播报 恢复' }, 'zh')).toContain('请用 /播报 恢复。');
  });

  test('says in words for all what a platform has no words of its own for', () => {
    expect(say('access_roles_here')).toContain('Only certain groups of people may use the bot here.');
    expect(say('access_roles_here', wordsOf({ roles: 'slack_roles' }, 'en'))).toContain('Only certain user groups may');
    expect(say('access_roles_here', wordsOf({ roles: 'slack_roles' }, 'zh'), 'zh')).toContain('特定的用户组');
  });

  test('gives both languages at once', () => {
    for (const locale of LOCALES) expect(inEveryLocale('job_missing')[locale]).toBe(say('job_missing', {}, locale));
  });
});

describe('the language of a person', () => {
  test.each([
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh'],
    ['zh', 'zh'],
    ['ZH_hans', 'zh'],
    ['en-GB', 'en'],
    ['en', 'en'],
  ])('%s is %s', (tag, locale) => {
    expect(localeOf(tag)).toBe(locale);
  });

  test.each([undefined, '', 'de', 'zhx', 'x-zh', 'not a tag'])('%j, which Herald does not speak, is English', (tag) => {
    expect(localeOf(tag)).toBe('en');
  });
});
