import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Render } from '../../src/sandbox/renderer.ts';
import { makeSound } from '../media/make-sound.ts';
import { wav } from '../sandbox/kit.ts';
import { accepted, ask, until } from './api.ts';
import { removeDir } from './bot.ts';
import { CLIP, clipBytes, houseWith, klingWith, smallPhoto, tasksOf } from './kling.ts';

const WORDS = 'Words for a server that follows its page to the letter.';

const dir = mkdtempSync(join(tmpdir(), 'herald-recordings-'));
afterAll(() => removeDir(dir));
const recordings = new Map<string, Blob>();
beforeAll(async () => {
  recordings.set('wav', new Blob([wav(3)]));
  for (const kind of ['ogg', 'm4a'] as const) {
    recordings.set(kind, new Blob([await readFile(await makeSound(join(dir, `voice.${kind}`), kind, 3))]));
  }
});

/** What a server was given to speak: how each recording begins. */
function listening() {
  const heard: string[] = [];
  const render: Render = async ({ sound }) => {
    heard.push(sound.kind === 'recording' ? (await readFile(sound.path)).toString('latin1', 0, 3) : sound.text);
    return { seconds: 2, path: CLIP };
  };
  return { heard, render };
}

/** mp3, with or without an ID3 tag in front, or wav: what Kling takes. */
const TAKEN = /^(ID3|RIF|\xff[\xf2\xf3\xfa\xfb])/;

const SERVERS = {
  'follows the contract page': { profiles: ['avatar'], maxPageSize: 30 },
  'follows the live API': { profiles: ['image2video'] },
} as const;

describe.each(Object.entries(SERVERS))('a server that %s', (_, options) => {
  test('is found by itself, and speaks words and recordings', async () => {
    const { heard, render } = listening();
    const kling = await klingWith({ ...options, uniqueExternalIds: {}, render });
    const { url } = await houseWith(kling, 'auto');
    const photo = await smallPhoto();
    const ids = [await accepted(url, { photo, text: WORDS, aspect_ratio: '1:1', prompt: 'smile' })];
    for (const audio of recordings.values()) ids.push(await accepted(url, { photo, audio }));
    for (const id of ids) {
      const job = await until(url, id, 'delivered');
      const video = Buffer.from(await (await ask(url, job.video?.url ?? '')).arrayBuffer());
      expect(video.equals(clipBytes())).toBe(true);
    }
    const tasks = kling.tasks();
    expect(tasksOf(kling)).toEqual([...ids].sort());
    expect(tasks.every((task) => task.profile === options.profiles[0])).toBe(true);
    expect(heard).toHaveLength(4);
    expect(heard.filter((sound) => TAKEN.test(sound))).toHaveLength(3);
    expect(heard).toContain(WORDS);
    const [words] = tasks.filter((task) => task.externalId === ids[0]);
    // each page's own way: a ratio there, directions for the face here
    expect(words).toMatchObject(options.profiles[0] === 'avatar' ? { ratio: '1:1' } : { prompt: 'smile' });
    const spoken = tasks.filter((task) => task.externalId !== ids[0]).map((task) => task.sound);
    if (options.profiles[0] === 'avatar') {
      for (const sound of spoken) expect('url' in sound && sound.url).toContain(`${url}/media/`);
    } else expect(spoken.every((sound) => 'file' in sound)).toBe(true);
  });
});
