import { Counter, Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { jobId } from '../../src/jobs/identity.ts';
import { openHouse } from './house.ts';

const ID = jobId('a', 1);
const path = (url: string) => new URL(url).pathname;

describe('a callback', () => {
  test('with a good signature is passed on with its headers and its raw body', async () => {
    const house = await openHouse();
    const body = '{ "task_id": "t" ,"x":"é"}';
    const headers = { 'Webhook-Id': 'w1', 'Content-Type': 'application/json' };
    const answer = await house.fetch(path(house.links.callbackUrl(ID)), { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(house.callbacks).toEqual([{ job: ID, headers: expect.objectContaining({ 'webhook-id': 'w1' }), body }]);
  });

  test('is taken without a declared length', async () => {
    const house = await openHouse();
    const body = ReadableStream.from([Buffer.from('{"task'), Buffer.from('_id":"t"}')]);
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await house.fetch(path(house.links.callbackUrl(ID)), init)).status).toBe(200);
    expect(house.callbacks).toMatchObject([{ body: '{"task_id":"t"}' }]);
  });

  test.each([
    ['another job’s', (good: string) => good.replace(ID, jobId('b', 1))],
    ['a cut', (good: string) => good.slice(0, -1)],
    ['no', () => `/kling/callback/${ID}`],
    ['an empty', () => `/kling/callback/${ID}.`],
    ['an odd', () => `/kling/callback/${encodeURIComponent('é'.repeat(43))}.x`],
  ])('with %s signature is told that there is nothing', async (_what, forge) => {
    const house = await openHouse();
    const answer = await house.fetch(forge(path(house.links.callbackUrl(ID))), { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'urn:herald:problem:http-not-found' });
    expect(house.callbacks).toEqual([]);
  });

  test('is answered at once, also when what follows fails, and the failure is logged with the job', async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    const house = await openHouse({ deps: { onCallback: () => promise } });
    const answer = await house.fetch(path(house.links.callbackUrl(ID)), { method: 'POST', body: '{}' });
    expect(answer.status).toBe(200);
    reject(new Error('no such task'));
    await house.server.close();
    expect(house.log.find((line) => line.includes('no such task'))).toContain(`"job":"${ID}"`);
  });

  test.each([
    ['said', 'x'.repeat(1_000_001)],
    ['streamed', ReadableStream.from(Array.from({ length: 20 }, () => Buffer.alloc(100_000)))],
  ])('of more than a megabyte is refused (%s)', async (_how, body) => {
    const house = await openHouse();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const answer = await house.fetch(path(house.links.callbackUrl(ID)), init);
    expect(answer.status).toBe(413);
    expect(house.callbacks).toEqual([]);
  });
});

describe('a media link', () => {
  test.each([
    ['a JPEG', '\xff\xd8\xff\xe0', 'image/jpeg'],
    ['a PNG', '\x89PNG\r\n\x1a\n', 'image/png'],
    ['an MP3', 'ID3\x04', 'audio/mpeg'],
    ['an MP3 without tags', '\xff\xfb\x90', 'audio/mpeg'],
    ['a WAV', 'RIFF\n\n\n\nWAVE', 'audio/wav'],
    ['an MP4', '\0\0\0 ftypisom', 'video/mp4'],
    ['a page', '<!doctype html>', 'application/octet-stream'],
  ])('serves %s as what it is', async (_what, beginning, type) => {
    const house = await openHouse();
    const bytes = Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(100)]);
    await house.keep(`${ID}.sound`, bytes);
    const link = path(house.links.mediaUrl(`${ID}.sound`, 60_000));
    const answer = await house.fetch(link);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect((await house.fetch(link, { headers: { range: 'bytes=1-2' } })).status).toBe(206);
  });

  test.each([
    ['is forged', (good: string) => good.replace('.sound', '.photo')],
    ['is prolonged', (good: string) => good.replace('/media/', '/media/z')],
    ['climbs', () => '/media/x.y/..%2f..%2fsecret-key'],
  ])('that %s leads nowhere', async (_what, forge) => {
    const house = await openHouse();
    await house.keep(`${ID}.sound`, Buffer.from('x'));
    await house.keep(`${ID}.photo`, Buffer.from('x'));
    const answer = await house.fetch(forge(path(house.links.mediaUrl(`${ID}.sound`, 60_000))));
    expect(await answer.json()).toMatchObject({ status: 404, type: 'urn:herald:problem:http-not-found' });
  });

  test('answers the same when it is over and when its bytes are gone', async () => {
    const house = await openHouse();
    await house.keep(`${ID}.sound`, Buffer.from('x'));
    const over = await house.fetch(path(house.links.mediaUrl(`${ID}.sound`, -1)));
    const gone = await house.fetch(path(house.links.mediaUrl(`${ID}.image`, 60_000)));
    expect([over.status, gone.status]).toEqual([404, 404]);
    expect(await over.text()).toBe(await gone.text());
  });
});

describe('health, readiness and metrics', () => {
  test('the process is alive', async () => {
    const house = await openHouse({ deps: { readiness: () => Promise.reject(new Error('the store is broken')) } });
    expect((await house.fetch('/healthz')).status).toBe(200);
  });

  test('not ready is a problem with the reasons', async () => {
    const reasons = ['Kling’s queue is paused.'];
    const house = await openHouse({ deps: { readiness: async () => ({ ready: false, reasons }) } });
    const answer = await house.fetch('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      ready: false,
      reasons,
      detail: expect.stringContaining(reasons[0] ?? ''),
    });
  });

  test('readiness that cannot be found out is none, and tells strangers no more than that', async () => {
    const house = await openHouse({ deps: { readiness: () => Promise.reject(new Error('the store is broken')) } });
    const answer = await house.fetch('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('broken');
    expect(house.log.join('')).toContain('the store is broken');
  });

  test('metrics are Prometheus’s', async () => {
    const metrics = new Registry();
    new Counter({ name: 'herald_jobs', help: 'jobs', registers: [metrics] }).inc(3);
    const house = await openHouse({ deps: { metrics } });
    const answer = await house.fetch('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('herald_jobs 3');
  });
});

describe('the log', () => {
  test('has a line a request with the route, never the path, the query, a token or a key', async () => {
    const house = await openHouse({ env: { API_TOKEN: 'the-token' } });
    await house.keep(`${ID}.sound`, Buffer.from('x'));
    const media = path(house.links.mediaUrl(`${ID}.sound`, 60_000));
    const callback = path(house.links.callbackUrl(ID));
    await house.fetch(`${media}?secret=query`);
    await house.fetch(callback, { method: 'POST', body: 'the body' });
    await house.fetch('/api/jobs?cursor=mine', {
      headers: { authorization: 'Bearer the-token', 'idempotency-key': 'k1' },
    });
    await house.server.close();

    const log = house.log.join('');
    const routes = house.log.map((line) => (JSON.parse(line) as { route?: string }).route).filter(Boolean);
    expect(routes).toEqual(['/media/:grant/:key', '/kling/callback/:token', '/api/jobs']);
    const secrets = [
      'the-token',
      'secret=query',
      'the body',
      'mine',
      'k1',
      media.split('/')[2] ?? '',
      callback.split('.')[1] ?? '',
    ];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});
