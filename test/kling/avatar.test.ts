import { expect, test } from 'vitest';
import { avatarProfile } from '../../src/kling/avatar.ts';
import { KlingError, UnknownOutcome, Unreadable } from '../../src/kling/errors.ts';
import type { CreateInput } from '../../src/kling/profile.ts';
import { type Answer, calm, ok, refused, reply, standIn, transportTo } from './stand-in.ts';

const input: CreateInput = {
  externalId: 'j0abc',
  image: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
  sound: { kind: 'text', text: 'Hello there.', voiceId: 'oversea_male1' },
  ratio: '9:16',
};

const submitted = ok({ task_id: 't1', task_status: 'submitted', created_at: 1, updated_at: 1 });

async function avatarAt(answer: Answer) {
  const server = await standIn(answer);
  return { server, avatar: avatarProfile(transportTo(server.url).transport) };
}

test('a create with words sends what the contract page names and nothing else', async () => {
  const { server, avatar } = await avatarAt((_, response) => reply(response, 200, submitted));
  const asked = { ...input, prompt: 'wave', callbackUrl: 'https://herald.example/kling/callback/j0abc.mac' };
  expect(await avatar.create(asked, calm())).toEqual({
    id: 't1',
    status: 'submitted',
    message: '',
    createdAt: 1,
    updatedAt: 1,
  });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/videos/avatar' });
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    image: '/9j/4A==',
    text: 'Hello there.',
    voice_id: 'oversea_male1',
    aspect_ratio: '9:16',
    callback_url: 'https://herald.example/kling/callback/j0abc.mac',
    external_task_id: 'j0abc',
  });
});

test('a create with a recording sends its URL', async () => {
  const { server, avatar } = await avatarAt((_, response) => reply(response, 200, submitted));
  await avatar.create({ ...input, sound: { kind: 'url', url: 'http://127.0.0.1:3000/media/a' } }, calm());
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    image: '/9j/4A==',
    audio_url: 'http://127.0.0.1:3000/media/a',
    aspect_ratio: '9:16',
    external_task_id: 'j0abc',
  });
});

test.each<[string, Partial<CreateInput>]>([
  ['inline sound', { sound: { kind: 'bytes', bytes: Uint8Array.of(1) } }],
  ['empty words', { sound: { kind: 'text', text: '', voiceId: 'v' } }],
  ['an id that is too long', { externalId: 'j'.repeat(25) }],
  ['no photo', { image: new Uint8Array() }],
])('a create with %s is refused before anything is sent', async (_, change) => {
  const { server, avatar } = await avatarAt((_request, response) => reply(response, 200, submitted));
  const refusal = avatar.create({ ...input, ...change }, calm());
  await expect(refusal).rejects.toMatchObject({
    name: 'KlingError',
    kind: 'invalid',
    said: expect.stringMatching(/^not sent: /),
  });
  expect(server.received).toHaveLength(0);
});

test('a create that gives a task id has succeeded, however little else it tells', async () => {
  const { avatar } = await avatarAt((_, response) => reply(response, 200, ok({ task_id: 't1' })));
  expect(await avatar.create(input, calm())).toEqual({ id: 't1', status: 'submitted', message: '' });
});

test('a create without a task id leaves its outcome unknown', async () => {
  const { avatar } = await avatarAt((_, response) => reply(response, 200, ok({ task_status: 'submitted' })));
  await expect(avatar.create(input, calm())).rejects.toBeInstanceOf(UnknownOutcome);
});

test('a finished task is read in full, with numbers as strings and the older spelling of success', async () => {
  const { server, avatar } = await avatarAt((_, response) =>
    reply(
      response,
      200,
      ok({
        task_id: 't/1',
        task_status: 'succeed',
        task_status_msg: null,
        task_info: { external_task_id: 'j0abc', parent_video: null },
        final_unit_deduction: '4.4',
        created_at: '1722769557708',
        updated_at: 1722769557999,
        task_result: {
          images: [],
          videos: [{ id: 'v1', url: 'https://cdn/v.mp4', duration: '12.27', watermark_url: '' }],
        },
        something_new: { a: 1 },
      }),
    ),
  );
  expect(await avatar.task('t/1', calm())).toEqual({
    id: 't/1',
    externalId: 'j0abc',
    status: 'succeeded',
    message: '',
    units: 4.4,
    createdAt: 1722769557708,
    updatedAt: 1722769557999,
    video: { url: 'https://cdn/v.mp4', seconds: 12.27 },
  });
  expect(server.received[0]?.url).toBe('/v1/videos/avatar/t%2F1');
});

test('optional fields that are empty or malformed are left out', async () => {
  const odd = { final_unit_deduction: '', created_at: 'yesterday', task_info: null, task_result: { videos: null } };
  const { avatar } = await avatarAt((_, response) => {
    reply(response, 200, ok({ task_id: 't1', task_status: 'failed', task_status_msg: 'No face', ...odd }));
  });
  expect(await avatar.task('t1', calm())).toEqual({ id: 't1', status: 'failed', message: 'No face' });
});

test.each([
  ['null', 200, ok(null)],
  ['a refusal that says so', 400, refused(1201, 'Task not found by id/external id')],
  ['a 404 that says so', 404, refused(1203, 'resource does not exist')],
])('a task that is answered by %s is not there', async (_, status, body) => {
  const { avatar } = await avatarAt((_request, response) => reply(response, status, body));
  expect(await avatar.task('t1', calm())).toBeUndefined();
});

test.each([
  ['a page', 404, 'Not Found'],
  ['no data', 200, { code: 0 }],
  ['an empty object', 200, ok({})],
  ['a task without a status', 200, ok({ task_id: 't1' })],
  ['another task', 200, ok({ task_id: 't2', task_status: 'succeed' })],
])('a task that is answered by %s is unreadable, which is not the same', async (_, status, body) => {
  const { avatar } = await avatarAt((_request, response) => reply(response, status, body));
  await expect(avatar.task('t1', calm())).rejects.toBeInstanceOf(Unreadable);
});

test('a refusal that does not speak of the task is a refusal', async () => {
  const { avatar } = await avatarAt((_, response) => reply(response, 404, refused(1202, 'method invalid')));
  await expect(avatar.task('t1', calm())).rejects.toBeInstanceOf(KlingError);
});

test('a page of the list is asked for by number and size, and a new word for a status counts as processing', async () => {
  const { server, avatar } = await avatarAt((_, response) =>
    reply(
      response,
      200,
      ok([
        { task_id: 't2', task_status: 'queueing' },
        { task_id: 3, task_status: 'succeeded' },
      ]),
    ),
  );
  const tasks = await avatar.list(2, 500, calm());
  expect(tasks.map(({ id, status }) => [id, status])).toEqual([
    ['t2', 'processing'],
    ['3', 'succeeded'],
  ]);
  expect(server.received[0]?.url).toBe('/v1/videos/avatar?pageNum=2&pageSize=500');
});

test('an empty list is empty; a list that is null or holds what is no task is unreadable', async () => {
  const answers: unknown[] = [[], null, [{ task_status: 'succeed' }]];
  const { avatar } = await avatarAt((_, response) => reply(response, 200, ok(answers.shift())));
  expect(await avatar.list(1, 30, calm())).toEqual([]);
  await expect(avatar.list(1, 30, calm())).rejects.toBeInstanceOf(Unreadable);
  await expect(avatar.list(1, 30, calm())).rejects.toBeInstanceOf(Unreadable);
});

test('pages over 500 tasks are not asked for', async () => {
  const { server, avatar } = await avatarAt((_, response) => reply(response, 200, ok([])));
  await expect(avatar.list(1, 501, calm())).rejects.toMatchObject({ code: 1200 });
  expect(server.received).toHaveLength(0);
});
