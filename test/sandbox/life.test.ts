import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import {
  AVATAR,
  call,
  createAvatar,
  createLive,
  folder,
  heldClock,
  LIVE,
  quickRender,
  reached,
  sandboxWith,
} from './kit.ts';

async function status(sandbox: Sandbox, id: string): Promise<string> {
  return (await call(sandbox, 'GET', `${AVATAR}/${id}`)).data.task_status;
}

describe('the life of a task', () => {
  test('goes from submitted over processing to succeed by the clock', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock, seconds: 6 });
    const { data } = await createAvatar(sandbox);
    expect(await status(sandbox, data.task_id)).toBe('submitted');
    clock.advance(1000);
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'processing');
    clock.advance(4900);
    expect(await status(sandbox, data.task_id)).toBe('processing');
    clock.advance(100);
    const done = await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
    expect(done.updated_at - done.created_at).toBe(6000);
  });

  test('stays processing while rendering takes longer', async () => {
    const rendering = Promise.withResolvers<{ seconds: number }>();
    const sandbox = await sandboxWith({ render: () => rendering.promise });
    const { data } = await createAvatar(sandbox);
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'processing');
    expect(sandbox.open()).toBe(1);
    rendering.resolve({ seconds: 3 });
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
  });

  test('ends as failed, at no cost, when rendering fails', async () => {
    const sandbox = await sandboxWith({ render: () => Promise.reject(new Error('no face')) });
    const { data } = await createAvatar(sandbox);
    const failed = await reached(sandbox, `${AVATAR}/${data.task_id}`, 'failed');
    expect(failed).toMatchObject({ final_unit_deduction: '0', task_status_msg: expect.stringContaining('no face') });
    expect(failed).not.toHaveProperty('task_result');
  });

  test('holds a slot from the create to the end; more than there are is 1303', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock, seconds: 6, slots: 2 });
    const { data } = await createAvatar(sandbox);
    await createLive(sandbox);
    const refusal = { status: 429, code: 1303, message: 'parallel task over resource pack limit' };
    expect(await createAvatar(sandbox)).toMatchObject(refusal);
    clock.advance(6000);
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
    expect(await createAvatar(sandbox)).toMatchObject({ code: 0 });
    expect(sandbox.mostOpen()).toBe(2);
    expect(sandbox.tasks()).toHaveLength(3);
  });

  test('does not overbook its slots when creates come at once', async () => {
    const sandbox = await sandboxWith({ seconds: 60, slots: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => createLive(sandbox)));
    expect(answers.filter(({ code }) => code === 0)).toHaveLength(3);
    expect(sandbox.mostOpen()).toBe(3);
  });

  test('goes on after a restart, and results stay where they are', async () => {
    const dir = await folder();
    const clock = heldClock();
    const first = await startSandbox({ dir, clock, render: quickRender });
    const done = await createLive(first, { external_task_id: 'job1' });
    clock.advance(6000);
    const before = await reached(first, `${LIVE}/job1`, 'succeed');
    const open = await createLive(first, { external_task_id: 'job2' });
    const { data } = await call(first, 'POST', '/v1/audio/tts', { text: 'Hi', voice_id: 'AOT', voice_language: 'en' });
    await first.close();

    const second = await sandboxWith({ dir, clock, seconds: 6 });
    const after = await reached(second, `${LIVE}/${done.data.task_id}`, 'succeed');
    const link = new URL(before.task_result.videos[0].url);
    expect(new URL(after.task_result.videos[0].url).search).toBe(link.search);
    expect((await fetch(second.url + link.pathname + link.search)).status).toBe(200);

    expect(second.open()).toBe(1);
    expect(await createLive(second, { external_task_id: 'job2' })).toMatchObject({ code: 1201 });
    clock.advance(6000);
    await reached(second, `${LIVE}/${open.data.task_id}`, 'succeed');
    const audio_id = data.task_result.audios[0].id;
    expect(await createLive(second, { sound_file: null, audio_id })).toMatchObject({ code: 0 });
  });

  test('closes at once, whatever is under way', async () => {
    const sandbox = await sandboxWith({ seconds: 3600, render: () => new Promise(() => undefined) });
    await createAvatar(sandbox);
    sandbox.faults.next('list', { answer: 'stall' });
    const stalled = call(sandbox, 'GET', AVATAR);
    const seen = expect(stalled).rejects.toThrow();
    await expect.poll(() => sandbox.requests().list).toBe(1);
    await sandbox.close();
    await seen;
  });
});
