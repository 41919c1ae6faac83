import { describe, expect, test } from 'vitest';
import type { FaultAnswer } from '../../src/sandbox/faults.ts';
import type { ErrorCode } from '../../src/sandbox/replies.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { AVATAR, call, createAvatar, createLive, heldClock, LIVE, reached, sandboxWith, words } from './kit.ts';

const TABLE: readonly (readonly [ErrorCode, number])[] = [
  [1000, 401],
  [1001, 401],
  [1002, 401],
  [1003, 401],
  [1004, 401],
  [1100, 429],
  [1101, 429],
  [1102, 429],
  [1103, 403],
  [1200, 400],
  [1201, 400],
  [1202, 404],
  [1203, 404],
  [1300, 400],
  [1301, 400],
  [1302, 429],
  [1303, 429],
  [1304, 429],
  [5000, 500],
  [5001, 503],
  [5002, 504],
];

/** What a raw create meets: status and body, or the failure to get any. */
async function rawCreate(sandbox: Sandbox): Promise<string> {
  try {
    const headers = { authorization: 'Bearer key' };
    const response = await fetch(sandbox.url + AVATAR, { method: 'POST', headers, body: JSON.stringify(words) });
    return `${response.status} ${(await response.text()).slice(0, 9)}`;
  } catch {
    return 'no answer';
  }
}

describe('faults', () => {
  test.each(TABLE)('answer with %i under HTTP %i, and nothing takes effect', async (code, status) => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('create', { answer: { code, message: 'because' } });
    expect(await createAvatar(sandbox)).toMatchObject({ status, code, message: 'because' });
    expect(sandbox.tasks()).toEqual([]);
    expect(await createAvatar(sandbox)).toMatchObject({ code: 0 });
  });

  test.each<[string, FaultAnswer, string]>([
    ['a dropped connection', 'drop', 'no answer'],
    ['an internal error', { code: 5000 }, '500 {"code":5'],
    ['a web page', 'html', '200 <!doctype'],
    ['a gateway’s web page', 'bad-gateway', '502 <!doctype'],
    ['half an answer', 'truncated', '200 {"code":0'],
    ['a bare status', { status: 503 }, '503 '],
  ])('hide an effect behind %s', async (_, answer, seen) => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('create', { effect: 'before', answer });
    expect(await rawCreate(sandbox)).toBe(seen);
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('drop a connection before anything took effect', async () => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('create', { answer: 'drop' });
    expect(await rawCreate(sandbox)).toBe('no answer');
    expect(sandbox.tasks()).toEqual([]);
  });

  test('stall until the caller gives up', async () => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('create', { effect: 'before', answer: 'stall' });
    const patience = new AbortController();
    const stalled = fetch(sandbox.url + AVATAR, {
      method: 'POST',
      headers: { authorization: 'Bearer key' },
      body: JSON.stringify(words),
      signal: patience.signal,
    });
    await expect.poll(() => sandbox.tasks().length).toBe(1);
    patience.abort();
    await expect(stalled).rejects.toThrow();
  });

  test('answer late, and rightly', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    sandbox.faults.next('create', { answer: { lateMs: 3000 } });
    let answered = false;
    const late = createAvatar(sandbox).finally(() => {
      answered = true;
    });
    await expect.poll(() => sandbox.tasks().length).toBe(1);
    expect(answered).toBe(false);
    clock.advance(3000);
    expect(await late).toMatchObject({ code: 0 });
  });

  test('let a create take effect after its answer was lost', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    sandbox.faults.next('create', { effect: { after: 2000 }, answer: 'drop' });
    expect(await rawCreate(sandbox)).toBe('no answer');
    clock.advance(1999);
    expect(await call(sandbox, 'GET', AVATAR)).toMatchObject({ data: [] });
    clock.advance(1);
    await expect.poll(() => sandbox.tasks().length).toBe(1);
  });

  test('are used in order, as often as they were asked for, each on its own route', async () => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('list', { answer: { code: 1302 } }, 2);
    sandbox.faults.next('list', { answer: { code: 5001 } });
    expect(await createAvatar(sandbox)).toMatchObject({ code: 0 });
    const codes = [];
    for (let index = 0; index < 4; index++) codes.push((await call(sandbox, 'GET', AVATAR)).code);
    expect(codes).toEqual([1302, 1302, 5001, 0]);
    expect(sandbox.requests()).toMatchObject({ create: 1, list: 4, task: 0 });
  });

  test('are forgotten when they are cleared', async () => {
    const sandbox = await sandboxWith();
    sandbox.faults.next('list', { answer: 'drop' }, Number.POSITIVE_INFINITY);
    sandbox.faults.nextTask('never-ends');
    sandbox.faults.clear();
    expect(await call(sandbox, 'GET', AVATAR)).toMatchObject({ code: 0 });
    const { data } = await createAvatar(sandbox);
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
  });

  test('reach speech and single queries as well', async () => {
    const sandbox = await sandboxWith();
    const body = { text: 'Hi', voice_id: 'AOT', voice_language: 'en' };
    sandbox.faults.next('speech', { effect: 'before', answer: { code: 5000 } });
    sandbox.faults.next('task', { answer: 'bad-gateway' });
    expect(await call(sandbox, 'POST', '/v1/audio/tts', body)).toMatchObject({ code: 5000 });
    expect(sandbox.charges().speeches).toBe(1);
    const { data } = await createLive(sandbox);
    const headers = { authorization: 'Bearer key' };
    expect((await fetch(`${sandbox.url}${LIVE}/${data.task_id}`, { headers })).status).toBe(502);
  });

  test('have a task fail with a message, or never end', async () => {
    const sandbox = await sandboxWith({ slots: 2 });
    sandbox.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
    sandbox.faults.nextTask('never-ends');
    const refused = await createAvatar(sandbox);
    const endless = await createAvatar(sandbox);
    const failed = await reached(sandbox, `${AVATAR}/${refused.data.task_id}`, 'failed');
    expect(failed.task_status_msg).toBe('Failure to pass the risk control system');
    await reached(sandbox, `${AVATAR}/${endless.data.task_id}`, 'processing');
    expect(sandbox.open()).toBe(1);
  });
});
