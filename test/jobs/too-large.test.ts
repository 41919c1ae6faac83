import { describe, expect, test } from 'vitest';
import { asking, postsOf, rendered, threadOf, videosOf } from './chat.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse } from './house.ts';

const MEGABYTE = 2 ** 20;

/** Of so many bytes; one that cannot be made smaller without ruining it says so. */
const video = (bytes: number, begins: 'video' | 'unfit' = 'video') => begins.padEnd(bytes, '.');

/** How often a video was made smaller. */
function fits(house: House): { readonly count: number } {
  const made = { count: 0 };
  const { fitVideo } = house.media;
  house.media.fitVideo = (...given) => {
    made.count += 1;
    return fitVideo(...given);
  };
  return made;
}

describe('a video larger than the place takes', () => {
  test('is made smaller until it fits', async () => {
    const house = await openHouse({ limit: 100 });
    const id = await asking(house);
    await rendered(house, id, video(1_000));
    expect(videosOf(house, id)).toMatchObject([
      { place: threadOf(house, id), file: { name: `${id}.mp4`, bytes: 100 } },
    ]);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', video: { bytes: 1_000 } });
  });

  test('is made smaller once, over retries and a restart', async () => {
    const house = await openHouse({ limit: 100 });
    const id = await asking(house);
    const before = fits(house);
    house.paper.always('post', 'later');
    await rendered(house, id, video(1_000));
    await house.pass(HOUR);
    const next = await crash(house);
    const after = fits(next);
    next.paper.always('post', undefined);
    await next.pass(10 * MINUTE);
    expect([before.count, after.count]).toEqual([1, 0]);
    expect(videosOf(next, id)).toMatchObject([{ file: { bytes: 100 } }]);
  });

  test('that would be ruined is linked to, as long as it is kept', async () => {
    const house = await openHouse({ limit: 100, public: true });
    const id = await asking(house);
    await rendered(house, id, video(1_000, 'unfit'));
    const [posted, ...more] = videosOf(house, id);
    expect(more).toEqual([]);
    expect(posted).toMatchObject({
      place: threadOf(house, id),
      links: [`https://here/media/${id}.mp4`],
      pings: ['ada'],
    });
    expect(posted).not.toHaveProperty('file');
    expect(posted?.text).toMatchInlineSnapshot(`
      "AI-generated, asked for by @ada
      It is too large to be sent here. [Watch the video](https://here/media/j0mwrsbk00lsrpz5uft3kfx8.mp4) (the link ends in 6 days)"
    `);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { message: posted?.id } });
  });

  test('that would be ruined is tried to be made smaller once, however often the link has to wait', async () => {
    const house = await openHouse({ limit: 100, public: true });
    const id = await asking(house);
    const made = fits(house);
    house.paper.always('post', 'later');
    await rendered(house, id, video(1_000, 'unfit'));
    await house.pass(HOUR);
    expect(made.count).toBe(1);
    house.paper.always('post', undefined);
    await house.pass(10 * MINUTE);
    expect(videosOf(house, id)).toHaveLength(1);
  });

  test('a link whose answer was lost is found, not posted again', async () => {
    const house = await openHouse({ limit: 100, public: true });
    const id = await asking(house);
    house.paper.next('post', 'lost');
    await rendered(house, id, video(1_000, 'unfit'));
    await house.end();
    await house.clock.pass(HOUR);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(videosOf(next, id)).toHaveLength(1);
    expect(await next.state(id)).toBe('delivered');
  });

  test('that can be neither made smaller nor linked to is kept, with a sentence', async () => {
    const house = await openHouse({ limit: 100 });
    const id = await asking(house);
    await rendered(house, id, video(1_000, 'unfit'));
    expect(await house.job(id)).toMatchObject({
      state: 'delivered',
      charged: 'yes',
      reason: { key: 'post_too_large' },
    });
    expect(videosOf(house, id)).toEqual([]);
    expect(await house.files(id)).toContain('mp4');
  });

  test('waits when the machine cannot make it smaller now', async () => {
    const house = await openHouse({ limit: 100 });
    const id = await asking(house);
    const { fitVideo } = house.media;
    house.media.fitVideo = () => Promise.reject(new Error('the process ended'));
    await rendered(house, id, video(1_000));
    expect(await house.job(id)).toMatchObject({ state: 'delivering', tries: 1 });
    expect(await house.job(id)).not.toHaveProperty('posting');
    house.media.fitVideo = fitVideo;
    await house.pass(MINUTE);
    expect(videosOf(house, id)).toHaveLength(1);
  });
});

describe('a video that the place refuses although it should take it', () => {
  const LIMIT = 50 * MEGABYTE;

  test('is made as small as every place takes, and posted', async () => {
    const house = await openHouse({ limit: LIMIT });
    const id = await asking(house);
    house.paper.next('post', 'too_large');
    await rendered(house, id, video(12 * MEGABYTE));
    expect(videosOf(house, id)).toMatchObject([{ file: { bytes: 9.5 * MEGABYTE } }]);
  });

  test('is linked to when it is refused once more', async () => {
    const house = await openHouse({ limit: LIMIT, public: true });
    const id = await asking(house);
    house.paper.next('post', 'too_large', 'too_large');
    await rendered(house, id, video(12 * MEGABYTE));
    expect(videosOf(house, id)).toMatchObject([{ links: [`https://here/media/${id}.mp4`] }]);
  });

  test('is linked to at once when it is small already', async () => {
    const house = await openHouse({ limit: LIMIT, public: true });
    const id = await asking(house);
    const made = fits(house);
    house.paper.next('post', 'too_large');
    await rendered(house, id);
    expect(videosOf(house, id)).toMatchObject([{ links: [`https://here/media/${id}.mp4`] }]);
    expect(made.count).toBe(0);
  });

  test('is kept when there are no links either', async () => {
    const house = await openHouse({ limit: LIMIT });
    const id = await asking(house);
    house.paper.always('post', 'too_large');
    await rendered(house, id);
    await house.pass(DAY);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_too_large' } });
  });

  test('is kept when the link is refused as well', async () => {
    const house = await openHouse({ limit: LIMIT, public: true });
    const id = await asking(house);
    house.paper.always('post', 'too_large');
    await rendered(house, id, video(12 * MEGABYTE));
    expect(await house.job(id)).toMatchObject({ state: 'delivered', reason: { key: 'post_too_large' } });
    expect(postsOf(house)).toBe(3);
  });

  test('is known to be refused after a restart', async () => {
    const house = await openHouse({ limit: LIMIT, public: true });
    const id = await asking(house);
    house.paper.next('post', 'too_large', 'later');
    await rendered(house, id);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(videosOf(next, id)).toMatchObject([{ links: [`https://here/media/${id}.mp4`] }]);
  });
});
