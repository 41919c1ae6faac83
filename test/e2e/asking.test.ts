import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pngClaiming } from '../media/make-photo.ts';
import { makeSound } from '../media/make-sound.ts';
import { accepted, ask, post, problem, show, until } from './api.ts';
import { removeDir } from './bot.ts';
import { botWith, heldRenders, houseWith, klingWith, smallPhoto, tasksOf } from './kling.ts';
import { sharedHouse } from './shared.ts';

/** 39 characters are 3 seconds. */
const THREE_SECONDS = 'This sentence takes three seconds long.';

const house = sharedHouse('avatar');

const jobsOf = async (url: string): Promise<unknown> => (await ask(url, '/api/jobs')).json();

const idIn = async (answer: Response): Promise<string> => JSON.parse(await answer.text()).id;

describe('the same Idempotency-Key', () => {
  test('with the same input gives the first job, also when twenty ask at once; with other input it is a mistake', async () => {
    const { kling, bot } = house.fromNow();
    const { url } = bot;
    const fields = { photo: await smallPhoto(), text: THREE_SECONDS };
    const key = { 'Idempotency-Key': 'the morning news' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, fields, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
    const ids = new Set(await Promise.all(answers.map(idIn)));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    await until(url, id, 'delivered');
    const again = await post(url, fields, key);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ id, state: 'delivered', video: { url: `/api/jobs/${id}/video` } });

    const other = await problem(post(url, { ...fields, text: 'Something else.' }, key));
    expect(other).toMatchObject({ status: 422, detail: expect.stringContaining('used before, with another input') });
    const elsewhere = await post(url, fields, { 'Idempotency-Key': 'the evening news' });
    expect(elsewhere.status).toBe(202);
    await until(url, await idIn(elsewhere), 'delivered');
    expect(kling.tasks()).toHaveLength(2);
  });

  test('gives the first job also after the process was killed in between', async () => {
    const kling = await klingWith();
    const first = await botWith(kling, 'avatar');
    const fields = { photo: await smallPhoto(), text: THREE_SECONDS };
    const keys = ['one', 'two', 'three'].map((key) => ({ 'Idempotency-Key': key }));
    const id = await idIn(await post(first.url, fields, keys[0]));
    // the others' answers are lost: whatever was kept of them is completed by the second try
    const lost = keys.slice(1).map((key) => post(first.url, fields, key).catch(() => undefined));
    await first.kill();
    await Promise.all(lost);
    const second = await botWith(kling, 'avatar', {}, first.dir);
    const answers = await Promise.all(keys.map((key) => post(second.url, fields, key)));
    expect(answers[0]?.status).toBe(200);
    const ids = await Promise.all(answers.map(idIn));
    expect(ids[0]).toBe(id);
    for (const one of ids) await until(second.url, one, 'delivered');
    expect(tasksOf(kling)).toEqual([...ids].sort());
  });
});

describe('ceilings', () => {
  test('cannot be passed by a burst, and say how much is left and when they are renewed', async () => {
    const renders = heldRenders();
    const kling = await klingWith({ render: renders.render });
    const { url } = await houseWith(kling, 'avatar', { DAILY_SECONDS_PER_PERSON: '20' });
    const fields = { photo: await smallPhoto(), text: THREE_SECONDS };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, fields)));
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(6);
    for (const answer of answers) {
      if (answer.status === 202) continue;
      const refused = await problem(Promise.resolve(answer));
      expect(refused.status).toBe(429);
      expect(refused.detail).toMatch(
        /^You have 2 of your 20 seconds left today, and this video takes about 3\..* renewed in (\d+ h )?\d+ min \(midnight UTC\)\.$/,
      );
      expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      expect(Number(refused.retryAfter)).toBeLessThanOrEqual(86_400);
    }

    // two of the three seconds were charged: what was set aside too much is given back
    renders.letGo();
    const ids = await Promise.all(taken.map(idIn));
    for (const id of ids) {
      expect(await until(url, id, 'delivered')).toMatchObject({
        estimate_seconds: 3,
        spent_seconds: 2,
        charged: 'yes',
      });
    }
    await expect.poll(async () => (await post(url, fields)).status).toBe(202);
    expect(kling.charges().video).toBeCloseTo(0.8 * kling.tasks().length, 5);
  });

  test.each([
    ['DAILY_SECONDS_PER_SPACE', /^There are 4 of 4 seconds left here today, and this video takes about 6\./],
    ['DAILY_SECONDS', /^The bot has 4 of 4 seconds left today, and this video takes about 6\./],
  ])('of %s are named', async (setting, sentence) => {
    const { url } = await houseWith(await klingWith(), 'avatar', { [setting]: '4' });
    const refused = await problem(post(url, { photo: await smallPhoto(), text: THREE_SECONDS.repeat(2) }));
    expect(refused).toMatchObject({ status: 429, detail: expect.stringMatching(sentence) });
    expect(await jobsOf(url)).toEqual({ jobs: [] });
  });
});

/** 10 hours in its header, two seconds in its bytes. */
async function tenHours(): Promise<Blob> {
  const dir = mkdtempSync(join(tmpdir(), 'herald-ten-hours-'));
  onTestFinished(() => removeDir(dir));
  const bytes = readFileSync(await makeSound(join(dir, 'sound.mp3'), 'mp3', 2));
  const header = Math.max(bytes.indexOf('Xing'), bytes.indexOf('Info'));
  expect(header).toBeGreaterThan(0);
  bytes.writeUInt32BE((10 * 3600 * 48_000) / 1152, header + 8);
  return new Blob([new Uint8Array(bytes)]);
}

const jpeg = async (width: number, height: number) =>
  new Blob([
    new Uint8Array(
      await sharp({ create: { width, height, channels: 3, background: 'teal' } })
        .jpeg()
        .toBuffer(),
    ),
  ]);

test('what cannot be used is refused with a sentence, and nothing of it is kept', async () => {
  const { url } = house.fromNow().bot;
  const before = { jobs: await jobsOf(url), media: readdirSync(join(house.dir, 'media')) };
  const photo = await smallPhoto();
  const text = THREE_SECONDS;
  const audio = await tenHours();
  const page = new Blob(['<!doctype html><html><body>Please sign in</body></html>']);
  const cases: [string, Record<string, string | Blob>, number, RegExp][] = [
    ['a bomb', { photo: new Blob([new Uint8Array(pngClaiming(60_000, 60_000))]), text }, 413, /60000 x 60000 pixels/],
    ['ten hours', { photo, audio }, 422, /longer than 300 seconds/],
    ['a web page', { photo: page, text }, 415, /not a photo/],
    ['a web page for a voice', { photo, audio: page }, 415, /not a recording/],
    ['299 pixels', { photo: await jpeg(299, 400), text }, 422, /at least 300/],
    ['one to three', { photo: await jpeg(400, 1200), text }, 422, /too long and narrow/],
    ['an empty photo', { photo: new Blob([]), text }, 415, /not a photo/],
    ['an empty recording', { photo, audio: new Blob([]) }, 415, /not a recording/],
    ['70 MB', { photo: new Blob([new Uint8Array(70_000_000)]), text }, 413, /larger than 60 MB/],
    ['words and a recording', { photo, text, audio }, 422, /only one of/],
    ['neither', { photo }, 422, /what the face is to speak/],
    ['blank words', { photo, text: '  \n ' }, 422, /either words or a recording/],
    ['no photo', { text }, 422, /photo is missing/],
    ['a ratio that nobody knows', { photo, text, aspect_ratio: '4:3' }, 422, /16:9, 9:16, 1:1/],
    ['a field that nobody knows', { photo, text, ratio: '1:1' }, 400, /no field “ratio”/],
    ['a voice that is no id', { photo, text, voice_id: '../../etc' }, 422, /voice is named by an id/],
    ['more than may be spoken', { photo, text: 'word '.repeat(300) }, 422, /about 116 seconds.*at most 60/],
  ];
  for (const [name, fields, status, sentence] of cases) {
    const refused = await problem(post(url, fields));
    expect(refused, name).toMatchObject({ status, detail: expect.stringMatching(sentence) });
    expect(refused.type, name).toMatch(/^urn:herald:problem:[a-z-]+$/);
    expect(refused.detail, name).toMatch(/\.$/);
  }
  expect(await jobsOf(url)).toEqual(before.jobs);
  await expect.poll(() => readdirSync(join(house.dir, 'incoming'))).toEqual([]);
  expect(readdirSync(join(house.dir, 'media'))).toEqual(before.media);
  // and the next one is none the worse for it
  const id = await accepted(url, { photo, text });
  await until(url, id, 'delivered');
  expect(await show(url, id)).toMatchObject({ state: 'delivered' });
});

/** A web server on loopback with something to give. */
async function neighbour() {
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? address?.port : 0, visits: () => visits };
}

test('addresses that a person typed lead nowhere inside, whatever they are called', async () => {
  const { port, visits } = await neighbour();
  const { kling, bot } = house.fromNow();
  const { url } = bot;
  const before = await jobsOf(url);
  const photo = await smallPhoto();
  const inside = [
    `http://127.0.0.1:${port}/photo.jpg`,
    `http://localhost:${port}/photo.jpg`,
    `http://2130706433:${port}/photo.jpg`,
    `http://[::ffff:127.0.0.1]:${port}/photo.jpg`,
    `http://[::1]:${port}/photo.jpg`,
    `http://0.0.0.0:${port}/photo.jpg`,
    'http://169.254.169.254/latest/meta-data/',
    `${kling.url}/results/1.mp4`,
    `${url}/healthz`,
    'file:///etc/passwd',
    'ftp://example.org/photo.jpg',
    `http://user:password@127.0.0.1:${port}/`,
  ];
  for (const address of inside) {
    const photoRefused = await problem(post(url, { photo_url: address, text: THREE_SECONDS }));
    const audioRefused = await problem(post(url, { photo, audio_url: address }));
    for (const refused of [photoRefused, audioRefused]) {
      expect(refused.status, address).toBe(422);
      expect(refused.detail).toMatch(/address.*\.$/);
    }
  }
  expect(visits()).toBe(0);
  expect(await jobsOf(url)).toEqual(before);
});
