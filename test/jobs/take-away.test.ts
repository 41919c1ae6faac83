import { describe, expect, test } from 'vitest';
import { asking, CHANNEL, rendered, videosOf } from './chat.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

async function delivered(): Promise<[House, string]> {
  const house = await openHouse();
  const id = await asking(house);
  await rendered(house, id);
  expect(videosOf(house, id)).toHaveLength(1);
  return [house, id];
}

async function askToRemove(house: House, id: string): Promise<void> {
  await house.notes.leave(id, 'remove', house.clock.now());
  house.engine.wake(id);
  await house.pass(SECOND);
}

async function expectGone(house: House, id: string): Promise<void> {
  expect(videosOf(house, id)).toEqual([]);
  expect(await house.files(id)).toEqual([]);
  expect(await house.job(id)).toMatchObject({ state: 'delivered', charged: 'yes', removed: expect.any(Number) });
  expect(await house.job(id)).not.toHaveProperty('video');
  expect(await house.notes.read(id)).toEqual({});
  expect(house.records.open('delivered').size).toBe(0);
}

describe('a video that somebody asks to be taken away', () => {
  test('is gone from the platform and from the disk, and who listens is told', async () => {
    const [house, id] = await delivered();
    const told: unknown[] = [];
    house.records.listen((job, before) => told.push([before?.removed, before?.state, typeof job.removed]));
    await askToRemove(house, id);
    await expectGone(house, id);
    expect(told).toEqual([[undefined, 'delivered', 'number']]);
  });

  test('is not posted again, nor counted, ever', async () => {
    const [house, id] = await delivered();
    await askToRemove(house, id);
    const { day, place } = await house.job(id);
    const left = await house.ledger.left({ day, place, requester: { person: 'x' } });
    const { removed } = await house.job(id);
    await house.pass(HOUR);
    await askToRemove(house, id);
    const next = await crash(house);
    next.engine.wake(id);
    await next.pass(DAY);
    await expectGone(next, id);
    expect(await next.job(id)).toMatchObject({ removed });
    expect(await next.ledger.left({ day, place, requester: { person: 'x' } })).toEqual(left);
  });

  test('may be gone from the platform already', async () => {
    const [house, id] = await delivered();
    house.paper.takesAway(videosOf(house, id)[0]?.id ?? '');
    await askToRemove(house, id);
    await expectGone(house, id);
  });

  test('goes from the disk at once and from the platform when that lets it', async () => {
    const [house, id] = await delivered();
    house.paper.always('remove', 'later');
    await askToRemove(house, id);
    expect(await house.files(id)).toEqual([]);
    expect(await house.job(id)).not.toHaveProperty('removed');
    expect(await house.job(id)).toMatchObject({ removing: expect.any(Number) });
    await house.pass(HOUR);
    house.paper.always('remove', undefined);
    await house.pass(HOUR);
    await expectGone(house, id);
    expect(await house.job(id)).not.toHaveProperty('removing');
  });

  test('is asked for less and less often where the platform does not let it', async () => {
    const [house, id] = await delivered();
    house.paper.always('remove', 'later');
    await askToRemove(house, id);
    const tries = () => house.steps.taken.filter((step) => step === 'after remove').length;
    await house.pass(DAY);
    expect(tries()).toBeGreaterThan(20);
    expect(tries()).toBeLessThan(45);
  });

  test('waits for the platform to be connected, also after a restart', async () => {
    const [house, id] = await delivered();
    house.chat.connected = false;
    await askToRemove(house, id);
    const next = await crash(house);
    await next.pass(HOUR);
    expect(videosOf(next, id)).toHaveLength(1);
    next.chat.connected = true;
    await next.pass(HOUR);
    await expectGone(next, id);
  });

  test('and is kept because it could not be posted goes from the disk', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.close(CHANNEL);
    house.paper.close(house.paper.direct('ada'));
    await rendered(house, id);
    await askToRemove(house, id);
    await expectGone(house, id);
  });

  test('before its job has ended goes as soon as it has', async () => {
    const house = await openHouse();
    const id = await asking(house);
    await askToRemove(house, id);
    expect(await house.state(id)).toBe('rendering');
    await rendered(house, id);
    await house.pass(MINUTE);
    await expectGone(house, id);
  });
});

test('when the process dies at any step of a removal, the video is gone after the next start', async () => {
  const [whole, first] = await delivered();
  whole.steps.taken.length = 0;
  await askToRemove(whole, first);
  const steps = [...whole.steps.taken];
  expect(steps).toEqual(['before remove', 'after remove', 'before save delivered', 'after save delivered']);
  for (const [at, step] of steps.entries()) {
    const [dying, id] = await delivered();
    dying.steps.taken.length = 0;
    dying.steps.dieAt = at;
    await askToRemove(dying, id);
    expect([step, dying.steps.died]).toEqual([step, true]);
    const house = await crash(dying);
    await house.pass(MINUTE);
    await expectGone(house, id);
  }
});

test('a removal that was asked for right before the process died is done after the next start', async () => {
  const [house, id] = await delivered();
  await house.notes.leave(id, 'remove', house.clock.now());
  const next = await crash(house);
  await next.pass(SECOND);
  await expectGone(next, id);
});

test('a store that fails during a removal has it done later, and the job is settled once', async () => {
  for (const broken of ['jobs', 'notes']) {
    const [house, id] = await delivered();
    await house.notes.leave(id, 'remove', house.clock.now());
    house.broken.add(broken);
    house.engine.wake(id);
    await house.pass(MINUTE);
    house.broken.clear();
    await house.pass(10 * MINUTE);
    await expectGone(house, id);
  }
});
