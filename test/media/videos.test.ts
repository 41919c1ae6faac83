import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { MkvOutputFormat, Mp4OutputFormat } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMedia } from '../../src/media/create-media.ts';
import { planFit } from '../../src/media/video-fit.ts';
import { makeFilm, makeSound } from './make-sound.ts';
import { temporary } from './temporary.ts';

const at = temporary();
const media = createMedia({ conversions: 1 });
afterAll(() => media.close());

const size = { seconds: 3, width: 320, height: 180 };
const LAYOUTS = ['in-memory', false, 'fragmented'] as const;
const film = (layout: (typeof LAYOUTS)[number] = 'in-memory') => at(`${layout}.mp4`);
beforeAll(() =>
  Promise.all(
    LAYOUTS.map((fastStart) => makeFilm(film(fastStart), { ...size, format: new Mp4OutputFormat({ fastStart }) })),
  ),
);

async function written(name: string, bytes: Buffer | string): Promise<string> {
  await writeFile(at(name), bytes);
  return at(name);
}

const broken = { name: 'Refusal', kind: 'input', key: 'media_video_broken' };

describe('the check of a video', () => {
  test.each(LAYOUTS)('tells what an MP4 is, its tables at the front, at the end or between (%s)', async (layout) => {
    const facts = await media.checkVideo(film(layout));
    expect(facts).toEqual({ ...size, seconds: expect.closeTo(3, 0), bytes: (await stat(film(layout))).size });
  });

  test.each(LAYOUTS)('refuses one that was cut off anywhere (%s)', async (layout) => {
    const bytes = await readFile(film(layout));
    for (const share of [0, 0.001, 0.1, 0.5, 0.9, 0.99]) {
      const path = await written('cut', bytes.subarray(0, Math.floor(bytes.length * share)));
      await expect(media.checkVideo(path), `at ${share}`).rejects.toMatchObject(broken);
    }
  });

  test('takes one without sound', async () => {
    const path = await makeFilm(at('silent'), { seconds: 1, width: 64, height: 64, sound: false });
    expect(await media.checkVideo(path)).toMatchObject({ width: 64, height: 64 });
  });

  test('refuses what is no MP4, has no picture, or is no video at all', async () => {
    const mkv = await makeFilm(at('mkv'), { seconds: 1, width: 64, height: 64, format: new MkvOutputFormat() });
    const sound = await makeSound(at('m4a'), 'm4a', 1);
    const page = await written('page', '<!doctype html><title>Expired</title>');
    for (const path of [mkv, sound, page]) await expect(media.checkVideo(path)).rejects.toMatchObject(broken);
  });

  test('refuses one whose pictures were overwritten', async () => {
    const bytes = await readFile(film());
    const path = await written('overwritten', bytes.fill(0, bytes.indexOf('mdat') + 4));
    await expect(media.checkVideo(path)).rejects.toMatchObject(broken);
  });
});

describe('a video that is fitted', () => {
  test('keeps its bytes when it fits', async () => {
    const { bytes } = await media.checkVideo(film());
    expect(await media.fitVideo(film(), at('fitted'), bytes)).toMatchObject({ bytes });
    expect((await readFile(at('fitted'))).equals(await readFile(film()))).toBe(true);
  });

  test('has at most the bytes that were asked for, its length and its ratio', async () => {
    const { bytes } = await media.checkVideo(film());
    const most = Math.floor(bytes / 3);
    const fitted = await media.fitVideo(film(), at('fitted'), most);
    expect(fitted.bytes).toBeLessThanOrEqual(most);
    expect(fitted.bytes).toBe((await stat(at('fitted'))).size);
    expect(fitted.seconds).toBeCloseTo(3, 0);
    expect(fitted.width / fitted.height).toBeCloseTo(16 / 9, 1);
    expect(await media.checkAudio(at('fitted'))).toMatchObject({ type: 'mp4' });
  });

  test('is refused when that would ruin it', async () => {
    const fitting = media.fitVideo(film(), at('never'), 20_000);
    await expect(fitting).rejects.toMatchObject({ kind: 'too_large', key: 'media_video_unfit' });
    expect(existsSync(at('never'))).toBe(false);
  });

  test('is planned with even sides, no larger than it was, and within its bytes', () => {
    const sides = { width: fc.integer({ min: 100, max: 2_000 }), height: fc.integer({ min: 100, max: 2_000 }) };
    const films = fc.record({ seconds: fc.double({ min: 0.5, max: 300, noNaN: true }), ...sides });
    fc.assert(
      fc.property(films, fc.integer({ min: 10_000, max: 50_000_000 }), (facts, maxBytes) => {
        const plan = planFit(facts, 25, maxBytes);
        if (plan === undefined) return;
        expect([plan.width % 2, plan.height % 2]).toEqual([0, 0]);
        expect(plan.width).toBeLessThanOrEqual(facts.width);
        expect(plan.height).toBeLessThanOrEqual(facts.height);
        expect(((plan.bitrate + 64_000) * facts.seconds) / 8).toBeLessThanOrEqual(maxBytes);
        expect(plan.bitrate / (plan.width * plan.height * 25)).toBeGreaterThan(0.049);
      }),
    );
  });
});
