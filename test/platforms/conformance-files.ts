import { describe, expect, test } from 'vitest';
import { going, message, type PlatformUnderTest, post } from './under-test.ts';
import { ID, video } from './video.ts';

/** What a test sends at most (bytes). */
const LARGE = 16 * 2 ** 20;

/** Keeps what a post is marked with. */
function marking() {
  const traces: string[] = [];
  return {
    mark: async (trace: string) => void traces.push(trace),
    traced() {
      const trace = traces.at(-1);
      return trace === undefined ? {} : { trace };
    },
  };
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

    test('finds a file whose answer was lost, by its mark where there are marks', async () => {
      const under = await setUp();
      const { platform, place, look } = under;
      const { mark, traced } = marking();
      const file = await video(10_000);
      const since = under.now();
      under.loseAnswer();
      expect(await platform.post(place, post(`${ID}v`, { file, mark }), going)).toEqual({ outcome: 'unclear' });
      const seen = await look(place);
      expect(seen).toHaveLength(1);
      expect(await platform.find(place, { key: `${ID}v`, file, ...traced() }, since, going)).toMatchObject({
        outcome: 'found',
        sent: { message: seen[0]?.id, place },
      });
    });

    test('posts a file once under its key', async ({ skip }) => {
      const { platform, place, look, remembersKeys } = await setUp();
      if (!remembersKeys) skip('keys are not remembered');
      const file = await video(10_000);
      for (const _ of [1, 2]) await platform.post(place, post(`${ID}v`, { file }), going);
      expect(await look(place)).toHaveLength(1);
    });

    test('finds a link that was posted in place of a file', async () => {
      const under = await setUp();
      const { platform, place, look } = under;
      const since = under.now();
      const link = { url: `https://watch.example/media/${ID}.mp4`, label: 'post_link_label' } as const;
      const until = { when: under.now() + 86_400_000 };
      const shown = message({ lines: [{ key: 'post_link', params: { link, until } }] });
      under.loseAnswer();
      expect(await platform.post(place, post(`${ID}v`, { message: shown }), going)).toEqual({ outcome: 'unclear' });
      const [seen] = await look(place);
      const sought = { key: `${ID}v`, file: { name: `${ID}.mp4`, linked: true } } as const;
      expect(await platform.find(place, sought, since, going)).toMatchObject({
        outcome: 'found',
        sent: { message: seen?.id, place },
      });
    });

    test('marks a file before it shows', async ({ skip }) => {
      const { platform, place, look, marks } = await setUp();
      if (!marks) skip('there are no marks');
      const shown: number[] = [];
      const mark = async () => void shown.push((await look(place)).length);
      const file = await video(10_000);
      expect(await platform.post(place, post(`${ID}v`, { file, mark }), going)).toMatchObject({
        outcome: 'posted',
        sent: { file: expect.any(String) },
      });
      expect(shown).toEqual([0]);
      expect(await look(place)).toHaveLength(1);
    });

    test('shows no file whose mark could not be kept, and says that it is absent', async ({ skip }) => {
      const under = await setUp();
      const { platform, place, look, marks } = under;
      if (!marks) skip('there are no marks');
      const since = under.now();
      const file = await video(10_000);
      const mark = () => Promise.reject(new Error('the disk is full'));
      await expect(platform.post(place, post(`${ID}v`, { file, mark }), going)).rejects.toThrow('the disk is full');
      expect(await look(place)).toEqual([]);
      await under.settle?.();
      expect(await platform.find(place, { key: `${ID}v`, file }, since, going)).toMatchObject({ outcome: 'absent' });
      expect(await platform.post(place, post(`${ID}v`, { file }), going)).toMatchObject({ outcome: 'posted' });
    });

    test('never says of a file that was about to be shown that it is absent', async ({ skip }) => {
      const under = await setUp();
      const { platform, place, look, marks } = under;
      if (!marks) skip('there are no marks');
      const { mark, traced } = marking();
      const file = await video(10_000);
      const since = under.now();
      under.loseAnswer();
      await platform.post(place, post(`${ID}v`, { file, mark }), going);
      const [seen] = await look(place);
      await under.takesAway(place, seen?.id ?? '');
      const find = async () => (await platform.find(place, { key: `${ID}v`, file, ...traced() }, since, going)).outcome;
      expect(await find()).not.toBe('absent');
      await under.outlastWindow();
      expect(await find()).toBe('blind');
    });

    test('takes a file as large as it says, or as a test may be', async () => {
      const { platform, place, hardLimit } = await setUp();
      const limit = platform.uploadLimit(place);
      expect(limit).toBeGreaterThan(1_000_000);
      expect(limit).toBeLessThanOrEqual(hardLimit);
      const file = await video(Math.min(limit, LARGE));
      expect(await platform.post(place, post(`${ID}v`, { file }), going)).toMatchObject({ outcome: 'posted' });
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
