import { describe, expect, test } from 'vitest';
import { jobId } from '../../src/jobs/identity.ts';
import { type House, job, openHouse } from './house.ts';
import { send } from './wire.ts';

const ID = jobId('a', 1);
const BYTES = Buffer.from('0123456789');

async function delivered(house: House) {
  house.jobs.set(
    ID,
    job(ID, { state: 'delivered', video: { seconds: 3, bytes: 10 }, taskId: 't', units: 1.2, spent: 3 }),
  );
  await house.keep(`${ID}.mp4`, BYTES);
}

describe('GET /api/jobs/{id}', () => {
  test('shows a job that failed with its reason as a sentence', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID, { state: 'failed', charged: 'no', reason: { key: 'kling_face', params: {} } }));
    const shown = (await (await house.fetch(`/api/jobs/${ID}`)).json()) as { reason: string };
    expect(shown).toEqual({
      id: ID,
      state: 'failed',
      reason: expect.stringContaining('single clear face'),
      charged: 'no',
      created_at: '2023-11-14T22:13:20.000Z',
      updated_at: '2023-11-14T22:13:20.000Z',
      estimate_seconds: 3,
    });
  });

  test('shows a delivered job with its own address of the video, never Kling’s', async () => {
    const house = await openHouse();
    await delivered(house);
    house.change(ID, { result: { url: 'https://kling.example/signed' }, spent: 2.1999999999999997 });
    const text = await (await house.fetch(`/api/jobs/${ID}`)).text();
    expect(text).not.toContain('kling.example');
    expect(JSON.parse(text)).toMatchObject({
      state: 'delivered',
      task_id: 't',
      units: 1.2,
      spent_seconds: 2.2,
      video: { url: `/api/jobs/${ID}/video`, duration: 3, bytes: 10 },
    });
  });

  test('uses PUBLIC_URL for the address of the video', async () => {
    const house = await openHouse({ env: { PUBLIC_URL: 'https://herald.example/h/', API_TOKEN: 'token' } });
    await delivered(house);
    const answer = await house.fetch(`/api/jobs/${ID}`, { headers: { authorization: 'Bearer token' } });
    expect(await answer.json()).toMatchObject({ video: { url: `https://herald.example/h/api/jobs/${ID}/video` } });
  });

  test.each([ID, 'nonsense', '..%2f..%2fetc', 'x'.repeat(5000)])('answers 404 for what is not there', async (id) => {
    const house = await openHouse();
    const answer = await house.fetch(`/api/jobs/${id}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('GET /api/jobs', () => {
  test('lists page by page, by state', async () => {
    const house = await openHouse();
    for (let i = 0; i < 5; i++) {
      const id = jobId('list', i);
      house.jobs.set(id, job(id, { state: i === 0 ? 'failed' : 'queued' }));
    }
    type Page = { jobs: { id: string; position: number }[]; cursor?: string };
    const page = async (query: string) => (await (await house.fetch(`/api/jobs?${query}`)).json()) as Page;
    const first = await page('state=queued&limit=3');
    expect(first.jobs).toHaveLength(3);
    expect(first.jobs[0]).toMatchObject({ id: jobId('list', 4), position: 1 });
    const second = await page(`state=queued&limit=3&cursor=${first.cursor}`);
    expect(second.jobs).toHaveLength(1);
    expect(second.cursor).toBeUndefined();
  });

  test.each(['state=done', 'limit=0', 'limit=101', 'limit=1e1', 'cursor=%00', `cursor=${'x'.repeat(201)}`])(
    'refuses ?%s and says what is expected',
    async (query) => {
      const house = await openHouse();
      const answer = await house.fetch(`/api/jobs?${query}`);
      expect(await answer.json()).toMatchObject({ status: 400, type: 'urn:herald:problem:http-query' });
    },
  );
});

describe('DELETE /api/jobs/{id}', () => {
  test('asks to cancel', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID));
    const answer = await house.fetch(`/api/jobs/${ID}`, { method: 'DELETE' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ id: ID, state: 'queued' });
    expect(house.jobs.get(ID)?.cancelAsked).toBe(1);
  });
});

describe('GET /api/jobs/{id}/video', () => {
  const video = `/api/jobs/${ID}/video`;

  test('sends the whole video', async () => {
    const house = await openHouse();
    await delivered(house);
    const answer = await house.fetch(video);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'content-disposition': `inline; filename="${ID}.mp4"`,
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
    expect(await answer.text()).toBe('0123456789');
  });

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
  ])('sends the part %s', async (range, text, contentRange) => {
    const house = await openHouse();
    await delivered(house);
    const answer = await house.fetch(video, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('content-length')).toBe(String(text.length));
    expect(await answer.text()).toBe(text);
  });

  test('answers 416 for a part that lies outside', async () => {
    const house = await openHouse();
    await delivered(house);
    const answer = await house.fetch(video, { headers: { range: 'bytes=10-' } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  test('sends the whole when If-Range names another version, the part when it names this one', async () => {
    const house = await openHouse();
    await delivered(house);
    const tag = (await house.fetch(video, { method: 'HEAD' })).headers.get('etag') ?? '';
    const status = async (ifRange: string) =>
      (await house.fetch(video, { headers: { range: 'bytes=0-1', 'if-range': ifRange } })).status;
    expect(await status(tag)).toBe(206);
    expect(await status('"other"')).toBe(200);
    expect(await status(`W/${tag}`)).toBe(200);
  });

  test('answers 304 to a browser that has it', async () => {
    const house = await openHouse();
    await delivered(house);
    const tag = (await house.fetch(video, { method: 'HEAD' })).headers.get('etag') ?? '';
    const answer = await house.fetch(video, { headers: { 'if-none-match': `"x", ${tag}` } });
    expect(answer.status).toBe(304);
  });

  test('answers HEAD without the bytes', async () => {
    const house = await openHouse();
    await delivered(house);
    const answer = await send(house.port, { method: 'HEAD', path: video, headers: { range: 'bytes=0-1' } });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers['content-length']).toBe('10');
  });

  test('answers 404 while there is none, also when one was fetched for a job that is cancelled', async () => {
    const house = await openHouse();
    await delivered(house);
    for (const state of ['queued', 'delivering', 'failed', 'cancelled'] as const) {
      house.change(ID, { state });
      const answer = await house.fetch(video);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ detail: `This job has no video: it is ${state}.` });
    }
  });

  test('answers 410 once it is not kept any more', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID, { state: 'delivered', video: { seconds: 3, bytes: 10 } }));
    expect((await house.fetch(video)).status).toBe(410);
  });
});

describe('GET /api/voices', () => {
  test('lists the voices', async () => {
    const house = await openHouse();
    expect(await (await house.fetch('/api/voices')).json()).toEqual({
      voices: [{ id: 'oversea_male1', language: 'en', name: 'Anchor' }],
    });
  });
});
