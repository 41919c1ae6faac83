import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AVATAR, call, createAvatar, LIVE, PHOTO, png, RECORDING, reached, sandboxWith, wav, words } from './kit.ts';

/** A web server on loopback that gives these bytes to whoever asks. */
async function serving(bytes: Buffer): Promise<string> {
  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/speech.wav`;
}

describe('the contract page’s API', () => {
  test('makes a video of text and a voice, and tells it in the documented shape', async () => {
    const sandbox = await sandboxWith({ profiles: ['avatar'] });
    const created = await createAvatar(sandbox, { external_task_id: 'job1' });
    expect(created).toMatchObject({ status: 200, code: 0, request_id: expect.any(String) });
    expect(created.data).toMatchObject({ task_status: 'submitted', task_info: { external_task_id: 'job1' } });

    const done = await reached(sandbox, `${AVATAR}/${created.data.task_id}`, 'succeed');
    expect(done).toEqual({
      task_id: created.data.task_id,
      task_status: 'succeed',
      task_status_msg: '',
      task_info: { external_task_id: 'job1' },
      final_unit_deduction: '2',
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
      task_result: {
        videos: [{ id: expect.any(String), url: expect.stringContaining(sandbox.url), duration: '5.000' }],
      },
    });
    expect(await call(sandbox, 'GET', AVATAR)).toMatchObject({ code: 0, data: [done] });
    expect(sandbox.charges().video).toBe(2);
  });

  test('fetches audio by its URL', async () => {
    const sandbox = await sandboxWith();
    const audio_url = await serving(RECORDING);
    const { data } = await createAvatar(sandbox, { text: null, voice_id: null, audio_url, aspect_ratio: '9:16' });
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
  });

  test('fails the task when the audio cannot be had, or is none', async () => {
    const sandbox = await sandboxWith();
    const messages = [];
    for (const audio_url of [
      'http://127.0.0.1:9/speech.mp3',
      await serving(Buffer.from('no audio')),
      await serving(wav(1)),
    ]) {
      const { data } = await createAvatar(sandbox, { text: null, audio_url });
      const { task_status_msg, final_unit_deduction } = await reached(sandbox, `${AVATAR}/${data.task_id}`, 'failed');
      expect(final_unit_deduction).toBe('0');
      messages.push(task_status_msg);
    }
    expect(messages).toEqual([
      expect.stringMatching(/^Failed to download file/),
      'Audio format is invalid',
      expect.stringMatching(/^Audio duration is invalid: 1.00s/),
    ]);
  });

  test.each([
    ['no image', { image: null }],
    ['a data: URL', { image: `data:image/png;base64,${PHOTO}` }],
    ['what is no base64', { image: 'not base64 at all!' }],
    ['a GIF', { image: Buffer.from('GIF89a and so on').toString('base64') }],
    ['a photo under 300 px', { image: png(299, 900).toString('base64') }],
    ['a photo over 10 MB', { image: png(400, 400, 10_000_001).toString('base64') }],
    ['text without a voice', { voice_id: null }],
    ['text and audio at once', { audio_url: 'https://example.com/a.mp3' }],
    ['neither text nor audio', { text: null }],
    ['an audio URL of another scheme', { text: null, audio_url: 'ftp://example.com/a.mp3' }],
    ['an unknown ratio', { aspect_ratio: '4:3' }],
    ['a callback URL that is none', { callback_url: 'nowhere' }],
    ['a callback URL over 1,024 characters', { callback_url: `https://example.com/${'x'.repeat(1005)}` }],
    ['a number for an id', { external_task_id: 7 }],
  ])('refuses %s with 1201', async (_, change) => {
    const sandbox = await sandboxWith();
    expect(await createAvatar(sandbox, change)).toMatchObject({ status: 400, code: 1201, message: expect.any(String) });
    expect(sandbox.tasks()).toEqual([]);
  });

  test('refuses a body that is no JSON object with 1200', async () => {
    const sandbox = await sandboxWith();
    for (const body of ['{"image":', '[]', '"text"', '']) {
      expect(await call(sandbox, 'POST', AVATAR, body)).toMatchObject({ status: 400, code: 1200 });
    }
  });

  test('lets pass fields that it does not know, and photos of any shape', async () => {
    const sandbox = await sandboxWith();
    const image = png(300, 1200).toString('base64');
    expect(await createAvatar(sandbox, { image, mode: 'whatever', future: true })).toMatchObject({ code: 0 });
  });

  test('takes the same external id twice: a second create is a second task', async () => {
    const sandbox = await sandboxWith();
    await createAvatar(sandbox, { external_task_id: 'job1' });
    expect(await createAvatar(sandbox, { external_task_id: 'job1' })).toMatchObject({ code: 0 });
    expect(sandbox.tasks()).toHaveLength(2);
  });

  test('refuses a used external id when it is told to', async () => {
    const sandbox = await sandboxWith({ uniqueExternalIds: { avatar: true } });
    const both = await Promise.all([1, 2].map(() => createAvatar(sandbox, { external_task_id: 'job1' })));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1201]);
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('does not know the live API’s paths where it alone is served', async () => {
    const sandbox = await sandboxWith({ profiles: ['avatar'] });
    expect(await call(sandbox, 'POST', LIVE, words)).toMatchObject({ status: 404, code: 1202 });
    expect(await call(sandbox, 'GET', LIVE)).toMatchObject({ status: 400, code: 1201 });
    expect(await call(sandbox, 'POST', '/v1/audio/tts', {})).toMatchObject({ status: 404, code: 1202 });
  });

  test('answers unknown paths, methods and tasks with the codes of the table', async () => {
    const sandbox = await sandboxWith();
    expect(await call(sandbox, 'GET', '/v1/videos/lip-sync')).toMatchObject({ status: 404, code: 1202 });
    expect(await call(sandbox, 'DELETE', `${AVATAR}/1`)).toMatchObject({ status: 404, code: 1202 });
    expect(await call(sandbox, 'GET', `${AVATAR}/1`)).toMatchObject({
      status: 400,
      code: 1201,
      message: 'Task not found by id/external id',
    });
  });

  test('refuses bodies over 30 MB', async () => {
    const sandbox = await sandboxWith();
    expect(await createAvatar(sandbox, { image: 'A'.repeat(30_000_000) })).toMatchObject({ status: 413, code: 1200 });
  });
});
