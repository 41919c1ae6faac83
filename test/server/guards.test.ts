import { describe, expect, test } from 'vitest';
import { jobId } from '../../src/jobs/identity.ts';
import { form, openHouse } from './house.ts';
import { send } from './wire.ts';

const PUBLIC = { PUBLIC_URL: 'https://herald.example', API_TOKEN: 'the-token' };
const bearer = { authorization: 'Bearer the-token' };
const OPEN = ['/healthz', '/readyz'];
const CLOSED = ['/', '/api/jobs', '/api/voices', '/api/docs', '/api/openapi.json', '/metrics', '/nowhere'];

describe('the API token', () => {
  test.each(CLOSED)('is asked for at %s', async (path) => {
    const house = await openHouse({ env: PUBLIC });
    const without = await house.fetch(path);
    expect(without.status).toBe(401);
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="Herald"');
    expect(without.headers.get('content-type')).toBe('application/problem+json');
    expect((await house.fetch(path, { headers: { authorization: 'Bearer the-toke' } })).status).toBe(401);
    expect((await house.fetch(path, { headers: { authorization: 'Basic the-token' } })).status).toBe(401);
    expect((await house.fetch(path, { headers: bearer })).status).toBe(path === '/nowhere' ? 404 : 200);
  });

  test.each(OPEN)('is not asked for at %s', async (path) => {
    const house = await openHouse({ env: PUBLIC });
    expect((await house.fetch(path)).status).toBe(200);
  });

  test('is asked for before a body is read', async () => {
    const house = await openHouse({ env: PUBLIC });
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(answer.status).toBe(401);
    expect(house.asked).toEqual([]);
  });
});

describe('the Host header', () => {
  const get = (port: number, host: string, path = '/api/voices', headers = {}) =>
    send(port, { path, headers: { host, ...headers } });

  test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:3000', '[::1]:3000'])('%s is this machine', async (host) => {
    const house = await openHouse();
    expect((await get(house.port, host)).status).toBe(200);
  });

  test.each(['evil.example', 'localhost.evil.example', '10.0.0.1', 'localhost@evil.example', 'herald.example'])(
    '%s is foreign',
    async (host) => {
      const house = await openHouse();
      const answer = await get(house.port, host);
      expect([400, 421]).toContain(answer.status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect((await get(house.port, host, '/api/jobs')).status).not.toBe(200);
    },
  );

  test('of PUBLIC_URL is ours', async () => {
    const house = await openHouse({ env: PUBLIC });
    expect((await get(house.port, 'herald.example', '/api/voices', bearer)).status).toBe(200);
    expect((await get(house.port, 'other.example', '/api/voices', bearer)).status).toBe(421);
  });

  test('may be any bare address when the server listens on all of them', async () => {
    const house = await openHouse({ env: { HOST: '0.0.0.0', API_TOKEN: 'the-token' } });
    expect((await get(house.port, '192.168.1.5:8080', '/api/voices', bearer)).status).toBe(200);
    expect((await get(house.port, 'rebound.example', '/api/voices', bearer)).status).toBe(421);
  });

  test.each(OPEN)('does not matter at %s', async (path) => {
    const house = await openHouse();
    expect((await get(house.port, 'anything.example', path)).status).toBe(200);
  });

  test('does not matter for callbacks and media links', async () => {
    const house = await openHouse();
    await house.keep('a.image', Buffer.from('\x89PNG\r\n\x1a\n----', 'latin1'));
    const callback = new URL(house.links.callbackUrl(jobId('a', 1))).pathname;
    const media = new URL(house.links.mediaUrl('a.image', 1000)).pathname;
    const headers = { host: 'anything.example' };
    expect((await send(house.port, { method: 'POST', path: callback, headers, body: '{}' })).status).toBe(200);
    expect((await send(house.port, { path: media, headers })).status).toBe(200);
  });
});

describe('a request that a page of another site makes a browser send', () => {
  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the Origin of another port', { origin: 'http://localhost:9' }],
    ['an opaque Origin', { origin: 'null' }],
    ['Fetch Metadata of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['Fetch Metadata of a sister site', { 'sec-fetch-site': 'same-site' }],
    [
      'a form that is submitted',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('is refused: %s', async (_what, headers) => {
    const house = await openHouse();
    const answer = await send(house.port, { method: 'POST', path: '/api/jobs', headers, body: 'x' });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 403, type: 'urn:herald:problem:http-cross-site' });
    expect(house.asked).toEqual([]);
  });

  test('may follow a link', async () => {
    const house = await openHouse();
    const follow = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await send(house.port, { path: '/', headers: follow })).status).toBe(200);
    const frame = { ...follow, 'sec-fetch-dest': 'iframe' };
    expect((await send(house.port, { path: '/', headers: frame })).status).toBe(403);
  });

  test('is something else than one of our own pages', async () => {
    const house = await openHouse({ env: PUBLIC });
    const own = (headers: Record<string, string>) =>
      send(house.port, { path: '/api/voices', headers: { ...bearer, ...headers } });
    const local = `127.0.0.1:${house.port}`;
    expect((await own({ host: local, origin: `http://${local}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await own({ host: 'herald.example', origin: 'https://herald.example' })).status).toBe(200);
    expect((await own({ host: local, 'sec-fetch-site': 'none' })).status).toBe(200);
  });
});

describe('every answer', () => {
  test.each(['/healthz', '/', '/nowhere', `/api/jobs/${jobId('a', 1)}`])(
    'of %s carries the headers that keep browsers careful',
    async (path) => {
      const house = await openHouse();
      const { headers } = await house.fetch(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('to a method that an address does not take names those that it takes', async () => {
    const house = await openHouse();
    const answer = await house.fetch('/api/jobs', { method: 'PUT' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD');
    expect(await answer.json()).toMatchObject({ type: 'urn:herald:problem:http-method' });
  });

  test('to an address that leads nowhere is a problem', async () => {
    const house = await openHouse();
    const answer = await house.fetch('/nowhere');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      type: 'urn:herald:problem:http-not-found',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.',
    });
  });
});
