import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clearOldMedia, janitor } from '../../src/jobs/janitor.ts';
import { asking, rendered, videosOf } from './chat.ts';
import { DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

/** Sets back the time at which all files of a job were written. */
async function age(house: House, id: string, days: number): Promise<void> {
  const then = new Date(house.clock.now() - days * DAY);
  for (const kind of await house.files(id)) await utimes(join(house.dir, 'media', `${id}.${kind}`), then, then);
}

const keeping = (house: House, days = 7) => ({
  ...house,
  keepDays: days,
  keeps: async (key: string) => key.startsWith('pmayor'),
  onCleared: () => {},
  onError: (error: unknown) => expect.fail(String(error)),
});

async function delivered(house: House): Promise<string> {
  const id = await house.rendering();
  house.kling.change(id);
  await house.pass(10 * SECOND);
  return id;
}

describe('media older than KEEP_DAYS', () => {
  test('is removed, and the record stays', async () => {
    const house = await openHouse();
    const id = await delivered(house);
    await age(house, id, 8);
    const files = (await house.files(id)).length;
    expect(await clearOldMedia(keeping(house))).toBe(files);
    expect(await house.files(id)).toEqual([]);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', video: { seconds: 3 } });
  });

  test('is kept as long as it is younger', async () => {
    const house = await openHouse();
    const id = await delivered(house);
    await age(house, id, 6);
    expect(await clearOldMedia(keeping(house))).toBe(0);
  });

  test('is kept as long as a job needs it, however old it is', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    await age(house, id, 20);
    expect(await clearOldMedia(keeping(house))).toBe(0);
  });

  test('begins its time anew when a video is kept because it could not be posted', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', 'later');
    await rendered(house, id);
    await age(house, id, 20);
    await house.pass(DAY + HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_unreachable' } });
    await clearOldMedia(keeping(house));
    expect(await house.files(id)).toEqual(['mp4']);
    await house.pass(7 * DAY);
    await clearOldMedia(keeping(house));
    expect(await house.files(id)).toEqual([]);
  });

  test('is kept for as long as a link to it was promised to live', async () => {
    const house = await openHouse({ limit: 100, public: true });
    const id = await asking(house);
    const asked = house.clock.now();
    house.paper.always('post', 'later');
    await rendered(house, id, 'unfit'.padEnd(1_000, '.'));
    await age(house, id, 20);
    await house.pass(12 * HOUR);
    house.paper.always('post', undefined);
    await house.pass(6 * MINUTE);
    expect(videosOf(house, id)[0]?.links).toHaveLength(1);
    // promised for 7 days
    await house.pass(asked + 12 * HOUR + 7 * DAY - house.clock.now());
    await clearOldMedia(keeping(house));
    expect(await house.files(id)).toEqual(['mp4']);
    await house.pass(HOUR);
    await clearOldMedia(keeping(house));
    expect(await house.files(id)).toEqual([]);
  });

  test('that belongs to no job is removed', async () => {
    const house = await openHouse();
    await house.blobs.put('jnobody.photo', [Buffer.from('x')] as unknown as AsyncIterable<Uint8Array>, 10);
    await age(house, 'jnobody', 8);
    expect(await clearOldMedia(keeping(house))).toBe(1);
  });

  test('that belongs to no job stays where it is wanted otherwise, however old it is', async () => {
    const house = await openHouse();
    await house.blobs.put('pmayor.photo', [Buffer.from('x')] as unknown as AsyncIterable<Uint8Array>, 10);
    await age(house, 'pmayor', 400);
    expect(await clearOldMedia(keeping(house))).toBe(0);
    expect(await house.files('pmayor')).toEqual(['photo']);
  });
});

describe('the janitor', () => {
  test('clears now and every hour, and tells how much, until it is stopped', async () => {
    const house = await openHouse();
    const cleared: number[] = [];
    const id = await delivered(house);
    await age(house, id, 8);
    const cleaning = janitor({ ...keeping(house), onCleared: (files) => cleared.push(files) });
    await expect.poll(() => cleared).toHaveLength(1);
    const next = await delivered(house);
    await age(house, next, 8);
    await house.pass(HOUR);
    await expect.poll(() => cleared).toHaveLength(2);
    await cleaning.stop();
    const last = await delivered(house);
    await age(house, last, 8);
    await house.pass(3 * HOUR);
    expect(await house.files(last)).not.toEqual([]);
  });

  test('goes on after a failure, which it tells', async () => {
    const house = await openHouse();
    const errors: unknown[] = [];
    const { olderThan } = house.blobs;
    house.blobs.olderThan = () => {
      throw new Error('no such folder');
    };
    const id = await delivered(house);
    const cleaning = janitor({ ...keeping(house), onError: (error) => errors.push(error) });
    await expect.poll(() => errors).toHaveLength(1);
    house.blobs.olderThan = olderThan;
    await age(house, id, 8);
    await house.pass(HOUR);
    await expect.poll(() => house.files(id)).toEqual([]);
    await cleaning.stop();
  });
});
