import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultVoice, findVoice, loadVoices } from '../../src/kling/voices.ts';

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-voices-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'voices.json');
  await writeFile(path, text);
  return path;
}

test('the catalogue has 27 English and 35 Chinese voices, no id twice in a language', async () => {
  const voices = await loadVoices();
  expect(voices.filter((voice) => voice.language === 'en')).toHaveLength(27);
  expect(voices.filter((voice) => voice.language === 'zh')).toHaveLength(35);
  expect(findVoice(voices, 'oversea_male1')).toEqual({ id: 'oversea_male1', language: 'en', name: 'Anchor' });
});

test('an id that speaks both languages is found in the one that is asked for, in English where none is', async () => {
  const voices = await loadVoices();
  expect(findVoice(voices, 'genshin_vindi2', 'zh')?.name).toBe('阳光少年');
  expect(findVoice(voices, 'genshin_vindi2', 'en')?.name).toBe('Sunny');
  expect(findVoice(voices, 'genshin_vindi2')?.name).toBe('Sunny');
  expect(findVoice(voices, 'oversea_male1', 'zh')).toBeUndefined();
  expect(findVoice(voices, 'nobody')).toBeUndefined();
});

test('the voices that speak by default are in the catalogue', async () => {
  const voices = await loadVoices();
  for (const language of ['en', 'zh'] as const)
    expect(findVoice(voices, defaultVoice(language), language)).toBeDefined();
});

test('the operator’s voices are added, and rename those that are there', async () => {
  const own = [
    { id: 'mine', language: 'en', name: 'Ours' },
    { id: 'oversea_male1', language: 'en', name: 'Newsreader' },
  ];
  const voices = await loadVoices(await fileOf(JSON.stringify(own)));
  expect(voices).toHaveLength(63);
  expect(findVoice(voices, 'mine')?.name).toBe('Ours');
  expect(findVoice(voices, 'oversea_male1')?.name).toBe('Newsreader');
});

test.each([
  ['no JSON', 'voices', /voices\.json is wrong; it must be a JSON array/],
  [
    'another language',
    '[{"id":"a","language":"en","name":"A"},{"id":"b","language":"fr","name":"B"}]',
    /wrong at 1\.language;/,
  ],
  ['no name', '[{"id":"a","language":"en"}]', /wrong at 0\.name;/],
])('a list with %s is refused with a sentence', async (_, text, sentence) => {
  await expect(loadVoices(await fileOf(text))).rejects.toThrow(sentence);
});

test('a list that is not there is refused with a sentence', async () => {
  await expect(loadVoices('/nowhere/voices.json')).rejects.toThrow(
    'The list of voices at /nowhere/voices.json cannot be read',
  );
});
