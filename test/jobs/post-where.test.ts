import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { asking, CHANNEL, postsOf, rendered, showStatus, threadOf, videosOf } from './chat.ts';
import { HOUR, MINUTE, openHouse } from './house.ts';

const THREAD: Place = { ...CHANNEL, thread: 'talk' };
const FEW: Place = { ...THREAD, private: true };
const DM: Place = { platform: 'paper', space: 'dm.ada', channel: 'dm.ada', private: true };

describe('a video is posted', () => {
  test('into the thread of its status message, for the person who asked alone to be told', async () => {
    const house = await openHouse();
    const id = await asking(house, { text: 'Good morning, everybody.' });
    await rendered(house, id);
    const [video, ...more] = videosOf(house, id);
    expect(more).toEqual([]);
    expect(video).toMatchObject({
      place: threadOf(house, id),
      text: 'AI-generated, asked for by @ada',
      pings: ['ada'],
      file: { name: `${id}.mp4`, bytes: 7, alt: expect.stringMatching(/“Good morning, everybody\.”$/) },
    });
    expect(video).not.toHaveProperty('replyTo');
    expect([...house.paper.threads.values()]).toEqual([`AI-generated video, 2026-11-22 (${id.slice(-4)})`]);
    expect(await house.job(id)).toMatchObject({
      state: 'delivered',
      charged: 'yes',
      posted: { place: threadOf(house, id), message: video?.id, url: video?.url },
      video: { seconds: 3, bytes: 7 },
    });
    expect(await house.job(id)).not.toHaveProperty('posting');
  });

  test('in the language of the person who asked', async () => {
    const house = await openHouse();
    const id = await asking(house, { locale: 'zh', seconds: 4 });
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([
      { text: '由 AI 生成，应 @ada 的要求制作', file: { alt: expect.stringMatching(/录音/) } },
    ]);
    expect([...house.paper.threads.values()]).toEqual([`AI 生成的视频，2026-11-22（${id.slice(-4)}）`]);
  });

  test.each([
    ['a thread', THREAD],
    ['a thread for a few', FEW],
    ['a talk with one person', DM],
  ])('right there when it was asked for in %s, below the status message', async (_, place) => {
    const house = await openHouse();
    const id = await asking(house, { place });
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place, replyTo: house.chat.statuses.get(id)?.message }]);
    expect(house.paper.threads.size).toBe(0);
  });

  test('beside the status message where there are no threads', async () => {
    const house = await openHouse();
    house.paper.withoutThreads(CHANNEL);
    const id = await asking(house);
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL, replyTo: house.chat.statuses.get(id)?.message }]);
  });

  test('into the channel when the status message was taken away', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.takesAway(house.chat.statuses.get(id)?.message ?? '');
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL }]);
  });

  test('as an answer to who asked when there never was a status message', async () => {
    const house = await openHouse();
    const replyTo = house.paper.writes(CHANNEL);
    const id = await house.rendering({ place: CHANNEL, replyTo });
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL, replyTo }]);
  });
});

test('a video waits for its status message once, however often it is tried', async () => {
  for (const place of [CHANNEL, THREAD]) {
    const house = await openHouse();
    const id = await asking(house, { place });
    let waits = 0;
    house.chat.beforeStatus = async () => {
      waits += 1;
    };
    house.paper.next('post', 'later', 'unclear');
    await rendered(house, id);
    await house.pass(60_000);
    expect(videosOf(house, id)).toHaveLength(1);
    expect(waits).toBe(1);
  }
});

test('videos whose status messages are in line come below them, and hold up none of their space meanwhile', async () => {
  const house = await openHouse({ slots: 20 });
  const until = house.clock.now() + 5 * MINUTE;
  const waiting: string[] = [];
  for (let at = 0; at < 6; at++) {
    const id = await asking(house);
    house.chat.inLine.set(id, until);
    waiting.push(id);
    await rendered(house, id);
  }
  const other = await asking(house);
  await rendered(house, other);
  expect(await house.state(other)).toBe('delivered');
  expect(waiting.flatMap((id) => videosOf(house, id))).toEqual([]);
  // nothing has failed
  for (const id of waiting) expect(await house.job(id)).not.toHaveProperty('tries');
  await house.pass(5 * MINUTE);
  for (const id of waiting) expect(videosOf(house, id)).toMatchObject([{ place: threadOf(house, id) }]);
});

describe('a video that cannot be posted where it belongs', () => {
  test('goes on to the next place when the one in which it may have been posted is gone', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost');
    house.paper.always('find', 'later');
    await rendered(house, id);
    house.paper.tearDown(CHANNEL);
    house.paper.always('find', undefined);
    await house.pass(HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { place: DM } });
    expect(house.paper.messages(DM)).toMatchObject([{ key: `${id}v` }]);
  });

  test('goes there only once the platform cannot take it for the one that was in the place which is gone', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost');
    await rendered(house, id);
    const [there] = videosOf(house, id);
    house.paper.tearDown(CHANNEL);
    await house.pass(100_000);
    expect(videosOf(house, id)).toMatchObject([{ id: there?.id }]);
    await house.pass(60_000);
    expect(house.paper.messages(DM)).toMatchObject([{ key: `${id}v` }]);
  });

  test('goes to the channel of a thread that everybody could see', async () => {
    const house = await openHouse();
    const id = await asking(house, { place: THREAD });
    house.paper.close(THREAD);
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL }]);
  });

  test('goes from a thread for a few to the person alone, not to the channel', async () => {
    const house = await openHouse();
    const id = await asking(house, { place: FEW });
    house.paper.close(THREAD);
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: DM }]);
  });

  test('goes to the person alone when the channel is gone', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.close(CHANNEL);
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: DM, pings: ['ada'] }]);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { place: DM } });
  });

  test('goes to the channel when the thread was locked just before', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.close(threadOf(house, id));
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL, replyTo: house.chat.statuses.get(id)?.message }]);
  });

  test('anywhere is kept, with a sentence', async () => {
    const house = await openHouse();
    const id = await asking(house, { place: THREAD });
    house.paper.close(CHANNEL);
    house.paper.close(DM);
    await rendered(house, id);
    expect(videosOf(house, id)).toEqual([]);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', charged: 'yes', reason: { key: 'post_nowhere' } });
    expect(await house.files(id)).toContain('mp4');
  });

  test('to a talk with one person is not tried there twice', async () => {
    const house = await openHouse();
    const id = await asking(house, { place: DM });
    house.paper.close(DM);
    await rendered(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_nowhere' } });
    expect(postsOf(house)).toBe(1);
  });

  test('waits where the next place cannot be opened now, and goes there then', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.close(CHANNEL);
    house.paper.always('openDirect', 'later');
    await rendered(house, id);
    expect(await house.state(id)).toBe('delivering');
    house.paper.always('openDirect', undefined);
    await house.pass(60_000);
    expect(videosOf(house, id)).toMatchObject([{ place: DM }]);
  });
});

test('a job of a platform that is no chat is delivered when its video is home', async () => {
  const house = await openHouse();
  const id = await house.rendering();
  await showStatus(house, id);
  await rendered(house, id);
  expect(await house.job(id)).toMatchObject({ state: 'delivered', video: { bytes: 7 } });
  expect(videosOf(house, id)).toEqual([]);
});
