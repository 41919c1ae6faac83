import { expect, test } from 'vitest';
import { UnknownOutcome, Unreadable } from '../../src/kling/errors.ts';
import { image2videoProfile } from '../../src/kling/image2video.ts';
import type { CreateInput, Mode } from '../../src/kling/profile.ts';
import { type Answer, calm, ok, refused, reply, standIn, transportTo } from './stand-in.ts';

const input: CreateInput = {
  externalId: 'j0abc',
  image: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
  sound: { kind: 'speech', audioId: 'a1' },
  ratio: '16:9',
  prompt: 'nods and smiles',
};
const english = { id: 'oversea_male1', language: 'en' } as const;

async function profileAt(answer: Answer, mode: Mode = 'std') {
  const server = await standIn(answer);
  return { server, profile: image2videoProfile(transportTo(server.url).transport, { mode }) };
}

const sent = (server: { received: { body: string }[] }) => JSON.parse(server.received[0]?.body ?? '');

test('a create with speech sends its id, the prompt and the mode, and no ratio', async () => {
  const { server, profile } = await profileAt((_, response) => {
    reply(response, 200, ok({ task_id: 't1', task_status: 'submitted', task_info: { external_task_id: 'j0abc' } }));
  }, 'pro');
  const task = await profile.create({ ...input, callbackUrl: 'https://herald.example/cb' }, calm());
  expect(task).toEqual({ id: 't1', externalId: 'j0abc', status: 'submitted', message: '' });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/videos/avatar/image2video' });
  expect(sent(server)).toEqual({
    image: '/9j/4A==',
    audio_id: 'a1',
    prompt: 'nods and smiles',
    mode: 'pro',
    callback_url: 'https://herald.example/cb',
    external_task_id: 'j0abc',
  });
});

test('a create with a recording sends it inline as raw base64, or as the URL that it has', async () => {
  const { server, profile } = await profileAt((_, response) => reply(response, 200, ok({ task_id: 't1' })));
  const { prompt: _, ...plain } = input;
  await profile.create({ ...plain, sound: { kind: 'bytes', bytes: Buffer.from('ID3!') } }, calm());
  expect(sent(server)).toEqual({ image: '/9j/4A==', sound_file: 'SUQzIQ==', mode: 'std', external_task_id: 'j0abc' });
  await profile.create({ ...plain, sound: { kind: 'url', url: 'https://cdn/a.mp3' } }, calm());
  expect(JSON.parse(server.received[1]?.body ?? '').sound_file).toBe('https://cdn/a.mp3');
});

test.each<[string, Partial<CreateInput>]>([
  ['words', { sound: { kind: 'text', text: 'Hello', voiceId: 'v' } }],
  ['a prompt over 2,500 characters', { prompt: 'x'.repeat(2501) }],
])('a create with %s is refused before anything is sent', async (_, change) => {
  const { server, profile } = await profileAt((_request, response) => reply(response, 200, ok({ task_id: 't1' })));
  await expect(profile.create({ ...input, ...change }, calm())).rejects.toMatchObject({ code: 1200 });
  expect(server.received).toHaveLength(0);
});

test.each([
  ['the task’s result', { task_result: { audios: [{ id: 'a1', url: 'https://cdn/a.mp3', duration: '11.04' }] } }],
  ['the data itself', { audios: [{ id: 'a1', url: 'https://cdn/a.mp3', duration: 11.04 }] }],
])('speech is found in %s', async (_, data) => {
  const { server, profile } = await profileAt((_request, response) => reply(response, 200, ok(data)));
  expect(await profile.speak?.('Hello.', english, calm())).toEqual({
    audioId: 'a1',
    url: 'https://cdn/a.mp3',
    seconds: 11.04,
  });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/audio/tts' });
  expect(sent(server)).toEqual({
    text: 'Hello.',
    voice_id: 'oversea_male1',
    voice_language: 'en',
    voice_speed: 1,
  });
});

test('speech without a length is taken to be as long as its text', async () => {
  const { profile } = await profileAt((_, response) => {
    reply(response, 200, ok({ audios: [{ id: 'a1', url: 'https://cdn/a.mp3' }] }));
  });
  expect(await profile.speak?.('x'.repeat(130), english, calm())).toMatchObject({ seconds: 10 });
});

test('speech over 1,000 characters is not asked for', async () => {
  const { server, profile } = await profileAt((_, response) => reply(response, 200, ok({})));
  await expect(profile.speak?.('x'.repeat(1001), english, calm())).rejects.toMatchObject({ code: 1200 });
  expect(server.received).toHaveLength(0);
});

test.each([
  ['nothing in it', 200, ok({ task_id: 's1', task_status: 'processing' })],
  ['an empty list', 200, ok({ audios: [] })],
  ['code 5000', 500, refused(5000, 'internal')],
])('speech answered with %s may have been charged', async (_, status, body) => {
  const { server, profile } = await profileAt((_request, response) => reply(response, status, body));
  await expect(profile.speak?.('Hello.', english, calm())).rejects.toBeInstanceOf(UnknownOutcome);
  expect(server.received).toHaveLength(1);
});

test('speech that Kling failed is a refusal with its reason', async () => {
  const failed = { task_status: 'failed', task_status_msg: 'Failure to pass the risk control system' };
  const { profile } = await profileAt((_, response) => reply(response, 200, ok(failed)));
  await expect(profile.speak?.('Hello.', english, calm())).rejects.toMatchObject({ kind: 'policy' });
});

test('a task is found by the job’s id', async () => {
  const { server, profile } = await profileAt((_, response) => {
    reply(response, 200, ok({ task_id: 't1', task_status: 'processing', task_info: { external_task_id: 'j0abc' } }));
  });
  expect(await profile.taskByExternalId?.('j0abc', calm())).toMatchObject({ id: 't1', externalId: 'j0abc' });
  expect(server.received[0]?.url).toBe('/v1/videos/avatar/image2video/j0abc');
});

test('a task of another job’s id, or of none, is not taken for it, and not for proof that there is none', async () => {
  const infos = [{ external_task_id: 'j0xyz' }, {}];
  const { profile } = await profileAt((_, response) => {
    reply(response, 200, ok({ task_id: 't1', task_status: 'processing', task_info: infos.shift() }));
  });
  await expect(profile.taskByExternalId?.('j0abc', calm())).rejects.toBeInstanceOf(Unreadable);
  await expect(profile.taskByExternalId?.('j0abc', calm())).rejects.toBeInstanceOf(Unreadable);
});

test('a job’s id that Kling does not know is not there', async () => {
  const { profile } = await profileAt((_, response) => {
    reply(response, 400, refused(1201, 'Task not found by id/external id'));
  });
  expect(await profile.taskByExternalId?.('j0abc', calm())).toBeUndefined();
});

test('a second of video costs 0.4 units, and twice that in the mode pro', async () => {
  const { transport } = transportTo('http://127.0.0.1:1');
  expect(image2videoProfile(transport, { mode: 'std' }).unitsPerSecond).toBe(0.4);
  expect(image2videoProfile(transport, { mode: 'pro' }).unitsPerSecond).toBe(0.8);
});
