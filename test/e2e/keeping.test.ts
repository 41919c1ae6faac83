import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { wav } from '../sandbox/kit.ts';
import { accepted, ask, problem, show, until } from './api.ts';
import { dataDir, removeDir, startBot } from './bot.ts';
import { runToEnd } from './ends.ts';
import { botWith, clipBytes, heldRenders, houseWith, klingWith, settings, smallPhoto } from './kling.ts';
import { holding, noise } from './traces.ts';

const WORDS = 'Erase me: the quick brown zebra jumps over the lazy yak.';

/** Long enough that its record fills more than a page of the store. */
const LONG = `${WORDS} ${'斑马'.repeat(400)}`;

describe('npm run erase', () => {
  test('is refused while the bot runs, then leaves nothing of words, photo, recording, video or name', async () => {
    const renders = heldRenders();
    const kling = await klingWith({ render: renders.render, slots: 2 });
    const env = { KLING_MAX_CONCURRENT: '2', MAX_VIDEO_SECONDS: '300' };
    const bot = await botWith(kling, 'image2video', env);
    const photo = await noise();
    const upload = new Blob([new Uint8Array(photo)]);
    const done = [await accepted(bot.url, { photo: upload, text: `${LONG} Once.`, prompt: 'like a zebra' })];
    done.push(await accepted(bot.url, { photo: upload, audio: new Blob([wav(3)]) }));
    await expect.poll(renders.waiting, { timeout: 10_000 }).toBe(2);
    renders.next();
    renders.next();
    for (const id of done) await until(bot.url, id, 'delivered');
    const rendering = [await accepted(bot.url, { photo: upload, text: `${LONG} Twice.` })];
    rendering.push(await accepted(bot.url, { photo: upload, text: `${LONG} Thrice.` }));
    for (const id of rendering) await until(bot.url, id, 'rendering');
    const waiting = await accepted(bot.url, { photo: upload, text: `${LONG} And again.` });
    await until(bot.url, waiting, 'queued');
    const erase = () => runToEnd('src/erase.ts', bot.dir, settings(kling, 'image2video'), ['api:api']);

    const refused = await erase();
    expect(refused).toMatchObject({ code: 75, output: expect.stringMatching(/already runs.*Stop it first/) });
    expect(holding(bot.dir, 'quick brown zebra').length).toBeGreaterThan(0);
    await bot.stop();

    const erased = await erase();
    expect(erased.code).toBe(0);
    // each of five: the photo and the photo as Kling takes it; a recording twice; two videos
    expect(erased.output).toMatch(/^Erased of api:api: .* in 5 jobs, 14 files .*, 1 entries of the ledger/);
    for (const trace of [
      'quick brown zebra',
      '斑马斑马',
      'like a zebra',
      'person api:api',
      'person:api:api',
      photo.subarray(1_000, 1_064),
    ]) {
      expect(holding(bot.dir, trace), String(trace)).toEqual([]);
    }
    expect(holding(bot.dir, clipBytes().subarray(-64))).toEqual([]);

    // the bot goes on: what waited is cancelled, what Kling renders is watched to its end and kept back
    const next = await botWith(kling, 'image2video', env, bot.dir);
    expect(await until(next.url, waiting, 'cancelled')).toMatchObject({ charged: 'no' });
    expect((await problem(ask(next.url, `/api/jobs/${done[0]}/video`))).status).toBe(410);
    renders.letGo();
    for (const id of rendering) expect(await until(next.url, id, 'cancelled')).toMatchObject({ charged: 'yes' });
    await next.stop();
    expect(holding(bot.dir, clipBytes().subarray(-64))).toEqual([]);
  });

  test('leaves nothing at the bot’s own sandbox either', async () => {
    const dir = dataDir();
    onTestFinished(() => removeDir(dir));
    const bot = await startBot(dir, { SANDBOX_SECONDS: '0', KLING_POLL_SECONDS: '0.1' });
    onTestFinished(() => bot.kill());
    const photo = await noise();
    const id = await accepted(bot.url, { photo: new Blob([new Uint8Array(photo)]), text: 'A quick brown zebra.' });
    await until(bot.url, id, 'delivered');
    const video = Buffer.from(await (await ask(bot.url, `/api/jobs/${id}/video`)).arrayBuffer());
    await bot.stop();
    expect((await runToEnd('src/erase.ts', dir, {}, ['api:api'])).code).toBe(0);
    for (const trace of ['quick brown zebra', photo.subarray(1_000, 1_064), video.subarray(-1_000, -936)]) {
      expect(holding(dir, trace), String(trace)).toEqual([]);
    }
  });

  test('says how it is used, and that nothing is kept where nothing is', async () => {
    const dir = dataDir();
    onTestFinished(() => removeDir(dir));
    expect(await runToEnd('src/erase.ts', dir)).toMatchObject({ code: 64, output: expect.stringContaining('npm run') });
    const nowhere = await runToEnd('src/erase.ts', dir, { DATA_DIR: join(dir, 'none') }, ['api:api']);
    expect(nowhere).toMatchObject({ code: 78, output: expect.stringContaining('nothing is kept') });
  });
});

test('media older than KEEP_DAYS goes by itself, and its address says so', async () => {
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  const renders = heldRenders();
  const kling = await klingWith({ render: renders.render });
  const first = await houseWith(kling, 'avatar', { DATA_DIR: dir });
  const photo = await smallPhoto();
  const old = await accepted(first.url, { photo, text: WORDS });
  await until(first.url, old, 'rendering');
  renders.next();
  await until(first.url, old, 'delivered');
  const open = await accepted(first.url, { photo, text: WORDS });
  await until(first.url, open, 'rendering');
  await first.stop();
  const newest = Math.max(...globSync('media/*', { cwd: dir }).map((name) => statSync(join(dir, name)).mtimeMs));
  // 0.00001 days are 0.864 s
  await expect.poll(() => Date.now() - newest, { timeout: 5_000 }).toBeGreaterThan(1_000);

  const second = await houseWith(kling, 'avatar', { DATA_DIR: dir, KEEP_DAYS: '0.00001' });
  const video = () => ask(second.url, `/api/jobs/${old}/video`);
  await expect.poll(async () => (await video()).status).toBe(410);
  expect((await problem(video())).detail).toBe('The video of this job is not kept any more.');
  expect(await show(second.url, old)).toMatchObject({ state: 'delivered' });
  // what an open job needs stays
  expect(globSync('media/*', { cwd: dir }).every((name) => name.includes(open))).toBe(true);
  renders.letGo();
  await until(second.url, open, 'delivered');
});
