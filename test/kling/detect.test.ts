import { expect, test } from 'vitest';
import { detectProfile } from '../../src/kling/detect.ts';
import { type Answer, calm, ok, refused, reply, standIn, transportTo } from './stand-in.ts';

const LIVE = '/v1/videos/avatar/image2video?pageNum=1&pageSize=1';
const CONTRACT = '/v1/videos/avatar?pageNum=1&pageSize=1';

const detectAt = async (answer: Answer) => {
  const server = await standIn(answer);
  return { server, found: await detectProfile(transportTo(server.url).transport, calm()) };
};

test('an account that answers the live list is decided by one request', async () => {
  const { server, found } = await detectAt((request, response) => {
    if (request.url === LIVE) reply(response, 200, ok([]));
    else reply(response, 404, refused(1202, 'method invalid'));
  });
  expect(found).toEqual({ decided: 'image2video' });
  expect(server.received.map((request) => request.url)).toEqual([LIVE]);
});

test.each([
  ['a refusal', 400, refused(1201, 'Task not found')],
  ['a 404', 404, refused(1203, 'resource does not exist')],
  ['null', 200, ok(null)],
  ['a page', 404, '<html>'],
])(
  'a server of the contract page that answers the task “image2video” by %s is decided by its list',
  async (_, status, body) => {
    const { found } = await detectAt((request, response) => {
      if (request.url === CONTRACT) reply(response, 200, ok([{ task_id: 't1', task_status: 'succeed' }]));
      else reply(response, status, body);
    });
    expect(found).toEqual({ decided: 'avatar' });
  },
);

test.each([
  [401, 1002, 'Kling does not know the key'],
  [429, 1102, 'resource pack is used up'],
  [429, 1303, 'slots are taken'],
  [503, 5001, 'under maintenance'],
])('HTTP %i with code %i proves nothing', async (status, code, reason) => {
  const { found } = await detectAt((_, response) => reply(response, status, refused(code, 'no')));
  expect(found).toMatchObject({ undecided: expect.stringContaining(reason), error: { code } });
});

test('a refused key is the reason given, even where the other path is not served at all', async () => {
  const { found } = await detectAt((request, response) => {
    if (request.url === LIVE) reply(response, 404, 'Not found');
    else reply(response, 401, refused(1000, 'no'));
  });
  expect(found).toMatchObject({ error: { code: 1000 } });
});

test('a server that answers neither list leaves it undecided and says what to set', async () => {
  const { found } = await detectAt((_, response) => reply(response, 404, refused(1202, 'method invalid')));
  expect(found).toMatchObject({ undecided: expect.stringContaining('set KLING_PROFILE') });
});

test('a network that fails proves nothing', async () => {
  const { transport } = transportTo(`http://${'x'.repeat(64)}.invalid`);
  expect(await detectProfile(transport, calm())).toMatchObject({ error: { name: 'Unreadable' } });
});

test('an abort is no finding', async () => {
  const { transport } = transportTo('http://127.0.0.1:1');
  const reason = new Error('Herald stops');
  await expect(detectProfile(transport, AbortSignal.abort(reason))).rejects.toBe(reason);
});
