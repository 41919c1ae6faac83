import { describe, expect, test } from 'vitest';
import { asking, postsOf, rendered, videosOf } from './chat.ts';
import { type House, MINUTE, openHouse } from './house.ts';

describe('a cancel', () => {
  async function cancelled(house: House, id: string): Promise<void> {
    await house.commands.cancel(id);
    await house.pass(10 * MINUTE);
  }

  test('that comes while the video is fetched leaves nothing posted', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.kling.next.file.push(async () => {
      await house.commands.cancel(id);
      return 'a video';
    });
    house.kling.change(id);
    await house.pass(10 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', reason: { key: 'job_cancelled' } });
    expect(house.paper.everything()).toHaveLength(1);
    expect(await house.files(id)).not.toContain('mp4');
  });

  test.each(['openThread', 'post'] as const)('that comes while %s has to wait leaves nothing posted', async (call) => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always(call, 'later');
    await rendered(house, id);
    house.paper.always(call, undefined);
    await cancelled(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
    expect(await house.job(id)).not.toHaveProperty('video');
    expect(videosOf(house, id)).toEqual([]);
    expect(await house.files(id)).not.toContain('mp4');
  });

  test('that comes while the thread is opened leaves nothing posted', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.chat.beforeThread = async () => void (await house.commands.cancel(id));
    await rendered(house, id);
    expect(await house.state(id)).toBe('cancelled');
    expect(videosOf(house, id)).toEqual([]);
  });

  test('that comes in the very moment in which the post is begun leaves nothing posted', async () => {
    const house = await openHouse();
    const id = await asking(house);
    let heard = 0;
    house.steps.at = async (step) => {
      if (step !== 'before save delivering' || !house.steps.taken.includes('after openThread')) return;
      heard += 1;
      await house.notes.leave(id, 'cancel', house.clock.now());
    };
    await rendered(house, id);
    expect(heard).toBe(1);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
    expect(await house.job(id)).not.toHaveProperty('posting');
    expect(videosOf(house, id)).toEqual([]);
    expect(postsOf(house)).toBe(0);
  });

  test.each(['lost', 'unclear'] as const)('that comes when the post was begun (%s) is too late', async (fault) => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', fault);
    await rendered(house, id);
    await cancelled(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'delivered' });
    expect(await house.job(id)).not.toHaveProperty('cancelAsked');
    expect(videosOf(house, id)).toHaveLength(1);
    expect(await house.notes.read(id)).toEqual({});
  });

  test('that comes during a post which turns out to be refused is heard then', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.chat.beforePost = async () => void (await house.commands.cancel(id));
    house.paper.next('post', 'later');
    await rendered(house, id);
    await house.pass(MINUTE);
    expect(await house.state(id)).toBe('cancelled');
    expect(videosOf(house, id)).toEqual([]);
  });
});
