import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PostFile } from '../../src/platforms/platform.ts';
import { going, type PlatformUnderTest, post } from './under-test.ts';

const ID = 'j0mgh8rk00abcdefghijklmn';

/** A file of so many zeros, which take no room on the disk. */
async function video(bytes: number): Promise<PostFile> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'video');
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  return { path, bytes, name: `${ID}.mp4`, alt: 'A face says “Hello”.' };
}

/** Files: those that the bot posts, and those that people sent. */
export function filesConformance(name: string, setUp: () => Promise<PlatformUnderTest>): void {
  describe(`${name}, files`, () => {
    test('posts a file with its name and with words for those who cannot see it', async () => {
      const { platform, place, look } = await setUp();
      const file = await video(10_000);
      expect(await platform.post(place, post(`${ID}v`, { file }), going)).toMatchObject({ outcome: 'posted' });
      expect(await look(place)).toMatchObject([{ file: { name: file.name, bytes: 10_000, alt: file.alt } }]);
    });

    test('posts a file once, and finds it', async () => {
      const under = await setUp();
      const { platform, place, look } = under;
      const file = await video(10_000);
      const since = under.now();
      under.loseAnswer();
      expect(await platform.post(place, post(`${ID}v`, { file }), going)).toEqual({ outcome: 'unclear' });
      const [seen] = await look(place);
      expect(await platform.find(place, { key: `${ID}v`, file }, since, going)).toMatchObject({
        outcome: 'found',
        sent: { message: seen?.id, place },
      });
      await platform.post(place, post(`${ID}v`, { file }), going);
      expect(await look(place)).toHaveLength(1);
    });

    test('takes a file as large as it says', async () => {
      const { platform, place, hardLimit } = await setUp();
      const limit = platform.uploadLimit(place);
      expect(limit).toBeGreaterThan(1_000_000);
      expect(limit).toBeLessThanOrEqual(hardLimit);
      expect(await platform.post(place, post(`${ID}v`, { file: await video(limit) }), going)).toMatchObject({
        outcome: 'posted',
      });
    });

    test('says that a file is too large, and posts nothing', async () => {
      const { platform, place, look, hardLimit } = await setUp();
      const file = await video(hardLimit + 1);
      expect(await platform.post(place, post(`${ID}v`, { file }), going)).toEqual({ outcome: 'too_large' });
      expect(await look(place)).toEqual([]);
    });

    test('gives the bytes of a file that a person sent', async () => {
      const { platform, upload } = await setUp();
      const file = await upload('a photo', 'photo.jpg');
      const chunks = await Array.fromAsync(await platform.fetch(file, 1_000, going));
      expect(Buffer.concat(chunks).toString()).toBe('a photo');
    });

    test.each([
      ['says that it is larger than may be', (bytes: number) => bytes],
      ['lies about its length', () => 3],
    ])('refuses a file that %s', async (_, declared) => {
      const { platform, upload } = await setUp();
      const file = await upload('a photo', 'photo.jpg');
      const read = async () =>
        Array.fromAsync(await platform.fetch({ ...file, bytes: declared(file.bytes) }, 5, going));
      await expect(read()).rejects.toMatchObject({ name: 'Refusal', kind: 'too_large' });
    });

    test('refuses a file that is there no more', async () => {
      const { platform, upload, expire } = await setUp();
      const file = await upload('a photo', 'photo.jpg');
      await expire(file);
      const read = async () => Array.fromAsync(await platform.fetch(file, 1_000, going));
      await expect(read()).rejects.toMatchObject({ name: 'Refusal' });
    });
  });
}
