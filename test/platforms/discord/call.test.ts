import { getEventListeners } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REST, Routes } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, idOf } from '../../../src/platforms/discord/call.ts';
import type { Trouble } from '../../../src/platforms/discord/errors.ts';
import {
  closeRest,
  createCalls,
  createPosts,
  createReplies,
  createUploads,
  PATIENCE,
  PER_SECOND,
} from '../../../src/platforms/discord/uploads.ts';

const NOW = 1_700_000_000_000;
const ROUTE = Routes.channelMessages('80351110224678912');

let answer: (response: ServerResponse) => void = () => undefined;
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  request.resume().on('end', () => answer(response));
});
let api = '';
const opened: REST[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
afterEach(() => {
  for (const rest of opened.splice(0)) closeRest(rest);
  requests = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function resting(options: Partial<REST['options']> = {}): REST {
  const rest = new REST({ ...PATIENCE, api, ...options }).setToken('a.b.c');
  opened.push(rest);
  return rest;
}

const post = (rest: REST, signal?: AbortSignal) =>
  call(
    () => NOW,
    (own) => rest.post(ROUTE, { body: {}, signal: own }),
    signal,
  );

async function trouble(rest: REST = resting()): Promise<Trouble> {
  const called = await post(rest);
  if ('answer' in called) throw new Error('there was no trouble');
  return called.trouble;
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const page = (status: number) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'text/html' }).end('<html>');

describe('what Discord answers', () => {
  test.each<[number, number, Trouble['verdict']]>([
    [404, 10003, 'closed'],
    [404, 10008, 'closed'],
    [403, 50001, 'closed'],
    [403, 50007, 'closed'],
    [403, 50013, 'closed'],
    [400, 50083, 'closed'],
    [400, 50278, 'closed'],
    [403, 160005, 'closed'],
    [400, 200000, 'closed'],
    [403, 999999, 'closed'],
    [413, 40005, 'too_large'],
    [401, 0, 'later'],
    [400, 30046, 'later'],
    [403, 40003, 'later'],
    [400, 20028, 'later'],
    [400, 50035, 'wrong'],
  ])('with HTTP %i and code %i is: %s', async (status, code, verdict) => {
    answer = json(status, { code, message: 'no' });
    expect(await trouble()).toMatchObject({ verdict, status });
  });

  test.each<[number, Trouble['verdict']]>([
    [403, 'later'],
    [404, 'later'],
    [400, 'wrong'],
    [413, 'too_large'],
    [502, 'unclear'],
  ])('says nothing of a place when it is somebody else’s page: HTTP %i is %s', async (status, verdict) => {
    answer = page(status);
    expect((await trouble()).verdict).toBe(verdict);
  });

  test('is waited for when it is to come soon, and put off when it is to come late', async () => {
    let limited = 0;
    answer = (response) =>
      limited++ === 0
        ? json(429, { retry_after: 0.01 }, { 'retry-after': '0.01' })(response)
        : json(200, { id: '1' })(response);
    expect(await post(resting())).toEqual({ answer: { id: '1' } });
    answer = json(429, { retry_after: 600 }, { 'retry-after': '600' });
    expect(await trouble()).toEqual({ verdict: 'later', status: 429, at: NOW + 600_050 });
  });
});

describe('being told to wait, but not how long,', () => {
  test.each<Record<string, string>>([{}, { 'retry-after': '0' }])(
    'is put off, not asked again at once: %j',
    async (headers) => {
      answer = json(429, { message: 'wait' }, headers);
      expect(await trouble()).toEqual({ verdict: 'later', status: 429 });
      expect(requests).toBe(1);
    },
  );
});

describe('an answer that does not come', () => {
  test('leaves open whether the call took effect', async () => {
    answer = (response) => response.destroy();
    expect((await trouble(resting({ retries: 0 }))).verdict).toBe('unclear');
    answer = () => undefined;
    expect(await trouble(resting({ retries: 0, timeout: 20 }))).toEqual({ verdict: 'unclear', cause: 'AbortError' });
    answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":');
    expect((await trouble()).verdict).toBe('unclear');
  });

  test('is sure not to have taken effect when nobody was there', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    for (const create of [createPosts, createUploads]) {
      const rest = create(`http://127.0.0.1:${port}/api`, 'a.b.c');
      opened.push(rest);
      expect(await trouble(rest)).toEqual({ verdict: 'later', cause: 'ECONNREFUSED' });
    }
  });

  test('makes the library send all of it again at once, but never a post', async () => {
    answer = page(500);
    expect((await trouble()).verdict).toBe('unclear');
    expect(requests).toBe(4);
    for (const create of [createPosts, createUploads]) {
      const rest = create(api, 'a.b.c');
      opened.push(rest);
      expect((await trouble(rest)).verdict).toBe('unclear');
    }
    expect(requests).toBe(6);
  });
});

test('what all RESTs send together stays within the 50 calls a second that Discord allows a bot', () => {
  const token = 'a.b.c';
  const rests = [
    createCalls(api, token, 'calls'),
    createCalls(api, token, 'edits'),
    createPosts(api, token),
    createUploads(api, token),
  ];
  const replies = createReplies(api);
  opened.push(...rests, replies);
  const sum = rests.reduce<number>((all, { options }) => all + options.globalRequestsPerSecond, PER_SECOND.gateway);
  expect(sum).toBeLessThanOrEqual(50);
  // answers to interactions are not counted there
  expect(replies.options.globalRequestsPerSecond).toBe(Number.POSITIVE_INFINITY);
});

describe('a call', () => {
  test('is not made without a token, and can be made later', async () => {
    expect(await trouble(resting().setToken(''))).toEqual({ verdict: 'later', cause: 'no token' });
    expect(requests).toBe(0);
  });

  test('ends with its caller’s reason, and leaves no listener behind', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const stopped = post(resting(), controller.signal);
    const reason = new Error('stopping');
    controller.abort(reason);
    await expect(stopped).rejects.toBe(reason);
    await expect(post(resting(), controller.signal)).rejects.toBe(reason);
    answer = json(200, { id: '1' });
    const lasting = new AbortController();
    await post(resting(), lasting.signal);
    expect(getEventListeners(lasting.signal, 'abort')).toEqual([]);
  });
});

test('only an object with an id is something that was made', () => {
  expect([
    idOf({ id: '7' }),
    idOf({ id: 7 }),
    idOf({ id: '' }),
    idOf({}),
    idOf(null),
    idOf(new ArrayBuffer(3)),
  ]).toEqual(['7', undefined, undefined, undefined, undefined, undefined]);
});
