import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { KlingError, Unreadable } from '../../src/kling/errors.ts';
import { calm, KEY, ok, refused, reply, standIn, transportTo } from './stand-in.ts';

const call = { route: 'list', path: '/v1/things?pageNum=1', data: z.array(z.string()) } as const;

test('a read gives the data of the answer, asked for below the prefix of the base URL with the key as bearer', async () => {
  const server = await standIn((_, response) => reply(response, 200, ok(['a'])));
  const { transport, news } = transportTo(`${server.url}/gateway/kling/`);
  expect(await transport.read(call, calm())).toEqual(['a']);
  expect(server.received[0]).toMatchObject({ method: 'GET', url: '/gateway/kling/v1/things?pageNum=1' });
  expect(server.received[0]?.headers.authorization).toBe('Bearer api-key-kling-0123456789');
  expect(news).toEqual([{ method: 'GET', route: 'list', outcome: 'ok', ms: expect.any(Number) }]);
});

test('requests one after the other share their connections', async () => {
  const ports = new Set<number | undefined>();
  const server = await standIn((_, response, raw) => {
    ports.add(raw.socket.remotePort);
    reply(response, 200, ok([]));
  });
  const { transport } = transportTo(server.url);
  for (let count = 0; count < 20; count += 1) await transport.read(call, calm());
  expect(ports.size).toBeLessThanOrEqual(2);
});

test('the code in the body decides, not the HTTP status, and may be a string of digits', async () => {
  const server = await standIn((request, response) => {
    if (request.url === '/fine') reply(response, 500, { code: '0', message: '', data: ['a'] });
    else reply(response, 200, refused('1103', 'no'));
  });
  const { transport } = transportTo(server.url);
  expect(await transport.read({ ...call, path: '/fine' }, calm())).toEqual(['a']);
  await expect(transport.read(call, calm())).rejects.toMatchObject({ code: 1103, kind: 'permission', requestId: 'r1' });
});

test.each([
  ['with nothing else', { code: 1303 }],
  ['with a message', { code: 1303, message: 'parallel task over resource pack limit', request_id: 'r1' }],
])('a refusal is a refusal without `data`, %s', async (_, body) => {
  const server = await standIn((_request, response) => reply(response, 429, body));
  const { transport } = transportTo(server.url);
  await expect(transport.read(call, calm())).rejects.toMatchObject({ code: 1303, kind: 'busy' });
});

describe('what may pass is tried three times, with waits that grow', () => {
  test.each([
    ['code 5000', 500, refused(5000, 'internal')],
    ['code 1302 under 429', 429, refused(1302, 'slow down')],
    ['code 1303 under 200', 200, refused(1303, 'parallel task over resource pack limit')],
    ['a gateway’s page under 502', 502, '<html>Bad gateway</html>'],
    ['an unknown code under 500', 500, refused(5999, 'new')],
  ])('%s', async (_, status, body) => {
    let left = 2;
    const server = await standIn((_request, response) => {
      if (left-- > 0) reply(response, status, body);
      else reply(response, 200, ok(['at last']));
    });
    const { transport, waits } = transportTo(server.url);
    expect(await transport.read(call, calm())).toEqual(['at last']);
    expect(waits).toEqual([1_000, 2_000]);
  });

  test('a connection that breaks off', async () => {
    let left = 2;
    const server = await standIn((_request, response, raw) => {
      if (left-- > 0) raw.socket.destroy();
      else reply(response, 200, ok(['at last']));
    });
    const { transport } = transportTo(server.url);
    expect(await transport.read(call, calm())).toEqual(['at last']);
  });

  test('an answer cut off in its middle', async () => {
    let left = 1;
    const server = await standIn((_request, response, raw) => {
      if (left-- > 0) {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"code":0,', () => raw.socket.destroy());
      } else reply(response, 200, ok(['whole']));
    });
    const { transport } = transportTo(server.url);
    expect(await transport.read(call, calm())).toEqual(['whole']);
  });

  test('and no more than three times', async () => {
    const server = await standIn((_request, response) => reply(response, 503, refused(5001, 'maintenance')));
    const { transport, news } = transportTo(server.url);
    await expect(transport.read(call, calm())).rejects.toMatchObject({ code: 5001, transient: true });
    expect(server.received).toHaveLength(3);
    expect(news.map((entry) => entry.outcome)).toEqual(['unavailable', 'unavailable', 'unavailable']);
  });
});

describe('what no waiting mends is tried once', () => {
  test.each([
    ['an empty pack, although HTTP says 429', 429, refused(1102, 'pack used up')],
    ['a refused key', 401, refused(1002, 'api key not found')],
    ['an unknown code', 400, refused(4242, 'new')],
    ['a page instead of JSON', 200, '<html>Welcome</html>'],
    ['JSON without a code', 200, { data: [] }],
    ['data of another shape', 200, ok({ not: 'a list' })],
    ['no data at all', 200, { code: 0 }],
    ['a page that is not there', 404, 'Not found'],
  ])('%s', async (_, status, body) => {
    const server = await standIn((_request, response) => reply(response, status, body));
    const { transport, waits } = transportTo(server.url);
    const error = await transport.read(call, calm()).catch((thrown: unknown) => thrown);
    expect(error instanceof KlingError || error instanceof Unreadable).toBe(true);
    expect(server.received).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('a redirect, which is never followed', async () => {
    const server = await standIn((_request, response) => reply(response, 302, '', { location: '/elsewhere' }));
    const { transport } = transportTo(server.url);
    await expect(transport.read(call, calm())).rejects.toMatchObject({ name: 'Unreadable', status: 302 });
    expect(server.received.map((request) => request.url)).toEqual(['/v1/things?pageNum=1']);
  });

  test('an answer over 8 MB', async () => {
    const server = await standIn((_request, response) => reply(response, 200, ok(['x'.repeat(9_000_000)])));
    const { transport } = transportTo(server.url);
    await expect(transport.read(call, calm())).rejects.toMatchObject({ name: 'Unreadable', transient: false });
  });
});

test('an answer of 7 MB is read', async () => {
  const server = await standIn((_request, response) => reply(response, 200, ok(['x'.repeat(7_000_000)])));
  const { transport } = transportTo(server.url);
  expect((await transport.read(call, calm()))[0]).toHaveLength(7_000_000);
});

describe('Retry-After wins over the backoff', () => {
  const busy = async (header: string) => {
    let left = 1;
    return standIn((_request, response) => {
      if (left-- > 0) reply(response, 429, refused(1302, 'slow'), { 'retry-after': header });
      else reply(response, 200, ok([]));
    });
  };

  test('as seconds', async () => {
    const server = await busy('7');
    const { transport, waits } = transportTo(server.url);
    await transport.read(call, calm());
    expect(waits).toEqual([7_000]);
  });

  test('as a date', async () => {
    const server = await busy('Wed, 21 Oct 2026 07:28:10 GMT');
    const { transport, waits } = transportTo(server.url, { now: () => Date.UTC(2026, 9, 21, 7, 28, 4) });
    await transport.read(call, calm());
    expect(waits).toEqual([6_000]);
  });

  test('but a wait of an hour is left to the caller', async () => {
    const server = await busy('3600');
    const { transport, waits } = transportTo(server.url);
    await expect(transport.read(call, calm())).rejects.toMatchObject({ code: 1302, retryAfterMs: 3_600_000 });
    expect(waits).toEqual([]);
  });
});

describe('a read ends', () => {
  test('when nothing is answered in time', async () => {
    const server = await standIn(() => {});
    const { transport, news } = transportTo(server.url, { timeouts: { read: 30 } });
    await expect(transport.read(call, calm())).rejects.toThrow('no answer within 30 ms');
    expect(news.map((entry) => entry.outcome)).toEqual(['network', 'network', 'network']);
  });

  test('when the answer begins and does not end in time', async () => {
    const server = await standIn((_request, response) => {
      response.writeHead(200);
      response.write('{"code":0,');
    });
    const { transport } = transportTo(server.url, { timeouts: { body: 30 } });
    await expect(transport.read(call, calm())).rejects.toThrow('answer not whole within 30 ms');
  });

  test('when it is aborted while the answer is awaited, with the reason given', async () => {
    const controller = new AbortController();
    const server = await standIn(() => controller.abort(new Error('Herald stops')));
    const { transport, news } = transportTo(server.url);
    await expect(transport.read(call, controller.signal)).rejects.toThrow('Herald stops');
    expect(server.received).toHaveLength(1);
    expect(news.map((entry) => entry.outcome)).toEqual(['aborted']);
  });

  test('when it is aborted between two attempts', async () => {
    const controller = new AbortController();
    const server = await standIn((_request, response) => reply(response, 500, refused(5000, 'internal')));
    const { transport } = transportTo(server.url, {
      wait: async (_ms, signal) => {
        controller.abort(new Error('Herald stops'));
        await later(60_000, undefined, { signal });
      },
    });
    await expect(transport.read(call, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.received).toHaveLength(1);
  });
});

test('no error shows the key, a link or more of Kling’s words than 300 characters', async () => {
  const said = `key ${KEY.kind === 'key' && KEY.apiKey} at https://cdn/x?sign=abc\n\u0007 ${'y'.repeat(1_000)}`;
  const server = await standIn((_request, response) => reply(response, 401, refused(1002, said)));
  const { transport } = transportTo(server.url);
  const error = await transport.read(call, calm()).catch((thrown: unknown) => thrown);
  const shown = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`;
  expect(shown).toContain('key [secret] at [link] y');
  expect(shown).not.toContain('0123456789');
  expect(shown).not.toContain('sign=abc');
  expect(error instanceof KlingError && error.said.length).toBe(300);
});
