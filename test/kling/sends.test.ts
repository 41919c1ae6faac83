import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { KlingError, NotSent, UnknownOutcome } from '../../src/kling/errors.ts';
import { calm, ok, refused, reply, standIn, transportTo } from './stand-in.ts';

const call = { route: 'create', path: '/v1/make', data: z.object({ task_id: z.string() }) } as const;
const body = { image: 'aGVyYWxk' };

const failure = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

test('what is sent is JSON, and what comes back is its data', async () => {
  const server = await standIn((_, response) => reply(response, 200, ok({ task_id: 't1' })));
  const { transport, news } = transportTo(server.url);
  expect(await transport.send(call, body, calm())).toEqual({ task_id: 't1' });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/make', body: '{"image":"aGVyYWxk"}' });
  expect(server.received[0]?.headers['content-type']).toBe('application/json');
  expect(news).toEqual([{ method: 'POST', route: 'create', outcome: 'ok', ms: expect.any(Number) }]);
});

describe('Kling definitely refused', () => {
  test.each([
    [400, 1201, 'invalid'],
    [200, 1301, 'policy'],
    [429, 1303, 'busy'],
    [429, 1302, 'throttled'],
    [429, 1102, 'money'],
    [500, 1301, 'policy'],
    [400, 4242, 'unknown'],
  ])('HTTP %i with code %i is a refusal of kind %s, sent once', async (status, code, kind) => {
    const server = await standIn((_, response) => reply(response, status, refused(code, 'no')));
    const { transport, news } = transportTo(server.url);
    const error = await failure(transport.send(call, body, calm()));
    expect(error).toBeInstanceOf(KlingError);
    expect(error).toMatchObject({ code, kind, status, said: 'no' });
    expect(server.received).toHaveLength(1);
    expect(news.map((entry) => entry.outcome)).toEqual([kind]);
  });

  test('a gateway’s 413 without JSON is a refusal of the request as it stands', async () => {
    const server = await standIn((_, response) => reply(response, 413, '<html>too large</html>'));
    const { transport } = transportTo(server.url);
    const error = await failure(transport.send(call, body, calm()));
    expect(error).toBeInstanceOf(KlingError);
    expect(error).toMatchObject({ kind: 'invalid', person: 'kling_too_large' });
  });
});

describe('nobody can tell whether Kling took it', () => {
  test.each<[string, number, unknown, { status?: number; code?: number }]>([
    ['code 5000', 500, refused(5000, 'internal'), { status: 500, code: 5000 }],
    ['code 5001', 503, refused(5001, 'maintenance'), { status: 503, code: 5001 }],
    ['code 5002', 200, refused(5002, 'timeout'), { status: 200, code: 5002 }],
    ['an unknown code under 502', 502, refused(502, 'bad gateway'), { status: 502, code: 502 }],
    ['an unknown code of the 5000s under 200', 200, refused(5003, 'new'), { status: 200, code: 5003 }],
    ['a page under 504', 504, '<html>gateway timeout</html>', { status: 504 }],
    ['garbage under 200', 200, '{"code":0,"data":', { status: 200 }],
    ['an empty answer', 200, '', { status: 200 }],
    ['JSON that is no object', 200, '[]', { status: 200 }],
    ['no task id', 200, ok({}), { status: 200, code: 0 }],
    ['data that is null', 200, ok(null), { status: 200, code: 0 }],
    ['a redirect', 307, '', { status: 307 }],
  ])('%s', async (_, status, answer, carried) => {
    const server = await standIn((_request, response) =>
      reply(response, status, answer, { location: '/v1/elsewhere' }),
    );
    const { transport, news } = transportTo(server.url);
    const error = await failure(transport.send(call, body, calm()));
    expect(error).toBeInstanceOf(UnknownOutcome);
    expect(error).toMatchObject(carried);
    expect(server.received).toHaveLength(1);
    expect(news.map((entry) => entry.outcome)).toEqual(['unknown_outcome']);
  });

  test('the connection is reset after the request was read', async () => {
    const server = await standIn((_request, _response, raw) => raw.socket.resetAndDestroy());
    const { transport } = transportTo(server.url);
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(UnknownOutcome);
    expect(server.received).toHaveLength(1);
  });

  test('no answer comes in time', async () => {
    const server = await standIn(() => {});
    const { transport } = transportTo(server.url, { timeouts: { create: 1_000 } });
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(UnknownOutcome);
    expect(server.received).toHaveLength(1);
  });

  test('the answer breaks off', async () => {
    const server = await standIn((_request, response, raw) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"code":0,"data":{"task_id":"t1"', () => raw.socket.destroy());
    });
    const { transport } = transportTo(server.url);
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(UnknownOutcome);
  });

  test('it is aborted midway', async () => {
    const controller = new AbortController();
    const server = await standIn(() => controller.abort());
    const { transport, news } = transportTo(server.url);
    expect(await failure(transport.send(call, body, controller.signal))).toBeInstanceOf(UnknownOutcome);
    expect(news.map((entry) => entry.outcome)).toEqual(['aborted']);
  });

  test('the server closes while a large body is being sent', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
      socket.on('error', () => {});
    });
    const url = await listen(server);
    const { transport } = transportTo(url);
    const error = await failure(transport.send(call, { image: 'x'.repeat(20_000_000) }, calm()));
    expect(error).toBeInstanceOf(UnknownOutcome);
  });
});

describe('it surely was never sent', () => {
  test('nobody listens at the address', async () => {
    const server = createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const { transport, news } = transportTo(url);
    const error = await failure(transport.send(call, body, calm()));
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ reason: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(news.map((entry) => entry.outcome)).toEqual(['network']);
  });

  test('the name does not exist', async () => {
    const { transport } = transportTo(`http://${'x'.repeat(64)}.invalid`);
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(NotSent);
  });

  test('the server speaks no TLS', async () => {
    const server = await standIn((_, response) => reply(response, 200, ok({ task_id: 't1' })));
    const { transport } = transportTo(server.url.replace('http:', 'https:'));
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(NotSent);
    expect(server.received).toHaveLength(0);
  });

  test('the TLS handshake is never answered', async () => {
    const server = createServer((socket) => socket.on('error', () => {}));
    const url = await listen(server);
    const { transport } = transportTo(url.replace('http:', 'https:'), { timeouts: { connect: 100 } });
    const error = await failure(transport.send(call, body, calm()));
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ reason: 'timeout' });
  });

  test('it is aborted while the connection is being made', async () => {
    const controller = new AbortController();
    const server = createServer((socket) => {
      socket.on('error', () => {});
      controller.abort();
    });
    const url = await listen(server);
    const { transport } = transportTo(url.replace('http:', 'https:'));
    const error = await failure(transport.send(call, body, controller.signal));
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ reason: 'aborted' });
  });

  test('it was aborted before', async () => {
    const server = await standIn((_, response) => reply(response, 200, ok({ task_id: 't1' })));
    const { transport } = transportTo(server.url);
    expect(await failure(transport.send(call, body, AbortSignal.abort()))).toBeInstanceOf(NotSent);
    expect(server.received).toHaveLength(0);
  });

  test('the transport is closed', async () => {
    const server = await standIn((_, response) => reply(response, 200, ok({ task_id: 't1' })));
    const { transport } = transportTo(server.url);
    await transport.close();
    expect(await failure(transport.send(call, body, calm()))).toBeInstanceOf(NotSent);
  });
});

test('a large body is given more time than a small one', async () => {
  const server = await standIn(() => {});
  const { transport } = transportTo(server.url, { timeouts: { create: 20, perMegabyte: 100 } });
  const small = await failure(transport.send(call, body, calm()));
  const large = await failure(transport.send(call, { image: 'x'.repeat(1_000_000 - 12) }, calm()));
  expect(String(small)).toMatch(/no answer within 20(\.\d+)? ms/);
  expect(String(large)).toContain('no answer within 120 ms');
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
