import { describe, expect, test } from 'vitest';
import { Unreadable } from '../../src/kling/errors.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

const lists = (house: House) => house.kling.reads.filter((read) => read.startsWith('list'));
const singles = (house: House) => house.kling.reads.filter((read) => read.startsWith('task'));

/** Asks for so many videos at once. @returns their jobs' ids */
async function asks(house: House, count: number, more: Parameters<House['ask']>[0] = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await house.ask(more));
  await house.pass(200);
  return ids;
}

const inState = async (house: House, ids: readonly string[], state: string) => {
  const jobs = await house.records.getMany(ids);
  return jobs.filter((job) => job?.state === state).length;
};

describe('slots', () => {
  test('are used up to KLING_MAX_CONCURRENT, and the others wait in line', async () => {
    const house = await openHouse({ slots: 3 });
    const ids = await asks(house, 8);
    expect(await inState(house, ids, 'rendering')).toBe(3);
    expect(house.room.conductor.slots).toEqual({ limit: 3, used: 3 });
    expect(house.kling.open()).toHaveLength(3);
  });

  test('are given on as soon as tasks end, never more than there are', async () => {
    const house = await openHouse({ slots: 3 });
    house.kling.slots = 3;
    const ids = await asks(house, 12);
    for (let round = 0; round < 30 && (await inState(house, ids, 'delivered')) < 12; round++) {
      const [first] = house.kling.open();
      house.kling.change(first?.externalId ?? '');
      await house.pass(6 * SECOND);
      expect(house.kling.open().length).toBeLessThanOrEqual(3);
    }
    expect(await inState(house, ids, 'delivered')).toBe(12);
    expect(house.kling.creates).toHaveLength(12);
  });

  test('are held until Kling ends the task, failed ones too', async () => {
    const house = await openHouse({ slots: 1 });
    const [first = '', second = ''] = await asks(house, 2);
    await house.pass(HOUR);
    expect(await house.state(second)).toBe('queued');
    house.kling.change(first, { status: 'failed', message: 'no face', units: 0 });
    await house.pass(10 * SECOND);
    expect([await house.state(first), await house.state(second)]).toEqual(['failed', 'rendering']);
  });

  test('are no longer counted after 24 h, while the watch goes on', async () => {
    const house = await openHouse({ slots: 1, beat: 5 * MINUTE });
    const [stuck = '', next = ''] = await asks(house, 2);
    await house.pass(DAY - HOUR);
    expect(await house.state(next)).toBe('queued');
    await house.pass(2 * HOUR);
    expect(await house.state(next)).toBe('rendering');
    house.kling.change(stuck);
    await house.pass(HOUR);
    expect(await house.state(stuck)).toBe('delivered');
  });

  test('go round fairly between people while tasks come and go', async () => {
    const house = await openHouse({ slots: 2 });
    await asks(house, 20, { person: 'ada' });
    const [lone = ''] = await asks(house, 1, { person: 'bob' });
    for (let round = 0; round < 3; round++) {
      house.kling.change(house.kling.open()[0]?.externalId ?? '');
      await house.pass(6 * SECOND);
    }
    expect(['rendering', 'delivered']).toContain(await house.state(lone));
  });

  test('are known again after a crash', async () => {
    const house = await openHouse({ slots: 2 });
    const ids = await asks(house, 5);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(next.room.conductor.slots).toEqual({ limit: 2, used: 2 });
    expect(await inState(next, ids, 'rendering')).toBe(2);
    expect(next.kling.creates).toHaveLength(2);
  });
});

describe('the place in line', () => {
  test('is told to those who wait, and moves up', async () => {
    const house = await openHouse({ slots: 1 });
    const [first = '', ...others] = await asks(house, 4, { person: 'ada' });
    const places = async () => Promise.all(others.map(async (id) => (await house.commands.show(id)).position));
    expect(await places()).toEqual([1, 2, 3]);
    expect((await house.commands.show(first)).position).toBeUndefined();
    house.kling.change(first);
    await house.pass(10 * SECOND);
    expect(await places()).toEqual([undefined, 1, 2]);
  });

  test('is fair: another person’s one stands before the second of one person’s many', async () => {
    const house = await openHouse({ slots: 1 });
    const [, second = ''] = await asks(house, 5, { person: 'ada' });
    const [lone = ''] = await asks(house, 1, { person: 'bob' });
    expect((await house.commands.show(lone)).position).toBe(1);
    expect((await house.commands.show(second)).position).toBe(2);
  });
});

describe('1303, no slot', () => {
  test('puts the job back, lowers the limit to what was open, and costs nobody anything', async () => {
    const house = await openHouse({ slots: 5 });
    house.kling.slots = 3;
    const ids = await asks(house, 6);
    expect(await inState(house, ids, 'rendering')).toBe(3);
    expect(house.room.conductor.slots.limit).toBe(3);
    await house.pass(20 * SECOND);
    expect(house.kling.tasks).toHaveLength(3);
  });

  test('is not asked for again and again: the limit is tried upward about every 30 s', async () => {
    const house = await openHouse({ slots: 5 });
    house.kling.slots = 3;
    await asks(house, 10);
    const before = house.kling.creates.length;
    await house.pass(5 * MINUTE);
    expect(house.kling.creates.length - before).toBeLessThanOrEqual(11);
    house.kling.slots = 5;
    await house.pass(3 * MINUTE);
    expect(house.kling.open()).toHaveLength(5);
  });

  test('on a create which another job’s end would have allowed only delays it', async () => {
    const house = await openHouse({ slots: 2 });
    house.kling.slots = 1;
    const first = await house.rendering();
    // Kling ends the first task while it refuses the second
    house.kling.next.create.push((effect) => {
      try {
        return effect();
      } finally {
        house.kling.change(first);
      }
    });
    const second = await house.ask();
    await house.pass(100);
    expect(await house.state(second)).toBe('queued');
    await house.pass(15 * SECOND);
    expect([await house.state(first), await house.state(second)]).toEqual(['delivered', 'rendering']);
  });

  test('from the first create on, with other users of the account in all slots, is waited out', async () => {
    const house = await openHouse({ slots: 5 });
    house.kling.slots = 0;
    const ids = await asks(house, 3);
    await house.pass(10 * MINUTE);
    expect(await inState(house, ids, 'queued')).toBe(3);
    expect(house.kling.creates.length).toBeLessThan(60);
    house.kling.slots = 5;
    await house.pass(2 * MINUTE);
    expect(await inState(house, ids, 'rendering')).toBe(3);
  });
});

describe('while the queue is paused', () => {
  const broke = (house: House) => {
    const sent: number[] = [];
    let refusing = true;
    const refuse = () => {
      if (!refusing) return;
      house.kling.next.create.unshift((effect) => {
        sent.push(house.clock.now());
        refuse();
        if (refusing) throw refusal(1102);
        return effect();
      });
    };
    refuse();
    return {
      sent,
      mend() {
        refusing = false;
      },
    };
  };

  test('one job probes every 5 minutes, and the others wait with a sentence', async () => {
    const house = await openHouse({ slots: 1 });
    const account = broke(house);
    const ids = await asks(house, 5);
    await house.pass(HOUR);
    expect(account.sent).toHaveLength(12);
    for (const [n, at] of account.sent.slice(1).entries()) {
      expect(at - (account.sent[n] ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    }
    const views = await Promise.all(ids.map((id) => house.commands.show(id)));
    expect(new Set(views.map(({ waiting }) => waiting))).toEqual(new Set(['kling_account']));
    expect(house.pauses.filter(Boolean).length).toBeGreaterThan(0);
  });

  test('everybody goes on when a probe succeeds', async () => {
    const house = await openHouse({ slots: 5 });
    const account = broke(house);
    const ids = await asks(house, 5);
    await house.pass(7 * MINUTE);
    account.mend();
    await house.pass(6 * MINUTE);
    expect(await inState(house, ids, 'rendering')).toBe(5);
    expect(house.room.conductor.pause).toBeUndefined();
    expect(house.pauses.at(-1)).toBeUndefined();
    expect((await house.commands.show(ids[0] ?? '')).waiting).toBeUndefined();
  });

  test('jobs that render already are watched and delivered', async () => {
    const house = await openHouse({ slots: 5 });
    const first = await house.rendering();
    broke(house);
    await asks(house, 1);
    house.kling.change(first);
    await house.pass(2 * MINUTE);
    expect(await house.state(first)).toBe('delivered');
  });

  test('the job that probes may be cancelled, and another one probes', async () => {
    const house = await openHouse({ slots: 1 });
    const account = broke(house);
    const [first = '', second = ''] = await asks(house, 2);
    await house.commands.cancel(first);
    account.mend();
    await house.pass(6 * MINUTE);
    expect([await house.state(first), await house.state(second)]).toEqual(['cancelled', 'rendering']);
  });

  test('a list that Kling refuses for the account’s sake pauses it, too', async () => {
    const house = await openHouse({ slots: 2 });
    const ids = await asks(house, 2);
    house.kling.everyList = () => Promise.reject(refusal(1002));
    await house.pass(10 * SECOND);
    expect(house.room.conductor.pause?.key).toBe('kling_account');
    expect(await inState(house, ids, 'rendering')).toBe(2);
  });
});

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

test('a new job starts at once, not on the next beat', async () => {
  const house = await openHouse({ beat: MINUTE });
  await house.rendering();
  await house.rendering();
});

test('a slow disk delays jobs, and does not stop the queue for ever', async () => {
  const house = await openHouse({ slots: 2, beat: SECOND });
  const slow = house.slowNotes(100);
  const [first = ''] = await asks(house, 1);
  const second = await house.ask();
  // the tick that lets the second start is under way when the third comes
  await house.pass(60);
  const third = await house.ask();
  await house.pass(2 * SECOND);
  slow.stop();
  house.kling.change(first);
  await house.pass(30 * SECOND);
  expect([await house.state(first), await house.state(second), await house.state(third)]).toEqual([
    'delivered',
    'rendering',
    'rendering',
  ]);
});

test('a job that could not be told to go is told on the next beat', async () => {
  const house = await openHouse();
  house.broken.add('notes');
  const [id = ''] = await asks(house, 1);
  expect(await house.state(id)).toBe('queued');
  expect(house.room.conductor.slots.used).toBe(0);
  house.broken.clear();
  await house.pass(10 * SECOND);
  expect(await house.state(id)).toBe('rendering');
});

test('it stops while a list is under way, and what was open goes on in the next process', async () => {
  const house = await openHouse({ slots: 2 });
  const ids = await asks(house, 3);
  await house.stop();
  for (const id of ids.slice(0, 2)) house.kling.change(id);
  const next = await crash(house);
  await next.pass(20 * SECOND);
  expect(await inState(next, ids, 'delivered')).toBe(2);
  expect(await inState(next, ids, 'rendering')).toBe(1);
});
