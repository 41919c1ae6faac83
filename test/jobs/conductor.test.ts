import { describe, expect, test } from 'vitest';
import { asks, inState } from './crowd.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

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
    expect(house.room.conductor.holdup).toBe('kling_account');
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
    expect(house.room.conductor.holdup).toBeUndefined();
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

  test('that a look began, it goes on as soon as Kling lets itself be looked at', async () => {
    const house = await openHouse({ slots: 2 });
    await asks(house, 2);
    house.kling.everyList = () => Promise.reject(refusal(1002));
    await house.pass(10 * SECOND);
    expect(house.room.conductor.pause).toBeDefined();
    delete house.kling.everyList;
    await house.pass(2 * MINUTE);
    expect(house.room.conductor.pause).toBeUndefined();
    expect(house.pauses.at(-1)).toBeUndefined();
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

test('a job that comes while a slow tick is under way does not wait for the next beat', async () => {
  const house = await openHouse({ slots: 2, beat: MINUTE });
  house.slowNotes(100);
  // the first create does not come back, so that nothing else makes the conductor look
  house.kling.next.create.push(house.never);
  await house.ask();
  await house.pass(60);
  const second = await house.ask();
  await house.pass(SECOND);
  expect(await house.state(second)).toBe('rendering');
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
