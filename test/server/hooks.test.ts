import { describe, expect, test } from 'vitest';
import { openAnnouncing, wanted } from './announcing.ts';

const HOOK = { name: 'Releases', words: undefined, trigger: { kind: 'hook', source: 'text' } };

async function openHook(more: Record<string, unknown> = {}) {
  const kit = await openAnnouncing();
  await kit.presenter();
  const { body } = await kit.ask('POST', '/api/announcements', wanted({ ...HOOK, ...more }));
  const { id, hook } = body as { id: string; hook: { url: string; secret: string } };
  const path = new URL(hook.url).pathname;
  const call = (payload: unknown, headers: Record<string, string> = {}) =>
    kit.ask('POST', path, payload, { authorization: `Bearer ${hook.secret}`, ...headers });
  return { ...kit, id, secret: hook.secret, path, call };
}

describe('POST /hooks/{id}', () => {
  test('makes one video of a call that comes three times', async () => {
    const { call, house, ask, id } = await openHook();
    const delivery = { 'x-github-delivery': 'd1' };
    const first = await call({ text: 'Version two is out.' }, delivery);
    expect(first).toMatchObject({ status: 202, body: { announced: true, repeated: false } });
    const again = { status: 200, body: { announced: true, job: first.body.job, repeated: true } };
    expect(await call({ text: 'Version two is out.' }, delivery)).toMatchObject(again);
    expect(await call({ text: 'Version two is out.' }, delivery)).toMatchObject(again);
    expect(await house.jobs()).toMatchObject([
      { id: first.body.job, ask: { speak: { text: 'Version two is out.' } }, place: { channel: 'news' } },
    ]);
    const { body } = await ask('GET', `/api/announcements/${id}`);
    expect(body).toMatchObject({
      today: 1,
      history: [{ id: first.body.job, cause: { kind: 'hook', delivery: 'd1' } }],
    });
  });

  test('is stopped by the limit of the day, and says so before anything is paid', async () => {
    const { call, house } = await openHook({ per_day: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await call({ text: `Alarm ${i}.` })).status);
    expect(statuses).toEqual([202, 202, 429, 429, 429]);
    const { headers, body } = await call({ text: 'Alarm again.' });
    expect(Number(headers.get('retry-after'))).toBe(12 * 3600);
    expect(body).toMatchObject({ type: 'urn:herald:problem:announcement-limit', status: 429 });
    expect(await house.jobs()).toHaveLength(2);
  });

  test('answers 200 to what is nothing to announce', async () => {
    const { call } = await openHook({ words: '{{release.name}}', trigger: { kind: 'hook', source: 'github-release' } });
    const answer = await call({ zen: 'Design for failure.' }, { 'x-github-event': 'ping' });
    expect(answer).toMatchObject({ status: 200, body: { announced: false } });
  });

  test('asks strangers for the secret, also for the API token there is one', async () => {
    const { call, path, ask, secret, id, web } = await openHook();
    const refused = await call({ text: 'Hi.' }, { authorization: 'Bearer guess' });
    expect(refused).toMatchObject({ status: 401, body: { type: 'urn:herald:problem:hook-unauthorized' } });
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await ask('POST', `/api/announcements/${id}/secret`)).status).toBe(200);
    expect((await call({ text: 'Hi.' })).status).toBe(401);
    expect(web.log.join()).not.toContain(secret);
    expect((await ask('GET', path)).status).toBe(405);
  });

  test.each([
    ['{"text":', 422, 'hook-body-broken'],
    ['', 422, 'hook-body-empty'],
    [JSON.stringify({ text: 'x'.repeat(1_000_001) }), 413, 'http-body-large'],
  ])('refuses a body that it cannot use', async (body, status, problem) => {
    const { path, secret, web, house } = await openHook();
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const answer = await web.fetch(path, { method: 'POST', body, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: `urn:herald:problem:${problem}` });
    expect(await house.jobs()).toEqual([]);
  });

  test('takes a body without a length, until it turns out too large', async () => {
    const { path, secret, web } = await openHook();
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const post = (...parts: readonly string[]) => {
      const body = ReadableStream.from(parts.map((part) => Buffer.from(part)));
      return web.fetch(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    };
    expect((await post('{"text":', '"Hi."}')).status).toBe(202);
    expect((await post('{"text":"', 'x'.repeat(600_000), 'x'.repeat(600_000))).status).toBe(413);
  });

  test.each(['nonsense', `a${'0'.repeat(23)}`, 'constructor'])('has nothing at another address', async (id) => {
    const { call, ask } = await openHook();
    expect((await call({ text: 'Hi.' })).status).toBe(202);
    expect(await ask('POST', `/hooks/${id}`, {})).toMatchObject({ status: 404 });
  });

  test('takes nothing while it stops, and says when to come again', async () => {
    const { call, web, house } = await openHook();
    web.server.stopAccepting();
    const answer = await call({ text: 'Hi.' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await house.jobs()).toEqual([]);
  });
});
