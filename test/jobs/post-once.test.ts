import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { asking, CHANNEL, postsOf, rendered, threadOf, videosOf } from './chat.ts';
import { deliverUntil } from './deliver-until.ts';
import { crash, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

/** Leaves Herald dead for a while. */
async function deadFor(house: House, ms: number): Promise<House> {
  await house.end();
  await house.clock.pass(ms);
  return crash(house);
}

async function expectOneVideo(house: House, id: string, place = threadOf(house, id)): Promise<void> {
  expect(videosOf(house, id).map((video) => video.place)).toEqual([place]);
  expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { message: videosOf(house, id)[0]?.id } });
  expect(house.kling.creates).toHaveLength(1);
}

describe('a post whose answer was lost', () => {
  test('and which is there is found, not made again', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost');
    await rendered(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { stage: 'there' } });
    await house.pass(MINUTE);
    await expectOneVideo(house, id);
    expect(postsOf(house)).toBe(1);
  });

  test('and which is not there is made again under the same key', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'unclear', 'unclear');
    await rendered(house, id);
    await house.pass(MINUTE);
    await expectOneVideo(house, id);
  });

  test('and which takes effect after it was made again is one post', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'late');
    await rendered(house, id);
    await house.pass(30 * SECOND);
    house.paper.arrive();
    await expectOneVideo(house, id);
  });

  test('is looked for until the place can be read', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost');
    house.paper.always('find', 'later');
    await rendered(house, id);
    await house.pass(HOUR);
    expect(await house.state(id)).toBe('delivering');
    house.paper.always('find', undefined);
    await house.pass(6 * MINUTE);
    await expectOneVideo(house, id);
  });

  test('within the window in a place that cannot be read is made again, since that is one post', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.hide(threadOf(house, id));
    house.paper.next('post', 'lost');
    await rendered(house, id);
    await house.pass(MINUTE);
    await expectOneVideo(house, id);
  });

  test('is looked for since the first try, however often it was made again', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.hide(threadOf(house, id));
    house.paper.next('post', 'lost', 'unclear');
    await rendered(house, id);
    await house.pass(5 * SECOND);
    house.paper.unhide(threadOf(house, id));
    const next = await deadFor(house, HOUR);
    await next.pass(MINUTE);
    await expectOneVideo(next, id);
  });

  test('is not made elsewhere when the place was closed since: nobody can tell', async () => {
    const house = await openHouse();
    const id = await asking(house);
    house.paper.next('post', 'lost', 'closed');
    house.paper.hide(threadOf(house, id));
    await rendered(house, id);
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'delivering', posting: { blind: expect.any(Number) } });
    expect(videosOf(house, id)).toHaveLength(1);
  });
});

interface Course {
  prepare(house: House, id: string): void;
  readonly place?: Place;
  /** For how long after the first try it can be found out whether the video is there (ms); always when absent. */
  readonly knownFor?: number;
}

const COURSES: Readonly<Record<string, Course>> = {
  'goes well': { prepare() {} },
  'loses the answer to the post': { prepare: ({ paper }) => paper.next('post', 'lost') },
  'loses the post': { prepare: ({ paper }) => paper.next('post', 'unclear') },
  'has to wait': { prepare: ({ paper }) => paper.next('post', 'later') },
  'is refused for its size': { prepare: ({ paper }) => paper.next('post', 'too_large') },
  'goes where nothing can be read': { prepare: (house, id) => house.paper.hide(threadOf(house, id)), knownFor: HOUR },
  'finds the thread locked': {
    prepare: (house, id) => house.paper.close(threadOf(house, id)),
    place: CHANNEL,
    knownFor: 0,
  },
};

/** Every step of a delivery, found by taking them all; the process is then killed at each. */
describe.each(Object.entries(COURSES))('when the process dies at any step of a delivery that %s', (_, course) => {
  const until = (dieAt: number | undefined) => deliverUntil(dieAt, { public: true }, course.prepare);

  /** Somebody who sees whether the video is there says so, where nobody else can tell. */
  async function decided(house: House, id: string): Promise<boolean> {
    if ((await house.job(id)).posting?.blind === undefined) return false;
    if (videosOf(house, id).length > 0) return true;
    await house.notes.leave(id, 'post', house.clock.now());
    house.engine.wake(id);
    await house.pass(SECOND);
    return false;
  }

  test.each([
    ['at once', 0],
    ['an hour later', HOUR],
  ])('and starts again %s, there is one video, in its place', async (_, pause) => {
    const [whole, first] = await until(undefined);
    await expectOneVideo(whole, first, course.place);
    const steps = [...whole.steps.taken];
    expect(steps).toContain('before post');
    expect(steps.at(-1)).toBe('after save delivered');
    for (const [at, step] of steps.entries()) {
      const [dying, id] = await until(at);
      expect([step, dying.steps.died]).toEqual([step, true]);
      const house = await deadFor(dying, pause);
      await house.pass(2 * MINUTE);
      const unknown = course.knownFor !== undefined && pause >= course.knownFor;
      if (unknown && (await decided(house, id))) expect(videosOf(house, id)).toHaveLength(1);
      else await expectOneVideo(house, id, course.place);
    }
  });
});

test('a store that fails at any step of a delivery leaves one video', async () => {
  for (const broken of ['jobs', 'notes']) {
    const house = await openHouse();
    const id = await asking(house);
    house.kling.next.file.push(async () => {
      house.broken.add(broken);
      return 'a video';
    });
    house.kling.change(id);
    await house.pass(MINUTE);
    house.broken.clear();
    await house.pass(10 * MINUTE);
    await expectOneVideo(house, id);
  }
});

test('Herald that stops while it posts goes on with it after the next start', async () => {
  const house = await openHouse();
  const id = await asking(house);
  house.chat.beforePost = async (signal) => {
    await house.until((go) => signal.addEventListener('abort', go));
    signal.throwIfAborted();
  };
  await rendered(house, id);
  const stopped = house.stop();
  await house.pass(10 * SECOND);
  await stopped;
  house.chat.beforePost = async () => {};
  const next = await crash(house);
  expect(await next.job(id)).toMatchObject({ state: 'delivering', posting: { stage: 'there' } });
  await next.pass(MINUTE);
  await expectOneVideo(next, id);
});

test('Herald that stops while a video waits for its status message, or is being made smaller, waits for neither', async () => {
  for (const hang of ['status', 'fit'] as const) {
    const house = await openHouse({ limit: 3 });
    const id = await asking(house);
    if (hang === 'status') house.chat.beforeStatus = () => house.until(() => {});
    else house.media.fitVideo = () => house.never();
    await rendered(house, id);
    let stopped = false;
    const stopping = house.room.stop(4 * SECOND).then(() => {
      stopped = true;
    });
    await house.pass(4 * SECOND);
    expect([hang, stopped]).toEqual([hang, true]);
    await stopping;
    house.chat.beforeStatus = async () => {};
    const next = await crash(house);
    await next.pass(MINUTE);
    await expectOneVideo(next, id);
  }
});
