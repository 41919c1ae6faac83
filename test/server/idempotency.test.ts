import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { form, type House, openHouse } from './house.ts';

async function post(house: House, key: string, fields: Parameters<typeof form>[0] = {}, without: string[] = []) {
  const body = form(fields);
  for (const name of without) body.delete(name);
  const answer = await house.fetch('/api/jobs', { method: 'POST', body, headers: { 'Idempotency-Key': key } });
  const json = (await answer.json()) as { id?: string; type?: string };
  return { status: answer.status, ...json };
}

describe('an Idempotency-Key', () => {
  test('with the same input finds the first job again', async () => {
    const house = await openHouse();
    const first = await post(house, 'k1');
    const again = await post(house, 'k1');
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.id).toBe(first.id);
    expect(house.jobs.size).toBe(1);
    expect(house.asked).toHaveLength(1);
  });

  test.each([
    ['other words', { text: 'Good night.' }],
    ['another photo', { photo: new Blob(['another photo']) }],
    ['another ratio', { aspect_ratio: '1:1' }],
    ['a voice', { voice_id: 'v' }],
    ['a prompt', { prompt: 'smile' }],
  ])('with %s is refused', async (_what, fields) => {
    const house = await openHouse();
    await post(house, 'k1');
    expect(await post(house, 'k1', fields)).toMatchObject({
      status: 422,
      type: 'urn:herald:problem:http-idempotency-conflict',
    });
    expect(house.jobs.size).toBe(1);
  });

  test('used ten times at once makes one job', async () => {
    const house = await openHouse();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(house, 'k1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 202]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(house.asked).toHaveLength(1);
  });

  test('is written down before the job is made', async () => {
    let entries: unknown[] = [];
    const house: House = await openHouse({
      onAvatar: async () => {
        entries = [...house.entries.values()];
      },
    });
    await post(house, 'k1');
    expect(entries).toEqual([
      { at: expect.any(Number), origin: expect.stringMatching(/^api:key:/), fingerprint: expect.any(String) },
    ]);
  });

  test('whose job was lost to a crash is completed as the same job', async () => {
    let crashes = 1;
    const house = await openHouse({
      onAvatar: async () => {
        if (crashes-- > 0) throw new Error('killed');
      },
    });
    expect((await post(house, 'k1')).status).toBe(500);
    const [entry] = house.entries.values();
    const second = await post(house, 'k1');
    expect(second.status).toBe(202);
    expect(house.asked.map(({ origin }) => origin)).toEqual([
      { key: entry?.origin, at: entry?.at },
      { key: entry?.origin, at: entry?.at },
    ]);
    expect((await post(house, 'k1')).id).toBe(second.id);
  });

  test('whose job was made before a crash finds it without fetching anything, even where fetching would be refused', async () => {
    const house = await openHouse();
    const again = () => post(house, 'k1', { photo_url: 'https://example.com/a.jpg' }, ['photo']);
    const first = await again();
    house.fetched.length = 0;
    expect(await again()).toMatchObject({ status: 200, id: first.id });
    expect(house.fetched).toEqual([]);
    expect(house.jobs.size).toBe(1);
  });

  test('of a request that was refused may be used for a better one', async () => {
    let refusals = 1;
    const house = await openHouse({
      onAvatar: async () => {
        if (refusals-- > 0) throw new Refusal('input', 'media_photo_type');
      },
    });
    expect((await post(house, 'k1')).status).toBe(422);
    expect((await post(house, 'k1', { photo: new Blob(['a better photo']) })).status).toBe(202);
  });

  test('does not fetch an address again for a job that is there', async () => {
    const house = await openHouse();
    const again = () => post(house, 'k1', { photo_url: 'https://example.com/a.jpg' }, ['photo']);
    expect((await again()).status).toBe(202);
    expect((await again()).status).toBe(200);
    expect(house.fetched).toEqual(['https://example.com/a.jpg']);
  });

  test('is nowhere kept as it was sent', async () => {
    const house = await openHouse();
    await post(house, 'my-secret-key');
    expect(JSON.stringify([...house.entries])).not.toContain('my-secret-key');
    expect(house.log.join('')).not.toContain('my-secret-key');
  });

  test('that is too long is refused', async () => {
    const house = await openHouse();
    expect((await post(house, 'k'.repeat(256))).status).toBe(400);
  });

  test('left out makes a new job each time', async () => {
    const house = await openHouse();
    for (let i = 0; i < 2; i++) await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(house.jobs.size).toBe(2);
  });
});
