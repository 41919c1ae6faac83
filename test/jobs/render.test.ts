import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

const video = { url: 'https://k/v.mp4', seconds: 5 };

describe('what a job cost', () => {
  test.each([
    ['Kling’s own units, and the seconds they stand for', 'image2video', { units: 2, video }, 2.05, 5],
    ['the video’s seconds where no price is known', 'avatar', { units: 2, video }, 2, 5],
    ['the estimate where Kling does not tell the length', 'avatar', { units: 2, video: { url: video.url } }, 2, 3],
    ['the video’s seconds where Kling tells no units', 'image2video', { video }, 0.05, 5],
  ] as const)('is %s', async (_, profile, told, units, spent) => {
    const house = await openHouse({ profile });
    const id = await house.rendering();
    house.kling.change(id, { status: 'succeeded', ...told });
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', charged: 'yes', units, spent });
  });

  test('is nothing for a failed task of which Kling says so', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.kling.change(id, { status: 'failed', message: 'no face found', units: 0 });
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'no',
      spent: 0,
      reason: { key: 'kling_face' },
    });
  });

  test('is the speech alone for a failed task that cost nothing', async () => {
    const house = await openHouse({ profile: 'image2video' });
    const id = await house.rendering();
    house.kling.change(id, { status: 'failed', message: '', units: 0 });
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes', units: 0.05, spent: 0 });
  });

  test('is not known for a failed task of which Kling tells nothing', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.kling.change(id, { status: 'failed', message: '' });
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'unknown', spent: 3 });
  });

  test('is counted against the ceilings in place of the estimate', async () => {
    const house = await openHouse({ ceilings: { dailySecondsPerSpace: 100 } });
    const id = await house.rendering();
    const job = await house.job(id);
    expect(await house.ledger.left(job)).toMatchObject({ space: 97 });
    house.kling.change(id, { status: 'succeeded', units: 2, video });
    await house.pass(10 * SECOND);
    expect(await house.ledger.left(job)).toMatchObject({ space: 95 });
  });
});

test('a task that is done without a video is asked for it again for a while', async () => {
  const house = await openHouse();
  const id = await house.rendering();
  house.kling.change(id, { status: 'succeeded', units: 2 });
  await house.pass(3 * MINUTE);
  expect(await house.state(id)).toBe('rendering');
  house.kling.change(id);
  await house.pass(5 * MINUTE);
  expect(await house.state(id)).toBe('delivered');
});

test('a task that is done without a video for long fails with a sentence, and its charge is told', async () => {
  const house = await openHouse();
  const id = await house.rendering();
  house.kling.change(id, { status: 'succeeded', units: 2 });
  await house.pass(HOUR);
  expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes', reason: { key: 'job_no_video' } });
});

test('a job whose Kling was changed while it rendered fails with a sentence, and may have cost something', async () => {
  const house = await openHouse();
  const id = await house.rendering();
  house.api.present = { ...house.api.present, target: { ...house.api.present.target, baseUrl: 'https://elsewhere' } };
  house.engine.wake(id);
  await house.pass(SECOND);
  expect(await house.job(id)).toMatchObject({
    state: 'failed',
    charged: 'unknown',
    spent: 3,
    reason: { key: 'job_other_target' },
  });
});

test('a task is waited for as long as Kling keeps results: 30 days, and no day less', async () => {
  const house = await openHouse({ beat: 6 * HOUR });
  const id = await house.rendering();
  house.kling.tasks.length = 0;
  await house.pass(30 * DAY - HOUR);
  expect(await house.state(id)).toBe('rendering');
  await house.pass(2 * HOUR);
  expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'unknown', reason: { key: 'job_expired' } });
});

test('a task that is done on its last day is delivered', async () => {
  const house = await openHouse({ beat: 6 * HOUR });
  const id = await house.rendering();
  await house.pass(30 * DAY - 12 * HOUR);
  house.kling.change(id);
  await house.pass(7 * HOUR);
  expect(await house.state(id)).toBe('delivered');
});

describe('cancelling', () => {
  test('a job in line cancels it at once, free of charge', async () => {
    const house = await openHouse({ slots: 1 });
    await house.rendering();
    const id = await house.ask();
    await house.pass(100);
    await house.commands.cancel(id);
    await house.pass(100);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'no', reason: { key: 'job_cancelled' } });
    expect(house.kling.creates).toHaveLength(1);
  });

  test('a job that Kling renders lets it run to its end, which is charged, and does not deliver it', async () => {
    const house = await openHouse({ slots: 1 });
    const id = await house.rendering();
    await house.commands.cancel(id);
    await house.pass(HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'rendering', cancelAsked: expect.any(Number) });
    expect(house.room.conductor.slots.used).toBe(1);
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6, spent: 4 });
    expect(house.kling.reads.filter((read) => read.startsWith('file'))).toEqual([]);
  });

  test('a job whose task then fails tells why', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    await house.commands.cancel(id);
    house.kling.change(id, { status: 'failed', message: '', units: 0 });
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no' });
  });

  test('a job while its create is under way keeps the task, and does not deliver it', async () => {
    const house = await openHouse();
    house.kling.next.create.push(async (effect) => {
      await house.takes(5 * SECOND);
      return effect();
    });
    const id = await house.ask();
    await house.pass(SECOND);
    await house.commands.cancel(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('rendering');
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
  });

  test('a job between two tries cancels it', async () => {
    const house = await openHouse();
    house.kling.next.create.push(() => Promise.reject(refusal(1302, '', { retryAfterMs: HOUR })));
    const id = await house.ask();
    await house.pass(SECOND);
    await house.commands.cancel(id);
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'no' });
  });
});
