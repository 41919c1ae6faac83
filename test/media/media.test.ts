import { existsSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createMedia } from '../../src/media/create-media.ts';
import { makeFilm, makeSound } from './make-sound.ts';
import { temporary } from './temporary.ts';

const at = temporary();
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('checks go on while every conversion process is busy', async () => {
  const media = createMedia({ conversions: 1 });
  const sound = await makeSound(at('long.wav'), 'wav', 15);
  const film = await makeFilm(at('film.mp4'), { seconds: 1, width: 64, height: 64 });
  let converted = false;
  const conversions = Promise.all(
    ['a', 'b'].map(async (name) => {
      await copyFile(sound, at(`${name}.wav`));
      await media.prepareAudio(at(`${name}.wav`), at(`${name}.mp3`));
    }),
  ).then(() => {
    converted = true;
  });
  expect((await media.checkAudio(sound)).seconds).toBeCloseTo(15);
  expect((await media.checkVideo(film)).width).toBe(64);
  expect(converted).toBe(false);
  await conversions;
  await media.close();
});

test('a room that is warm, and one that is closed', async () => {
  const media = createMedia();
  await media.warm();
  await writeFile(at('dot.png'), png);
  await expect(media.checkPhoto(at('dot.png'))).rejects.toMatchObject({
    key: 'media_photo_small',
    params: { width: 1 },
  });
  await media.close();
  await expect(media.checkPhoto(at('dot.png'))).rejects.toMatchObject({ name: 'ProcessError', reason: 'closed' });
});

test('a file that is not there is our mistake, not the person’s', async () => {
  const media = createMedia({ conversions: 1 });
  for (const check of [media.checkPhoto, media.checkAudio, media.checkVideo]) {
    await expect(check(at('missing'))).rejects.toMatchObject({ name: 'ProcessError', reason: 'failed' });
  }
  await media.close();
});

// Linux: every write to /dev/full fails as on a disk that has no room left.
test.skipIf(!existsSync('/dev/full'))('a disk without room for the result says so', async () => {
  const media = createMedia({ conversions: 1 });
  const sound = await makeSound(at('flac'), 'flac', 3);
  await expect(media.prepareAudio(sound, '/dev/full')).rejects.toMatchObject({ key: 'storage_full' });
  await media.close();
});
