import { describe, expect, test } from 'vitest';
import { asking, CHANNEL, postsOf, rendered, threadOf, videosOf } from './chat.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

describe('a video of which nobody can tell whether it is there', () => {
  async function inDoubt(fault: 'lost' | 'unclear' = 'unclear'): Promise<[House, string]> {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', fault);
    house.paper.always('find', 'blind');
    await rendered(house, id);
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { blind: expect.any(Number) } });
    return [house, id];
  }

  async function postIt(house: House, id: string, at = house.clock.now()): Promise<void> {
    await house.notes.leave(id, 'post', at);
    house.engine.wake(id);
    await house.pass(SECOND);
  }

  test('is not posted again by itself, also after a restart', async () => {
    const [house, id] = await inDoubt('lost');
    await house.pass(DAY);
    const next = await crash(house);
    await next.pass(DAY);
    expect(videosOf(next, id)).toHaveLength(1);
    expect(postsOf(next)).toBe(0);
    expect(await next.state(id)).toBe('delivering');
  });

  test('is posted when somebody says so', async () => {
    const [house, id] = await inDoubt();
    await house.pass(HOUR);
    await postIt(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: threadOf(house, id) }]);
    expect(await house.state(id)).toBe('delivered');
    expect(await house.notes.read(id)).toEqual({});
  });

  test('is one post when somebody says so at once, and it was there', async () => {
    const [house, id] = await inDoubt('lost');
    await postIt(house, id);
    expect(videosOf(house, id)).toHaveLength(1);
    expect(await house.state(id)).toBe('delivered');
  });

  test('goes to the next place when somebody says so and this one is closed', async () => {
    const [house, id] = await inDoubt();
    house.paper.close(CHANNEL);
    await postIt(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: house.paper.direct('ada') }]);
  });

  test('is in doubt again when that post is lost as well, and an order from before does not post it once more', async () => {
    const [house, id] = await inDoubt();
    house.paper.next('post', 'unclear');
    const pressed = house.clock.now();
    await postIt(house, id);
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { blind: expect.any(Number) } });
    await postIt(house, id, pressed);
    expect(postsOf(house)).toBe(2);
    expect(await house.notes.read(id)).not.toHaveProperty('post');
    await postIt(house, id);
    expect(await house.state(id)).toBe('delivered');
  });

  test('waits for a platform that is not connected when somebody says so', async () => {
    const [house, id] = await inDoubt();
    house.chat.connected = false;
    await postIt(house, id);
    expect(await house.state(id)).toBe('delivering');
    house.chat.connected = true;
    house.room.onConnected('paper');
    await house.pass(SECOND);
    expect(videosOf(house, id)).toHaveLength(1);
  });

  test('stays in doubt for a week, and is kept then', async () => {
    const [house, id] = await inDoubt();
    await house.pass(7 * DAY - HOUR);
    expect(await house.state(id)).toBe('delivering');
    await house.pass(2 * HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_unknown' } });
    expect(await house.files(id)).toContain('mp4');
  });

  test('fails with a sentence when its bytes are gone by then', async () => {
    const [house, id] = await inDoubt();
    await house.blobs.remove(`${id}.mp4`);
    await postIt(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes', reason: { key: 'post_video_gone' } });
  });
});
