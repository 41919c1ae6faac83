import { describe, expect, test } from 'vitest';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

const files = (house: House) => house.kling.reads.filter((read) => read.startsWith('file'));
const fails = (message = 'socket closed') => Promise.reject(new Error(message));

async function delivering(prepare: (house: House) => void): Promise<[House, string]> {
  const house = await openHouse();
  const id = await house.rendering();
  prepare(house);
  house.kling.change(id);
  await house.pass(6 * SECOND);
  return [house, id];
}

test('a video is fetched, checked and kept', async () => {
  const [house, id] = await delivering(() => {});
  expect(await house.job(id)).toMatchObject({ state: 'delivered', video: { seconds: 3, bytes: 7 } });
  expect(await house.files(id)).toContain('mp4');
  expect(files(house)).toEqual([`file https://k/${id}.mp4`]);
});

test('a video that could not be fetched is fetched again, by a fresh link', async () => {
  const [house, id] = await delivering(({ kling }) => kling.next.file.push(() => fails()));
  expect(await house.job(id)).toMatchObject({ state: 'delivering', tries: 1 });
  house.kling.change(id, { status: 'succeeded', units: 1.6, video: { url: 'https://k/fresh.mp4', seconds: 4 } });
  await house.pass(10 * SECOND);
  expect(await house.state(id)).toBe('delivered');
  expect(files(house)).toEqual([`file https://k/${id}.mp4`, 'file https://k/fresh.mp4']);
});

test('the link that came with the news is used when no fresh one can be had', async () => {
  const [house, id] = await delivering(({ kling }) => kling.next.file.push(() => fails()));
  house.kling.tasks.length = 0;
  await house.pass(10 * SECOND);
  expect(await house.state(id)).toBe('delivered');
});

describe('a damaged video', () => {
  test('is fetched again: it may have been the way', async () => {
    const [house, id] = await delivering(({ kling }) => kling.next.file.push(...Array(3).fill(() => 'damaged')));
    await house.pass(MINUTE);
    expect(await house.state(id)).toBe('delivered');
    expect(files(house)).toHaveLength(4);
  });

  test('eight times, by fresh links, is damaged at Kling: the job fails, and its charge is told', async () => {
    const [house, id] = await delivering(({ kling }) => kling.next.file.push(...Array(20).fill(() => 'damaged')));
    await house.pass(HOUR);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'yes',
      units: 1.6,
      spent: 4,
      reason: { key: 'job_video_damaged' },
    });
    expect(files(house)).toHaveLength(8);
  });

  test('once, after the network failed a few times, is not taken for damaged at Kling', async () => {
    const [house, id] = await delivering(({ kling }) => {
      kling.next.file.push(...Array(9).fill(() => fails()), () => 'damaged');
    });
    await house.pass(HOUR);
    expect(await house.state(id)).toBe('delivered');
  });
});

describe('a video that cannot be fetched', () => {
  const never = (house: House) => house.kling.next.file.push(...Array(5_000).fill(() => fails()));

  test('is tried for a day, less and less often, and then the job fails with a sentence', async () => {
    const [house, id] = await delivering(never);
    await house.pass(DAY - HOUR);
    expect(await house.state(id)).toBe('delivering');
    await house.pass(2 * HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes', reason: { key: 'job_not_fetched' } });
    // every 5 minutes in the end
    expect(files(house).length).toBeGreaterThan(280);
    expect(files(house).length).toBeLessThan(300);
  });

  test('is cancelled on request', async () => {
    const [house, id] = await delivering(never);
    await house.commands.cancel(id);
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6, spent: 4 });
    expect(await house.files(id)).not.toContain('mp4');
  });

  test('is given up when somebody cancels while it is fetched', async () => {
    const [house, id] = await delivering(({ kling, commands }) => {
      kling.next.file.push(async (effect) => {
        await commands.cancel(kling.tasks[0]?.externalId ?? '');
        return effect();
      });
    });
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
    expect(await house.files(id)).not.toContain('mp4');
  });

  test('since no fresh link could be asked for, is tried again', async () => {
    const [house, id] = await delivering(({ kling }) => kling.next.file.push(() => fails()));
    house.kling.next.task.push(() => Promise.reject(refusal(1002)));
    await house.pass(MINUTE);
    expect(await house.state(id)).toBe('delivered');
  });
});

test('a process that dies in the middle of a download begins it again, and delivers once', async () => {
  const [house, id] = await delivering((house) => house.kling.next.file.push(house.never));
  const next = await crash(house);
  await next.pass(MINUTE);
  expect(await next.state(id)).toBe('delivered');
  expect(await next.files(id)).toContain('mp4');
  expect(next.kling.creates).toHaveLength(1);
});

test('a store that cannot be written keeps the job until it can', async () => {
  const [house, id] = await delivering((house) => house.broken.add('jobs'));
  expect(await house.state(id)).toBe('rendering');
  house.broken.clear();
  await house.pass(5 * MINUTE);
  expect(await house.state(id)).toBe('delivered');
});
