import { describe, expect, test } from 'vitest';
import { Unreadable } from '../../src/kling/errors.ts';
import { asks, inState } from './crowd.ts';
import { HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

const lists = (house: House) => house.kling.reads.filter((read) => read.startsWith('list'));
const singles = (house: House) => house.kling.reads.filter((read) => read.startsWith('task'));

describe('seeing how tasks stand', () => {
  test('takes one list for all of them', async () => {
    const house = await openHouse({ slots: 50 });
    const ids = await asks(house, 50);
    await house.pass(MINUTE);
    expect(lists(house).length).toBeLessThanOrEqual(13);
    expect(singles(house)).toEqual([]);
    for (const id of ids) house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(50);
  });

  test('takes a single read where there is one task alone', async () => {
    const house = await openHouse();
    await house.rendering();
    await house.pass(20 * SECOND);
    expect(lists(house)).toEqual([]);
    expect(singles(house).length).toBeGreaterThan(0);
  });

  test('does not rely on the order of the list', async () => {
    const house = await openHouse({ slots: 20 });
    const ids = await asks(house, 20);
    let turn = 0;
    house.kling.everyList = (effect) => {
      turn += 7;
      const all = effect();
      return [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
    };
    for (const id of ids) house.kling.change(id);
    await house.pass(20 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(20);
  });

  test('reads tasks that are missing from the list singly, a few on each beat, each in its turn', async () => {
    const house = await openHouse({ slots: 20 });
    const ids = await asks(house, 20);
    house.kling.everyList = () => [];
    house.kling.reads.length = 0;
    await house.pass(5 * SECOND);
    expect(singles(house)).toHaveLength(5);
    await house.pass(15 * SECOND);
    expect(new Set(singles(house)).size).toBe(20);
    for (const id of ids) house.kling.change(id);
    await house.pass(25 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(20);
  });

  test('goes on with the others when one task cannot be read', async () => {
    const house = await openHouse({ slots: 4 });
    const ids = await asks(house, 4);
    const missing = house.kling.taskOf(ids[0] ?? '');
    house.kling.everyList = (effect) => effect().filter(({ id }) => id !== missing.id);
    const broken = () => Promise.reject(new Unreadable('HTTP 500', { transient: true }));
    for (let n = 0; n < 10; n++) house.kling.next.task.push(broken);
    for (const id of ids.slice(1)) house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(3);
    house.kling.next.task.length = 0;
    house.kling.change(ids[0] ?? '');
    await house.pass(10 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(4);
  });

  test('goes on singly when the list fails, and says so to the operator', async () => {
    const house = await openHouse({ slots: 4 });
    const ids = await asks(house, 4);
    house.kling.everyList = () => Promise.reject(new Unreadable('HTTP 502', { transient: true }));
    for (const id of ids) house.kling.change(id);
    await house.pass(20 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(4);
    expect(house.log.join()).toContain('could not see how the tasks stand');
  });

  test('survives a Kling that answers nothing for a while', async () => {
    const house = await openHouse({ slots: 4 });
    const ids = await asks(house, 4);
    house.kling.everyList = () => Promise.reject(new Unreadable('HTTP 502', { transient: true }));
    for (let n = 0; n < 40; n++)
      house.kling.next.task.push(() => Promise.reject(new Unreadable('no', { transient: true })));
    await house.pass(MINUTE);
    expect(await inState(house, ids, 'rendering')).toBe(4);
    house.kling.next.task.length = 0;
    delete house.kling.everyList;
    for (const id of ids) house.kling.change(id);
    await house.pass(20 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(4);
  });

  test('never ends a job whose task is not to be found', async () => {
    const house = await openHouse({ beat: MINUTE });
    const id = await house.rendering();
    const [task] = house.kling.tasks.splice(0);
    await house.pass(2 * HOUR);
    expect(await house.state(id)).toBe('rendering');
    if (task) house.kling.tasks.push(task);
    house.kling.change(id);
    await house.pass(5 * MINUTE);
    expect(await house.state(id)).toBe('delivered');
    expect(house.kling.creates).toHaveLength(1);
  });

  test('waits for a list that is slow, and does not send another one meanwhile', async () => {
    const house = await openHouse({ slots: 3 });
    const ids = await asks(house, 3);
    house.kling.reads.length = 0;
    house.kling.everyList = async (effect) => {
      await house.takes(25 * SECOND);
      return effect();
    };
    await house.pass(20 * SECOND);
    expect(lists(house)).toHaveLength(1);
    for (const id of ids) house.kling.change(id);
    await house.pass(MINUTE);
    expect(await inState(house, ids, 'delivered')).toBe(3);
  });
});

describe('once it is known how long tasks take', () => {
  /** A house in which three tasks took 5 minutes each. */
  async function learned(options: Parameters<typeof openHouse>[0] = {}) {
    const house = await openHouse(options);
    const ids = await asks(house, 3);
    await house.pass(5 * MINUTE);
    for (const id of ids) house.kling.change(id);
    await house.pass(35 * SECOND);
    expect(await inState(house, ids, 'delivered')).toBe(3);
    house.kling.reads.length = 0;
    return house;
  }

  test('a task is looked at after 15 s, when refusals show, and not again before it may be ready', async () => {
    const house = await learned();
    const id = await house.rendering();
    await house.pass(10 * SECOND);
    expect(house.kling.reads).toEqual([]);
    await house.pass(3 * MINUTE + 30 * SECOND);
    expect(singles(house)).toHaveLength(1);
    await house.pass(40 * SECOND);
    expect(singles(house).length).toBeGreaterThan(2);
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test('a refusal is told at the first look', async () => {
    const house = await learned();
    const id = await house.rendering();
    house.kling.change(id, { status: 'failed', message: 'Failure to pass the risk control system', units: 0 });
    await house.pass(25 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'kling_policy' } });
  });

  test('a hint is followed at once, however young the task is', async () => {
    const house = await learned({ callbacks: true });
    const id = await house.rendering();
    house.kling.change(id);
    await house.room.onCallback(id, undefined);
    await house.pass(100);
    expect(await house.state(id)).toBe('delivered');
  });

  test('a few that were hinted at are read singly, and the young ones beside them are left alone', async () => {
    const house = await learned({ callbacks: true, slots: 4 });
    const ids = await asks(house, 4);
    house.kling.reads.length = 0;
    for (const id of ids.slice(0, 2)) house.kling.change(id);
    for (const id of ids.slice(0, 2)) await house.room.onCallback(id, undefined);
    await house.pass(100);
    expect(await inState(house, ids, 'delivered')).toBe(2);
    expect(lists(house)).toEqual([]);
    expect(singles(house)).toHaveLength(2);
  });

  test('a task that takes longer than usual is said to, and is not given up', async () => {
    const house = await learned();
    const id = await house.rendering();
    await house.pass(9 * MINUTE);
    expect((await house.commands.show(id)).waiting).toBeUndefined();
    await house.pass(3 * MINUTE);
    expect((await house.commands.show(id)).waiting).toBe('job_late');
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('delivered');
  });
});

test('with callbacks on their way, the list is read at a slower beat', async () => {
  const house = await openHouse({ slots: 3, callbacks: true });
  await asks(house, 3);
  house.kling.reads.length = 0;
  await house.pass(2 * MINUTE);
  expect(lists(house).length).toBeGreaterThanOrEqual(3);
  expect(lists(house).length).toBeLessThanOrEqual(5);
});

test('nothing is read, and no time spent, while nothing is open', async () => {
  const house = await openHouse();
  const id = await house.rendering();
  house.kling.change(id);
  await house.pass(10 * SECOND);
  house.kling.reads.length = 0;
  await house.pass(HOUR);
  expect(house.kling.reads).toEqual([]);
});
