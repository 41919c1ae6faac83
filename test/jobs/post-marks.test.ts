import { describe, expect, test } from 'vitest';
import { say } from '../../src/texts.ts';
import { asking, CHANNEL, postsOf, rendered, threadOf, videosOf } from './chat.ts';
import { deliverUntil } from './deliver-until.ts';
import { crash, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

/** For longer than a file is waited for that was about to be shown. */
const IN_DOUBT = 16 * MINUTE;

async function expectOneVideo(house: House, id: string): Promise<void> {
  const videos = videosOf(house, id);
  expect(videos.map(({ place }) => place)).toEqual([threadOf(house, id)]);
  expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { message: videos[0]?.id } });
  expect(house.kling.creates).toHaveLength(1);
}

/** Somebody presses “Post it”. */
async function postIt(house: House, id: string): Promise<void> {
  await house.notes.leave(id, 'post', house.clock.now());
  house.engine.wake(id);
  await house.pass(SECOND);
}

const isBlind = async (house: House, id: string) => (await house.job(id)).posting?.blind !== undefined;

describe('a video on a platform that forgets its posts', () => {
  const HOUSE = { forgets: true, public: true } as const;

  test('is kept in mind by what it will show by, before it shows', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    let marked: unknown;
    house.steps.at = async (step) => {
      if (step !== 'after mark') return;
      marked = { ...(await house.job(id)).posting };
      expect(videosOf(house, id)).toEqual([]);
    };
    await rendered(house, id);
    expect(marked).toMatchObject({ stage: 'there', trace: 'file1' });
    await expectOneVideo(house, id);
    expect(await house.job(id)).toMatchObject({ posted: { file: 'file1' } });
    expect(await house.job(id)).not.toHaveProperty('posting');
  });

  test('is not shown when that cannot be written, and is once it can', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.steps.at = async (step) => void (step === 'before mark' && house.broken.add('jobs'));
    await rendered(house, id);
    expect(videosOf(house, id)).toEqual([]);
    delete house.steps.at;
    house.broken.clear();
    await house.pass(IN_DOUBT);
    await expectOneVideo(house, id);
  });

  test('whose answer was lost is found by its mark, also when it shows minutes later', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'late');
    await rendered(house, id);
    await house.pass(5 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { trace: 'file1' } });
    expect(videosOf(house, id)).toEqual([]);
    house.paper.arrive();
    await house.pass(5 * MINUTE);
    await expectOneVideo(house, id);
    expect(postsOf(house)).toBe(1);
  });

  test('that never shows is left to a person, and is posted when they say so', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'unclear');
    await rendered(house, id);
    await house.pass(IN_DOUBT);
    expect(await isBlind(house, id)).toBe(true);
    expect(postsOf(house)).toBe(1);
    await postIt(house, id);
    await expectOneVideo(house, id);
    expect(await house.job(id)).toMatchObject({ posted: { file: 'file2' } });
  });

  test('that shows after all is not posted once more when a person says so', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'late');
    await rendered(house, id);
    await house.pass(IN_DOUBT);
    expect(await isBlind(house, id)).toBe(true);
    house.paper.arrive();
    await postIt(house, id);
    await expectOneVideo(house, id);
    expect(postsOf(house)).toBe(1);
  });

  test('is not posted while it cannot be looked for, and is then, when a person had said so', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'unclear');
    await rendered(house, id);
    await house.pass(IN_DOUBT);
    house.paper.always('find', 'later');
    await postIt(house, id);
    await house.pass(MINUTE);
    expect(postsOf(house)).toBe(1);
    house.paper.always('find', undefined);
    await house.pass(10 * MINUTE);
    await expectOneVideo(house, id);
  });

  test('which was surely refused after it was marked is posted again at once, not waited for', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'later');
    await rendered(house, id);
    expect((await house.job(id)).posting).not.toHaveProperty('trace');
    await house.pass(10 * SECOND);
    await expectOneVideo(house, id);
  });

  /** A video that is to show late, whose person is erased while Herald is stopped. @returns the next start */
  async function erasedWhileLate(): Promise<[House, string]> {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', 'late');
    await rendered(house, id);
    await house.end();
    const restarted = await crash(house, { ...HOUSE, started: false });
    await restarted.records.load();
    await restarted.records.save({ ...(await restarted.job(id)), erased: true });
    await restarted.end();
    return [await crash(restarted, HOUSE), id];
  }

  test('of a person who was erased is taken away as soon as it shows', async () => {
    const [next, id] = await erasedWhileLate();
    next.paper.always('withdraw', 'later');
    await next.pass(MINUTE);
    expect(await next.state(id)).toBe('delivering');
    next.paper.arrive();
    await next.pass(10 * MINUTE);
    expect(videosOf(next, id)).toEqual([]);
    expect(await next.state(id)).toBe('cancelled');
  });

  test('of a person who was erased never shows, once its file could be withdrawn', async () => {
    const [next, id] = await erasedWhileLate();
    await next.pass(MINUTE);
    expect(await next.state(id)).toBe('cancelled');
    next.paper.arrive();
    expect(videosOf(next, id)).toEqual([]);
  });

  test('whose link was lost, and surely is not there, goes to the next place when its own is closed by then', async () => {
    const house = await openHouse(HOUSE);
    const id = await asking(house);
    house.paper.next('post', { fileless: 'storage_full' }, 'unclear', 'closed');
    await rendered(house, id);
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { place: CHANNEL } });
    expect(videosOf(house, id)).toMatchObject([{ place: CHANNEL }]);
  });

  interface Course {
    prepare(house: House, id: string): void;
    /** What happens minutes after the process died. */
    later?(house: House): void;
  }

  const COURSES: Readonly<Record<string, Course>> = {
    'goes well': { prepare() {} },
    'loses the answer': { prepare: ({ paper }) => paper.next('post', 'lost') },
    'shows late': { prepare: ({ paper }) => paper.next('post', 'late'), later: ({ paper }) => paper.arrive() },
    'never shows': { prepare: ({ paper }) => paper.next('post', 'unclear') },
    'has to wait': { prepare: ({ paper }) => paper.next('post', 'later') },
    'may hold no files': { prepare: ({ paper }) => paper.next('post', { fileless: 'storage_full' }) },
    'loses the answer to a link': {
      prepare: ({ paper }) => paper.next('post', { fileless: 'storage_full' }, 'lost'),
    },
  };

  describe.each(Object.entries(COURSES))('whose process dies at any step of a delivery that %s', (_, course) => {
    const until = (dieAt: number | undefined) => deliverUntil(dieAt, HOUSE, course.prepare);

    test.each([
      ['at once', 0],
      ['an hour later', HOUR],
    ])('and starts again %s: it is one video, or a person decides', async (_, pause) => {
      const [whole, first] = await until(undefined);
      const steps = [...whole.steps.taken];
      await settled(whole, first);
      expect(steps).toContain('after mark');
      for (const [at, step] of steps.entries()) {
        const [dying, id] = await until(at);
        expect([step, dying.steps.died]).toEqual([step, true]);
        await dying.end();
        await dying.clock.pass(pause);
        const house = await crash(dying);
        await house.pass(2 * MINUTE);
        await settled(house, id);
      }
    });

    /** All that can be found out is: there is never a second video, and none only where a person was asked. */
    async function settled(house: House, id: string): Promise<void> {
      for (let orders = 0; orders < 2; orders++) {
        expect(videosOf(house, id).length).toBeLessThanOrEqual(1);
        course.later?.(house);
        await house.pass(IN_DOUBT);
        if (!(await isBlind(house, id))) break;
        if (!course.later) expect(videosOf(house, id)).toEqual([]);
        await postIt(house, id);
      }
      await expectOneVideo(house, id);
    }
  });
});

describe('a place that takes no files', () => {
  test('is given a link, which says so and not that the video is too large', async () => {
    const house = await openHouse({ public: true });
    const id = await asking(house);
    house.paper.always('post', { fileless: 'storage_full' });
    await rendered(house, id);
    const [video, ...more] = videosOf(house, id);
    expect(more).toEqual([]);
    expect(video).toMatchObject({ place: threadOf(house, id), links: [`https://here/media/${id}.mp4`] });
    expect(video?.text).toContain(`${say('storage_full')}\nThe video itself could not be posted, so here is a link:`);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { message: video?.id } });
  });

  test('is given the link after a restart as well', async () => {
    const house = await openHouse({ public: true });
    const id = await asking(house);
    house.paper.next('post', { fileless: 'storage_full' }, 'later');
    await rendered(house, id);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(videosOf(next, id)).toMatchObject([{ text: expect.stringContaining(say('storage_full')) }]);
  });

  test('leaves the video kept where there are no links, with the reason that the platform gives', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.always('post', { fileless: 'storage_full' });
    await rendered(house, id);
    expect(await house.job(id)).toMatchObject({
      state: 'delivered',
      charged: 'yes',
      reason: { key: 'storage_full' },
    });
    expect(videosOf(house, id)).toEqual([]);
    expect(await house.files(id)).toContain('mp4');
  });
});
