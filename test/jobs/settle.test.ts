import { describe, expect, test } from 'vitest';
import { UnknownOutcome, Unreadable } from '../../src/kling/errors.ts';
import type { ProfileName, Task } from '../../src/kling/profile.ts';
import { crash, DAY, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';
import { type Answer, refusal } from './kling.ts';

const lost = (status?: number) => new UnknownOutcome('the answer was lost', status === undefined ? {} : { status });

/** The task is made, and nobody hears of it. */
const lostAfterwards: Answer<Task> = (effect) => {
  effect();
  throw lost();
};
/** Nothing is made, and nobody hears of that. */
const lostBefore = (status?: number): Answer<Task> => {
  return () => {
    throw lost(status);
  };
};

async function withCreate(
  answer: Answer<Task>,
  profile: ProfileName = 'avatar',
  beat = 5 * SECOND,
): Promise<[House, string]> {
  const house = await openHouse({ profile, beat });
  house.kling.next.create.push(answer);
  const id = await house.ask();
  await house.pass(100);
  return [house, id];
}

/** When the lists of a search began, in ms after the create was sent. */
const searches = (house: House, id: string) => {
  const begun: number[] = [];
  house.kling.everyList = async (effect) => {
    const { send } = await house.job(id);
    if (send) begun.push(house.clock.now() - send.sentAt);
    return effect();
  };
  return begun;
};

describe.each(['avatar', 'image2video'] as const)('with the profile %s', (profile) => {
  test('a task whose answer was lost is found at once, and not made again', async () => {
    const [house, id] = await withCreate(lostAfterwards, profile);
    expect(await house.job(id)).toMatchObject({ state: 'rendering', taskId: 't1' });
    await house.pass(HOUR);
    expect(house.kling.creates).toHaveLength(1);
  });

  test('a task that appears late is found, and not made again', async () => {
    const house = await openHouse({ profile });
    house.kling.next.create.push((effect) => {
      house.clock.after(50 * SECOND, effect);
      throw lost();
    });
    const id = await house.ask();
    await house.pass(2 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'rendering', taskId: 't1' });
    expect(house.kling.creates).toHaveLength(1);
  });

  test('a task that surely is not there is made again, under the same id', async () => {
    const [house, id] = await withCreate(lostBefore(), profile);
    await house.pass(3 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.creates.map(({ externalId }) => externalId)).toEqual([id, id]);
    expect(house.kling.tasks).toHaveLength(1);
  });

  test('a create under way when the process died is settled by the next one', async () => {
    for (const answer of [lostAfterwards, lostBefore()]) {
      const house = await openHouse({ profile });
      house.kling.next.create.push(async (effect) => {
        if (answer === lostAfterwards) effect();
        return house.never();
      });
      const id = await house.ask();
      await house.pass(100);
      const next = await crash(house);
      await next.pass(3 * MINUTE);
      expect(await next.state(id)).toBe('rendering');
      expect(next.kling.tasks).toHaveLength(1);
    }
  });
});

describe('“not there” means', () => {
  test('missed twice, each time at least KLING_SETTLE_SECONDS after the send', async () => {
    const [house, id] = await withCreate(lostBefore());
    const begun = searches(house, id);
    await house.pass(59 * SECOND);
    expect(begun.length).toBeGreaterThan(2);
    expect(house.kling.creates).toHaveLength(1);
    await house.pass(2 * MINUTE);
    const late = begun.slice(0, begun.findLastIndex((after) => after >= 60 * SECOND) + 1);
    expect(late.filter((after) => after >= 60 * SECOND)).toHaveLength(2);
    expect(house.kling.creates).toHaveLength(2);
  });

  test('missed by searches that began that late, not by one that was slow', async () => {
    const [house, id] = await withCreate(lostBefore());
    let begun = 0;
    house.kling.everyList = async (effect) => {
      const { send } = await house.job(id);
      const listed = effect();
      if (send && house.clock.now() - send.sentAt >= 60 * SECOND) begun += 1;
      // the answer comes from a replica that was asked before, and is long on its way
      else await house.takes(40 * SECOND);
      return listed;
    };
    await house.pass(4 * MINUTE);
    expect(house.kling.creates).toHaveLength(2);
    expect(begun).toBeGreaterThanOrEqual(2);
  });

  test('nothing while the list cannot be read', async () => {
    const [house, id] = await withCreate(lostBefore());
    house.kling.everyList = () => Promise.reject(new Unreadable('HTTP 502', { transient: true }));
    await house.pass(HOUR);
    expect(await house.state(id)).toBe('submitting');
    expect(house.kling.creates).toHaveLength(1);
    delete house.kling.everyList;
    await house.pass(10 * MINUTE);
    expect(house.kling.creates).toHaveLength(2);
  });

  test('nothing while the pages show some tasks twice, so that others may not have been shown', async () => {
    const [house, id] = await withCreate(lostBefore());
    const [a, b, c] = ['a', 'b', 'c'].map((id): Task => ({ id, externalId: `j${id}`, status: 'failed', message: '' }));
    const pages = [[a, b], [b, c], []] as readonly Task[][];
    let read = 0;
    house.kling.everyList = () => pages[read++ % 3] ?? [];
    await house.pass(5 * MINUTE);
    expect(await house.state(id)).toBe('submitting');
    expect(house.kling.creates).toHaveLength(1);
  });
});

describe('where Kling says that the id is in use', () => {
  const exists: Answer<Task> = () => Promise.reject(refusal(1201, 'External task id already exists'));

  test('the task is looked for until it is found, and never made again', async () => {
    const [house, id] = await withCreate(exists, 'avatar', MINUTE);
    await house.pass(20 * HOUR);
    expect(await house.job(id)).toMatchObject({ state: 'submitting', send: { exists: true } });
    expect(house.kling.creates).toHaveLength(1);
    house.kling.tasks.push({ id: 't9', externalId: id, status: 'processing', message: '' });
    await house.pass(10 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'rendering', taskId: 't9' });
    expect(house.kling.creates).toHaveLength(1);
  });

  test('the job fails after a day without a trace of it, and it is said that it may have cost something', async () => {
    const [house, id] = await withCreate(exists, 'avatar', 5 * MINUTE);
    await house.pass(DAY + HOUR);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'unknown',
      spent: 3,
      reason: { key: 'job_lost_at_kling' },
    });
    expect(house.kling.creates).toHaveLength(1);
  });
});

describe('creating again has an end', () => {
  test('after looking, where a gateway’s answer will be the same next time', async () => {
    const [house, id] = await withCreate(lostBefore(404));
    await house.pass(30 * SECOND);
    expect(await house.state(id)).toBe('submitting');
    await house.pass(2 * MINUTE);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'no',
      reason: { key: 'job_kling_unusable' },
    });
    expect(house.kling.creates).toHaveLength(1);
    expect(house.kling.reads.length).toBeGreaterThan(2);
  });

  test('not where the task turns out to be there', async () => {
    const [house, id] = await withCreate((effect) => {
      effect();
      throw lost(404);
    });
    expect(await house.state(id)).toBe('rendering');
  });

  test.each([408, 429, 502])('not after HTTP %i, which may pass', async (status) => {
    const [house, id] = await withCreate(lostBefore(status));
    await house.pass(3 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
  });

  test('after six times without a usable answer', async () => {
    const house = await openHouse();
    for (let n = 0; n < 20; n++) house.kling.next.create.push(lostBefore());
    const id = await house.ask();
    await house.pass(2 * HOUR);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'no',
      reason: { key: 'job_kling_unusable' },
    });
    expect(house.kling.creates).toHaveLength(6);
  });
});

describe('a job that is cancelled while it is not known whether Kling has its task', () => {
  test('is cancelled, free of charge, once the task surely is not there', async () => {
    const [house, id] = await withCreate(lostBefore());
    await house.commands.cancel(id);
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'submitting', cancelAsked: expect.any(Number) });
    await house.pass(3 * MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'no', spent: 0 });
    expect(house.kling.creates).toHaveLength(1);
  });

  test('is watched to its end when it is found, and then not delivered', async () => {
    const house = await openHouse();
    house.kling.next.create.push((effect) => {
      house.clock.after(20 * SECOND, effect);
      throw lost();
    });
    const id = await house.ask();
    await house.pass(SECOND);
    await house.commands.cancel(id);
    await house.pass(2 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    house.kling.change(id);
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6 });
  });
});

test('a signed callback settles it without a search', async () => {
  const [house, id] = await withCreate(lostBefore());
  house.kling.everyList = () => Promise.reject(new Unreadable('HTTP 502', { transient: true }));
  await house.room.onCallback(id, { trusted: true, task: { id: 't5', status: 'processing', message: '' } });
  await house.pass(SECOND);
  expect(await house.job(id)).toMatchObject({ state: 'rendering', taskId: 't5' });
});

test('a job holds its slot while it is not known whether Kling has its task', async () => {
  const house = await openHouse({ slots: 1 });
  house.kling.next.create.push(lostBefore(), lostBefore());
  await house.ask();
  await house.pass(SECOND);
  const second = await house.ask();
  await house.pass(30 * SECOND);
  expect(house.room.conductor.slots).toEqual({ limit: 1, used: 1 });
  expect(await house.state(second)).toBe('queued');
});
