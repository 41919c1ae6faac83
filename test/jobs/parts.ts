import { copyFile, readFile, writeFile } from 'node:fs/promises';
import type { Media } from '../../src/media/media.ts';
import { Refusal } from '../../src/refusal.ts';
import type { Namespace } from '../../src/store/namespace.ts';
import { StoreError } from '../../src/store/store-error.ts';

/** A namespace whose writes fail while its name stands in `broken`, as those of a damaged disk do. */
export function fragile<T>(namespace: Namespace<T>, name: string, broken: ReadonlySet<string>): Namespace<T> {
  const check = () => {
    if (broken.has(name)) throw new StoreError(name, 'write', Object.assign(new Error('full'), { code: 'ENOSPC' }));
  };
  return {
    ...namespace,
    async set(key, value) {
      check();
      await namespace.set(key, value);
    },
    async delete(key) {
      check();
      await namespace.delete(key);
    },
  };
}

/** Media that takes files at their word: a recording says how long it is, a video whether it plays. */
export function scriptedMedia(): Media {
  const never = () => Promise.reject(new Error('The job room does not do that.'));
  const secondsIn = async (path: string) => Number(await readFile(path, 'utf8')) || 3;
  const read = async (path: string, key: 'media_photo_broken' | 'media_audio_broken' | 'media_video_broken') => {
    const bytes = await readFile(path, 'utf8');
    if (bytes.includes('damaged')) throw new Refusal('input', key);
    return bytes;
  };
  return {
    checkPhoto: never,
    checkAudio: never,
    readFeed: never,
    close: async () => {},
    async fitVideo(input, output, maxBytes) {
      const bytes = await readFile(input, 'utf8');
      if (bytes.startsWith('unfit')) throw new Refusal('too_large', 'media_video_unfit', { megabytes: 1 });
      await writeFile(output, bytes.slice(0, maxBytes));
      return { seconds: 3, width: 640, height: 360, bytes: Math.min(bytes.length, maxBytes) };
    },
    isPhotoReady: async () => false,
    async preparePhoto(input, output) {
      await read(input, 'media_photo_broken');
      await copyFile(input, output);
    },
    async prepareAudio(input, output) {
      await read(input, 'media_audio_broken');
      await copyFile(input, output);
      return { seconds: await secondsIn(input) };
    },
    async joinAudio(inputs, output) {
      const pieces = await Promise.all(inputs.map((input) => readFile(input, 'utf8')));
      await writeFile(output, pieces.join(' + '));
      return { seconds: 3 * inputs.length };
    },
    async checkVideo(path) {
      const { length } = await read(path, 'media_video_broken');
      return { seconds: 3, width: 1280, height: 720, bytes: length };
    },
  };
}
