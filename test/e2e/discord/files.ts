import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SentFile } from '../../fakes/discord/world.ts';
import { makeLong, makeSound } from '../../media/make-sound.ts';
import { removeDir } from '../bot.ts';
import { finished, photo, told } from './kit.ts';
import { type SharedHouse, said, sound } from './shared.ts';

/** What becomes of files that cannot be used. */
export function files(shared: SharedHouse): void {
  const png = (bytes: Uint8Array, name = 'face.png'): SentFile => ({ bytes, name, contentType: 'image/png' });

  const square = async (pixels: number): Promise<SentFile> =>
    png(
      await sharp({ create: { width: pixels, height: pixels, channels: 3, background: 'teal' } })
        .png()
        .toBuffer(),
    );

  async function minutes(seconds: number): Promise<SentFile> {
    const dir = mkdtempSync(join(tmpdir(), 'herald-long-'));
    try {
      const short = await makeSound(join(dir, 'short.mp3'), 'mp3', 2);
      const bytes = readFileSync(await makeLong(join(dir, 'long.mp3'), 'mp3', seconds, short));
      return { bytes, name: 'speech.mp3', contentType: 'audio/mpeg' };
    } finally {
      removeDir(dir);
    }
  }

  test('files that cannot be used get their sentence, privately, and cost nothing', async () => {
    const { ada, house } = shared;
    const { channel } = shared.corner();
    const fine = await photo();
    const text = 'Never spoken.';
    const left = async () => (await told(ada.slash(channel, 'jobs'))).split('\n').at(-1);
    const before = await left();
    const tasks = house.kling.tasks().length;
    const cases: readonly [string, Parameters<typeof ada.slash>[2], RegExp][] = [
      [
        'a text called face.png',
        { photo: png(Buffer.from('Dear Sir,')), text },
        /^This is not a photo that can be used\./,
      ],
      [
        'a photo said to be too large',
        { photo: png(new Uint8Array(61_000_000)), text },
        /larger than 60 MB.*smaller one\.$/,
      ],
      ['a photo of 100 pixels', { photo: await square(100), text }, /^The photo is 100 x 100 pixels; .*at least 300/],
      ['a recording of 400 seconds', { photo: fine, audio: await minutes(400) }, /longer than 300 seconds/],
      ['a photo called .mp3', { photo: fine, audio: { ...fine, name: 'voice.mp3' } }, /^This is not a recording/],
      ['more than may be spoken', { photo: fine, text: 'word '.repeat(300) }, /about 116 seconds.*at most 60/],
      ['too long a recording for here', { photo: fine, audio: await minutes(90) }, /about 9\d seconds.*at most 60/],
      ['a voice that nobody knows', { photo: fine, text, voice: 'my dear aunt' }, /A voice is named by an id/],
    ];
    for (const [name, options, sentence] of cases) {
      const asked = ada.slash(channel, 'avatar', options);
      expect(await told(asked), name).toMatch(sentence);
      expect(asked.original?.ephemeral, name).toBe(true);
    }
    expect(channel.messages()).toEqual([]);
    expect(house.kling.tasks()).toHaveLength(tasks);
    expect(await left()).toBe(before);

    // and what comes after them is none the worse for it
    ada.slash(channel, 'avatar', { photo: fine, audio: await sound('mp3', 3) });
    await finished(channel, 'a video of a recording');
  });

  test('a photo whose damage shows late is told of in the status message, and costs nothing', async () => {
    const { channel } = shared.corner();
    const { bytes } = await square(400);
    shared.ada.slash(channel, 'avatar', { photo: png(bytes.subarray(0, 200)), text: 'Half a face.' });
    const shown = await said(channel, 'Half a face', 'The photo is damaged or incomplete.');
    expect(shown.content).toContain('Nothing was charged.');
    expect(shown.mentions).toEqual([]);
  });

  test('a file whose link has died is asked for again', async () => {
    const { ada, house } = shared;
    const { channel } = shared.corner();
    const file = await photo();
    const message = ada.says(channel, { files: [file] });
    const asked = ada.messageMenu(message, 'Make it talk');
    await asked.acknowledged();
    house.discord.expireLinks();
    const sent = ada.submitModal(asked, { text: 'Too late for this link.' });
    expect(await told(sent)).toBe('Discord no longer has this file. Please send it again.');
  });
}
