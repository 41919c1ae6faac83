import { describe, expect, test } from 'vitest';
import type { CallbackNews } from '../../src/kling/callback.ts';
import type { Task } from '../../src/kling/profile.ts';
import { openHouse, SECOND } from './house.ts';

const video = { url: 'https://k/v.mp4', seconds: 4 };
const signed = (task: Partial<Task>): CallbackNews => ({
  trusted: true,
  task: { id: 't1', status: 'succeeded', message: '', units: 1.6, video, ...task },
});
const unsigned = (task: Partial<Task>): CallbackNews => ({ ...signed(task), trusted: false });

/** Nothing is read of Kling by itself within the test: only a callback can bring news. */
const quiet = () => openHouse({ callbacks: true, beat: 3_600 * SECOND });

describe('a signed callback', () => {
  test('is news: the video is delivered without a read', async () => {
    const house = await quiet();
    const id = await house.rendering();
    house.kling.reads.length = 0;
    await house.room.onCallback(id, signed({ externalId: id }));
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', units: 1.6 });
    expect(house.kling.reads).toEqual(['file https://k/v.mp4']);
  });

  test('ends a job whose task failed', async () => {
    const house = await quiet();
    const id = await house.rendering();
    await house.room.onCallback(id, signed({ status: 'failed', message: 'no face', units: 0 }));
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'kling_face' } });
  });

  test('that comes before the create’s own answer is not lost', async () => {
    const house = await quiet();
    house.kling.next.create.push(async (effect) => {
      const task = effect();
      await house.room.onCallback(task.externalId ?? '', signed({ id: task.id }));
      return task;
    });
    const id = await house.ask();
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test.each([
    ['of another task', { id: 't2' }],
    ['of another job', { externalId: 'j00000000000000000000000' }],
  ])('%s is not believed', async (_, task) => {
    const house = await quiet();
    const id = await house.rendering();
    await house.room.onCallback(id, signed(task));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('rendering');
  });

  test('of a task that is known to be another job’s is not believed before the create’s own answer', async () => {
    const house = await quiet();
    const first = await house.rendering();
    const { id: firsts } = house.kling.tasks[0] ?? { id: '' };
    house.kling.next.create.push(async (effect) => {
      const task = effect();
      await house.room.onCallback(task.externalId ?? '', signed({ id: firsts }));
      return task;
    });
    const second = await house.ask();
    await house.pass(100);
    expect([await house.state(first), await house.state(second)]).toEqual(['rendering', 'rendering']);
    expect((await house.job(second)).taskId).not.toBe(firsts);
  });

  test('that the task goes on changes nothing', async () => {
    const house = await quiet();
    const id = await house.rendering();
    await house.room.onCallback(id, signed({ status: 'processing' }));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('rendering');
    expect(await house.notes.read(id)).toEqual({});
  });

  test('that the task goes on never takes the place of one that it has ended', async () => {
    const house = await quiet();
    house.kling.next.create.push(async (effect) => {
      const task = effect();
      await house.room.onCallback(task.externalId ?? '', signed({ id: task.id }));
      await house.room.onCallback(task.externalId ?? '', signed({ id: task.id, status: 'processing' }));
      return task;
    });
    const id = await house.ask();
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test('twice delivers once', async () => {
    const house = await quiet();
    const id = await house.rendering();
    await Promise.all([house.room.onCallback(id, signed({})), house.room.onCallback(id, signed({}))]);
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
    expect(house.kling.reads.filter((read) => read.startsWith('file'))).toHaveLength(1);
  });
});

describe('an unsigned callback', () => {
  test('is a hint: the task is read, and what Kling says counts', async () => {
    const house = await quiet();
    const id = await house.rendering();
    await house.room.onCallback(id, unsigned({}));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.reads).toContain('task t1');
    house.kling.change(id);
    await house.room.onCallback(id, unsigned({ status: 'failed' }));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test('that nobody can read is a hint as well', async () => {
    const house = await quiet();
    const id = await house.rendering();
    house.kling.change(id);
    await house.room.onCallback(id, undefined);
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
  });
});

describe('a callback and a list', () => {
  test('that bring the same news at once deliver once', async () => {
    const house = await openHouse({ slots: 2 });
    const [id, other] = [await house.rendering(), await house.rendering()];
    house.kling.everyList = async (effect) => {
      const listed = effect();
      await house.takes(SECOND);
      return listed;
    };
    house.kling.change(id, { status: 'succeeded', units: 1.6, video });
    await house.pass(5_500);
    await house.room.onCallback(id, signed({}));
    await house.pass(10 * SECOND);
    expect([await house.state(id), await house.state(other)]).toEqual(['delivered', 'rendering']);
    expect(house.kling.reads.filter((read) => read.startsWith('file'))).toHaveLength(1);
  });

  test('that is older than it leave the job as it ended', async () => {
    const house = await openHouse({ slots: 2 });
    const [id] = [await house.rendering(), await house.rendering()];
    house.kling.everyList = async (effect) => {
      const listed = effect();
      await house.takes(30 * SECOND);
      return listed;
    };
    await house.pass(6 * SECOND);
    house.kling.change(id, { status: 'succeeded', units: 1.6, video });
    await house.room.onCallback(id, signed({}));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
    await house.pass(90 * SECOND);
    expect(await house.state(id)).toBe('delivered');
    expect(await house.notes.read(id)).toEqual({});
  });
});

describe('late news', () => {
  test('about a job that has ended is ignored', async () => {
    const house = await quiet();
    const id = await house.rendering();
    await house.room.onCallback(id, signed({}));
    await house.pass(SECOND);
    const ended = await house.job(id);
    await house.room.onCallback(id, signed({ status: 'failed', units: 9 }));
    await house.room.onCallback(id, undefined);
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toEqual(ended);
    expect(await house.notes.read(id)).toEqual({});
  });

  test('about a job that nobody knows is ignored', async () => {
    const house = await quiet();
    await house.room.onCallback('j00000000000000000000000', signed({}));
    await house.pass(SECOND);
    expect(house.kling.reads).toEqual([]);
  });

  test('about a job that waits in line starts nothing', async () => {
    const house = await openHouse({ slots: 1, callbacks: true });
    await house.rendering();
    const id = await house.ask();
    await house.pass(SECOND);
    await house.room.onCallback(id, signed({ id: 't9' }));
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('queued');
    expect(house.kling.creates).toHaveLength(1);
  });
});
