import { expect, test } from 'vitest';
import { crash, MINUTE, openHouse, SECOND } from './house.ts';

/** Entries of the index of open jobs, as the next process finds them. */
async function openAfter(house: Awaited<ReturnType<typeof openHouse>>) {
  const next = await crash(house);
  return { next, open: await next.records.load() };
}

test('a job that has ended is settled, its notes are cleared, and it is no longer open', async () => {
  const house = await openHouse({ ceilings: { dailySecondsPerSpace: 100 } });
  const id = await house.rendering();
  await house.commands.cancel(id);
  house.kling.change(id);
  await house.pass(10 * SECOND);
  expect(await house.notes.read(id)).toEqual({});
  const { next, open } = await openAfter(house);
  expect(open).toEqual([]);
  expect(await next.ledger.left(await next.job(id))).toMatchObject({ space: 96 });
});

test.each(['ledger', 'notes', 'open'])(
  'a job that ended, and whose closing broke off at the %s, is closed after a crash',
  async (name) => {
    const house = await openHouse({ ceilings: { dailySecondsPerSpace: 100 } });
    const id = await house.rendering();
    await house.room.onCallback(id, { trusted: true, task: house.kling.change(id) });
    house.broken.add(name);
    await house.pass(SECOND);
    expect(await house.state(id)).toBe('delivered');
    expect(house.records.open('delivered').size).toBe(1);
    house.broken.clear();
    const next = await crash(house);
    await next.pass(SECOND);
    expect(next.records.open('delivered').size).toBe(0);
    expect(await next.notes.read(id)).toEqual({});
    expect(await next.ledger.left(await next.job(id))).toMatchObject({ space: 96 });
    expect(next.kling.creates).toHaveLength(1);
  },
);

test('a note that comes after the end is swept away, and the job is not counted again', async () => {
  const house = await openHouse({ ceilings: { dailySecondsPerSpace: 1_000 } });
  const id = await house.rendering();
  house.kling.change(id);
  await house.pass(10 * SECOND);
  const ended = await house.job(id);
  const left = await house.ledger.left(ended);
  const many = Array.from({ length: 150 }, (_, at) => ({ ...ended, id: `j${at}`, spent: 0 }));
  await Promise.all(many.map((job) => house.ledger.settle(job)));
  await house.notes.leave(id, 'news', house.kling.taskOf(id));
  house.engine.wake(id);
  await house.pass(SECOND);
  expect(await house.notes.read(id)).toEqual({});
  expect(await house.job(id)).toEqual(ended);
  expect(await house.ledger.left(ended)).toEqual(left);
});

test('a wake for a job that nobody knows does nothing', async () => {
  const house = await openHouse();
  house.engine.wake('j00000000000000000000000');
  await house.pass(SECOND);
  expect(house.errors).toEqual([]);
});

test('a job goes on after any crash, and has one task and one video', async () => {
  for (const moment of [0, 20, 40, 100, 5_010, 5_030]) {
    let house = await openHouse();
    const id = await house.ask();
    await house.pass(moment);
    house = await crash(house);
    await house.pass(3 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    house.kling.change(id);
    house = await crash(house);
    await house.pass(MINUTE);
    expect(await house.state(id)).toBe('delivered');
    expect(house.kling.tasks).toHaveLength(1);
  }
});

test('when Herald stops, work under way reaches what is persisted next', async () => {
  const house = await openHouse();
  house.kling.next.create.push(async (effect) => {
    const task = effect();
    await house.takes(3 * SECOND);
    return task;
  });
  const id = await house.ask();
  await house.pass(SECOND);
  const stopped = house.stop();
  await house.pass(5 * SECOND);
  await stopped;
  const next = await crash(house);
  expect(await next.job(id)).toMatchObject({ state: 'rendering', taskId: 't1' });
  expect(next.kling.reads).toEqual([]);
});

test('what is logged of a job tells how it ended, and holds neither its words nor a link', async () => {
  const house = await openHouse();
  const id = await house.rendering({ text: 'A very secret sentence.' });
  house.kling.change(id);
  await house.pass(10 * SECOND);
  const log = house.log.join('');
  expect(log).toContain(`"job":"${id}","state":"delivered"`);
  expect(log).not.toMatch(/secret|https:/);
});
