import { describe, expect, test } from 'vitest';
import { AVATAR, call, createLive, heldClock, LIVE, PHOTO, png, RECORDING, reached, sandboxWith, wav } from './kit.ts';

const DAY = 24 * 3600 * 1000;
const sentence = { text: 'Hello there.', voice_id: 'oversea_male1', voice_language: 'en' };

describe('the live API', () => {
  test('makes a video of a recording sent inline; pro costs twice std', async () => {
    const sandbox = await sandboxWith({ profiles: ['image2video'] });
    const { data } = await createLive(sandbox, { mode: 'pro', prompt: 'smiling', external_task_id: 'job1' });
    const done = await reached(sandbox, `${LIVE}/${data.task_id}`, 'succeed');
    expect(done.final_unit_deduction).toBe('4');
    expect(sandbox.tasks()).toMatchObject([{ externalId: 'job1', mode: 'pro', prompt: 'smiling', status: 'succeed' }]);
  });

  test('finds a task by its external id as well', async () => {
    const sandbox = await sandboxWith();
    const { data } = await createLive(sandbox, { external_task_id: 'job1' });
    expect(await call(sandbox, 'GET', `${LIVE}/job1`)).toMatchObject({ data: { task_id: data.task_id } });
    expect(await call(sandbox, 'GET', `${AVATAR}/job1`)).toMatchObject({ code: 1201 });
  });

  test('turns text into speech first, whose id a create then takes', async () => {
    const sandbox = await sandboxWith();
    const spoken = await call(sandbox, 'POST', '/v1/audio/tts', { ...sentence, text: 'One two three four five six.' });
    const [audio] = spoken.data.task_result.audios;
    expect(audio).toEqual({
      id: expect.any(String),
      url: expect.any(String),
      duration: expect.stringMatching(/^[23]\.\d{3}$/),
    });
    expect(sandbox.charges()).toMatchObject({ speech: 0.05, speeches: 1 });

    const sound = Buffer.from(await (await fetch(audio.url)).arrayBuffer());
    expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
    expect((sound.length - 44) / 32_000).toBeCloseTo(Number(audio.duration), 2);

    const { data } = await createLive(sandbox, { sound_file: null, audio_id: audio.id });
    await reached(sandbox, `${LIVE}/${data.task_id}`, 'succeed');
  });

  test('forgets speech after 30 days', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    const { data } = await call(sandbox, 'POST', '/v1/audio/tts', sentence);
    clock.advance(31 * DAY);
    const [audio] = data.task_result.audios;
    expect(await createLive(sandbox, { sound_file: null, audio_id: audio.id })).toMatchObject({ code: 1201 });
    expect((await fetch(audio.url)).status).toBe(403);
  });

  test.each([
    ['over 1,000 characters', { text: 'x'.repeat(1001) }],
    ['with no text', { text: '' }],
    ['of a voice that is not there', { voice_id: 'nobody' }],
    ['of a voice that only speaks the other language', { voice_id: 'oversea_male1', voice_language: 'zh' }],
    ['without a language', { voice_language: null }],
    ['too fast', { voice_speed: 2.1 }],
    ['at a speed of two decimals', { voice_speed: 1.25 }],
  ])('refuses speech %s', async (_, change) => {
    const sandbox = await sandboxWith();
    expect(await call(sandbox, 'POST', '/v1/audio/tts', { ...sentence, ...change })).toMatchObject({
      status: 400,
      code: 1201,
    });
    expect(sandbox.charges().speeches).toBe(0);
  });

  test.each([
    ['a photo beyond 1:2.5', { image: png(300, 760).toString('base64') }],
    ['a data: URL', { image: `data:image/png;base64,${PHOTO}` }],
    ['both kinds of sound', { audio_id: '1' }],
    ['no sound', { sound_file: null }],
    ['text in place of sound', { sound_file: null, text: 'Hello', voice_id: 'oversea_male1' }],
    ['speech that nobody made', { sound_file: null, audio_id: '1' }],
    ['what is no audio', { sound_file: Buffer.from('no audio at all').toString('base64') }],
    ['under two seconds', { sound_file: wav(1.9).toString('base64') }],
    ['over 5 MB', { sound_file: wav(160).toString('base64') }],
    ['a prompt over 2,500 characters', { prompt: 'x'.repeat(2501) }],
    ['an unknown mode', { mode: 'turbo' }],
  ])('refuses %s with 1201', async (_, change) => {
    const sandbox = await sandboxWith();
    expect(await createLive(sandbox, change)).toMatchObject({ status: 400, code: 1201 });
    expect(sandbox.tasks()).toEqual([]);
  });

  test('refuses a used external id, of whatever API it was', async () => {
    const sandbox = await sandboxWith();
    await call(sandbox, 'POST', AVATAR, { image: PHOTO, text: 'Hi', voice_id: 'x', external_task_id: 'job1' });
    const again = await createLive(sandbox, { external_task_id: 'job1' });
    expect(again).toMatchObject({ status: 400, code: 1201, message: expect.stringContaining('already exists') });
  });

  test('takes a JPEG', async () => {
    const sandbox = await sandboxWith();
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc00011080258032003012200021101031101', 'hex');
    expect(await createLive(sandbox, { image: jpeg.toString('base64') })).toMatchObject({ code: 0 });
    const small = Buffer.from(jpeg);
    small.writeUInt16BE(200, 25);
    expect(await createLive(sandbox, { image: small.toString('base64') })).toMatchObject({ code: 1201 });
  });

  test('keeps the recording byte by byte for the renderer', async () => {
    const heard: Buffer[] = [];
    const { readFile } = await import('node:fs/promises');
    const sandbox = await sandboxWith({
      render: async ({ sound }) => {
        if (sound.kind === 'recording') heard.push(await readFile(sound.path));
        return { seconds: 5 };
      },
    });
    const { data } = await createLive(sandbox);
    await reached(sandbox, `${LIVE}/${data.task_id}`, 'succeed');
    expect(heard[0]?.equals(RECORDING)).toBe(true);
  });
});
