import { describe, expect, test } from 'vitest';
import { asking, postsOf, rendered, threadOf, videosOf } from './chat.ts';
import { crash, DAY, HOUR, MINUTE, openHouse, SECOND } from './house.ts';

describe('a platform that takes no post now', () => {
  test('is tried less and less often, and the video is posted when it does', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', 'later');
    await rendered(house, id);
    await house.pass(HOUR);
    expect(postsOf(house)).toBeGreaterThan(10);
    expect(postsOf(house)).toBeLessThan(25);
    house.paper.always('post', undefined);
    await house.pass(5 * MINUTE);
    expect(await house.state(id)).toBe('delivered');
    expect(videosOf(house, id)).toHaveLength(1);
  });

  test('is left alone until the time that it asks for, whoever wakes the job, and over a restart', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', { later: house.clock.now() + HOUR });
    await rendered(house, id);
    house.engine.wake(id);
    await house.pass(30 * MINUTE);
    const next = await crash(house);
    await next.pass(20 * MINUTE);
    expect([postsOf(house), postsOf(next)]).toEqual([1, 0]);
    await next.pass(11 * MINUTE);
    expect(await next.state(id)).toBe('delivered');
  });

  test('and asks to wait until a time that has passed is not hurried', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', { later: 0 });
    await rendered(house, id);
    await house.pass(20 * SECOND);
    expect(postsOf(house)).toBeLessThan(15);
  });

  test('for a whole day has the video kept, with a sentence', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', 'later');
    await rendered(house, id);
    await house.pass(DAY - HOUR);
    expect(await house.state(id)).toBe('delivering');
    await house.pass(2 * HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_unreachable' } });
    expect(await house.files(id)).toContain('mp4');
    house.paper.always('post', undefined);
    await house.pass(DAY);
    expect(videosOf(house, id)).toEqual([]);
  });

  test('has a day of its own, however long the video took to come home', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.kling.next.file.push(...Array(260).fill(() => Promise.reject(new Error('socket closed'))));
    house.paper.always('post', 'later');
    await rendered(house, id);
    await house.pass(23 * HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', video: { bytes: 7 } });
    await house.pass(10 * HOUR);
    expect(await house.state(id)).toBe('delivering');
    house.paper.always('post', undefined);
    await house.pass(5 * MINUTE);
    expect(videosOf(house, id)).toHaveLength(1);
  });

  test('and asks to wait for longer than a day is not waited for longer', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', { later: house.clock.now() + 30 * DAY });
    await rendered(house, id);
    await house.pass(DAY + MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_unreachable' } });
  });

  test('opens no thread now, and later does', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('openThread', 'later', 'lost');
    await rendered(house, id);
    expect(await house.job(id)).not.toHaveProperty('posting');
    await house.pass(MINUTE);
    expect(videosOf(house, id)).toMatchObject([{ place: threadOf(house, id) }]);
  });
});

describe('a platform that is not connected', () => {
  test('gets its videos as soon as it is', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.chat.connected = false;
    await rendered(house, id);
    const next = await crash(house);
    await next.pass(10 * HOUR);
    expect(await next.state(id)).toBe('delivering');
    next.chat.connected = true;
    next.room.onConnected('another');
    await next.pass(SECOND);
    expect(await next.state(id)).toBe('delivering');
    next.room.onConnected('paper');
    await next.pass(SECOND);
    expect(videosOf(next, id)).toMatchObject([{ place: threadOf(next, id) }]);
  });

  test('for a whole day has its videos kept', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.chat.connected = false;
    await rendered(house, id);
    await house.pass(DAY + 10 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_unreachable' } });
  });

  test('while it is unknown whether the video is there leaves that to the person, after a day', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost');
    await rendered(house, id);
    house.chat.connected = false;
    await house.pass(DAY + 10 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { blind: expect.any(Number) } });
  });
});

test('what the platform breaks is logged, and tried again', async () => {
  const house = await openHouse();
  const id = await asking(house);
  house.chat.beforeThread = () => Promise.reject(new Error('a defect'));
  await rendered(house, id);
  expect(house.log.join('')).toContain('a defect');
  house.chat.beforeThread = async () => {};
  await house.pass(MINUTE);
  expect(videosOf(house, id)).toHaveLength(1);
});
