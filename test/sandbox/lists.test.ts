import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { AVATAR, call, createAvatar, heldClock, reached, sandboxWith, type TaskAnswer } from './kit.ts';

async function fill(sandbox: Sandbox, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push((await createAvatar(sandbox)).data.task_id);
  return ids;
}

async function list(sandbox: Sandbox, query = ''): Promise<string[]> {
  const { data } = await call<TaskAnswer[]>(sandbox, 'GET', `${AVATAR}?${query}`);
  return data.map((task) => task.task_id);
}

describe('lists', () => {
  test('are empty at first, and page through all tasks later', async () => {
    const sandbox = await sandboxWith({ slots: 50 });
    expect(await list(sandbox)).toEqual([]);
    const ids = await fill(sandbox, 32);
    expect(await list(sandbox)).toEqual(ids.toReversed().slice(0, 30));
    expect(await list(sandbox, 'pageNum=2')).toEqual(ids.toReversed().slice(30));
    expect(await list(sandbox, 'pageNum=3&pageSize=10')).toEqual(ids.toReversed().slice(20, 30));
    expect(await list(sandbox, 'pageNum=1000&pageSize=500')).toEqual([]);
  });

  test.each(['pageNum=0', 'pageNum=1001', 'pageSize=0', 'pageSize=501', 'pageSize=many'])(
    'refuse %s',
    async (query) => {
      const sandbox = await sandboxWith();
      expect(await call(sandbox, 'GET', `${AVATAR}?${query}`)).toMatchObject({ status: 400, code: 1201 });
    },
  );

  test('refuse large pages on a server that has only small ones', async () => {
    const sandbox = await sandboxWith({ maxPageSize: 30 });
    expect(await call(sandbox, 'GET', `${AVATAR}?pageSize=500`)).toMatchObject({ status: 400, code: 1201 });
    expect(await call(sandbox, 'GET', `${AVATAR}?pageSize=30`)).toMatchObject({ code: 0 });
  });

  test('come oldest first, or in another order each time', async () => {
    const oldest = await sandboxWith({ tasksOrder: 'oldest' });
    expect(await fill(oldest, 3)).toEqual(await list(oldest));

    const ranks = [0.1, 0.2, 0.3, 0.3, 0.1, 0.2];
    const shuffled = await sandboxWith({ tasksOrder: 'random', random: () => ranks.shift() ?? 0 });
    const [first, second, third] = await fill(shuffled, 3);
    expect(await list(shuffled)).toEqual([first, second, third]);
    expect(await list(shuffled)).toEqual([second, third, first]);
  });

  test('can lack a task that a single query finds', async () => {
    const sandbox = await sandboxWith();
    sandbox.faults.nextTask('unlisted');
    const [hidden, shown] = await fill(sandbox, 2);
    expect(await list(sandbox)).toEqual([shown]);
    await reached(sandbox, `${AVATAR}/${hidden}`, 'succeed');
  });

  test('can be of a moment ago', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    const [old] = await fill(sandbox, 1);
    await reached(sandbox, `${AVATAR}/${old}`, 'succeed');
    clock.advance(1000);
    await fill(sandbox, 1);
    clock.advance(1000);
    sandbox.faults.next('list', { answer: { staleMs: 1500 } });
    expect(await list(sandbox)).toEqual([old]);
    expect(await list(sandbox)).toHaveLength(2);
  });

  test('forget tasks after 30 days', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    const [id] = await fill(sandbox, 1);
    clock.advance(31 * 24 * 3600 * 1000);
    expect(await list(sandbox)).toEqual([]);
    expect(await call(sandbox, 'GET', `${AVATAR}/${id}`)).toMatchObject({ code: 1201 });
  });
});
