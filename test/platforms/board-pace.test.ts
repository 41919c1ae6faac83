import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { FAILED, HOUR, type House, MINUTE, openHouse, PLACE, SECOND } from './house.ts';

const POSTS = { posts: { every: SECOND, burst: 3 } };

async function crowd(house: House, size: number): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let at = 0; at < size; at++) jobs.push(await house.accept());
  return jobs;
}

/** Notes what comes, and when (ms after now). */
function noted<T>(house: House, coming: Promise<T>): { value?: T; after?: number } {
  const note: { value?: T; after?: number } = {};
  const from = house.clock.now();
  void coming.then((value) => Object.assign(note, { value, after: house.clock.now() - from }));
  return note;
}

describe('status messages on a platform that takes few posts in a channel', () => {
  test('are posted at its pace, oldest first, and keep no other channel waiting', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs: string[] = [];
    for (let at = 0; at < 10; at++) jobs.push((await house.accept()).id);
    const elsewhere = await house.accept({ place: { ...PLACE, channel: 'elsewhere' } });
    await house.pass(SECOND / 2);
    expect(house.text(elsewhere.id)).toContain('Accepted');
    expect(house.paper.messages(PLACE)).toHaveLength(3);
    // who comes between does not come before
    for (let at = 0; at < 30; at++) {
      jobs.push((await house.accept()).id);
      await house.pass(130);
    }
    await house.pass(45 * SECOND);
    const posted = house.paper.messages(PLACE);
    expect(posted.map(({ key }) => key)).toEqual(jobs.map((id) => `${id}s`));
    const inFiveSeconds = posted.map(({ at: from }) => posted.filter(({ at }) => at >= from && at < from + 5 * SECOND));
    expect(Math.max(...inFiveSeconds.map(({ length }) => length))).toBeLessThanOrEqual(8);
  });

  test('wait together until the time that it asks for', async () => {
    const house = await openHouse(undefined, POSTS);
    house.paper.next('post', { later: house.clock.now() + 30 * SECOND });
    for (let at = 0; at < 5; at++) await house.accept();
    await house.pass(SECOND);
    const soon = house.paper.messages(PLACE).length;
    await house.accept();
    await house.pass(28 * SECOND);
    expect(house.paper.messages(PLACE)).toHaveLength(soon);
    await house.pass(10 * SECOND);
    expect(house.paper.messages(PLACE)).toHaveLength(6);
  });

  test('wait for some minutes at most, whatever it asks for', async () => {
    const house = await openHouse(undefined, POSTS);
    house.paper.next('post', { later: house.clock.now() + 10 * HOUR });
    const [first] = await crowd(house, 1);
    await house.pass(SECOND);
    const others = await crowd(house, 4);
    await house.pass(2 * MINUTE);
    expect(house.paper.messages(PLACE)).toEqual([]);
    await house.pass(2 * MINUTE);
    expect(house.paper.messages(PLACE).map(({ key }) => key)).toEqual(others.map(({ id }) => `${id}s`));
    expect(house.text(first?.id ?? '')).toBeUndefined();
  });

  test('are not kept waiting by a word in a direct talk that is put off, nor is that by them', async () => {
    const house = await openHouse(undefined, POSTS);
    const { id } = await house.accept({ requester: { person: 'ada' } });
    await house.pass(SECOND);
    house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    house.paper.next('post', 'closed', { later: house.clock.now() + 20 * SECOND });
    await house.change(id, 'failed', FAILED);
    await house.pass(5 * SECOND);
    const inChannel = await house.accept();
    await house.pass(SECOND);
    expect(house.text(inChannel.id)).toContain('Accepted');
    house.paper.next('post', { later: house.clock.now() + 2 * MINUTE });
    const putOff = await house.accept();
    await house.pass(MINUTE);
    expect(house.paper.messages(house.paper.direct('ada'))).toMatchObject([{ key: `${id}n` }]);
    expect(house.text(putOff.id)).toBeUndefined();
  });
});

describe('who waits for a status message that is in line', () => {
  test('is told nothing but that, however long the line is', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 40);
    const shown = jobs.map((job) => noted(house, house.board.show(job)));
    await house.pass(MINUTE);
    expect(shown.map(({ value }) => value?.message)).toEqual(
      jobs.map(({ id }) => house.paper.message(`${id}s`)?.id ?? 'none'),
    );
    expect(shown.at(-1)?.after).toBeGreaterThan(30 * SECOND);
  });

  test('is told nothing else, either, while it is being posted at last', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 8);
    const shown = jobs.map((job) => noted(house, house.board.show(job)));
    // the seventh is begun after some four seconds, and takes another two
    await house.pass(3.5 * SECOND);
    expect(house.paper.messages(PLACE)).toHaveLength(6);
    house.paper.next('post', 'stall');
    await house.pass(3 * SECOND);
    expect(shown[6]).toEqual({});
    house.paper.release();
    await house.pass(SECOND);
    expect(shown[6]?.value?.message).toBe(house.paper.message(`${jobs[6]?.id}s`)?.id);
  });

  test('hears nothing of it when the board stops', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 8);
    const shown = jobs.map((job) =>
      house.board.show(job).then(
        () => 'shown',
        () => 'stopped',
      ),
    );
    await house.pass(SECOND / 2);
    await house.board.stop();
    await house.pass(SECOND);
    expect(await Promise.all(shown)).toEqual(jobs.map((_, at) => (at < 3 ? 'shown' : 'stopped')));
  });

  test('…also where the platform put it off until a time', async () => {
    const house = await openHouse(undefined, POSTS);
    house.paper.next('post', { later: house.clock.now() + 30 * SECOND });
    const job = await house.accept();
    const shown = noted(house, house.board.show(job));
    await house.pass(29 * SECOND);
    expect(shown).toEqual({});
    await house.pass(5 * SECOND);
    expect(shown.value?.message).toBe(house.paper.message(`${job.id}s`)?.id);
  });

  test('is told that there is none as soon as that shows', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 20);
    const shown = jobs.map((job) => noted(house, house.board.show(job)));
    await house.pass(SECOND / 2);
    house.paper.close(PLACE);
    await house.pass(30 * SECOND);
    expect(shown.map(({ value, after }) => [value === undefined, after !== undefined])).toEqual(
      jobs.map((_, at) => [at >= 3, true]),
    );
  });

  test('…or a few seconds after its turn came, where that leads to nothing', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 8);
    house.paper.always('post', 'later');
    const shown = jobs.map((job) => noted(house, house.board.show(job)));
    await house.pass(30 * SECOND);
    expect(shown.slice(3).map(({ value, after }) => [value, after !== undefined])).toEqual(
      jobs.slice(3).map(() => [undefined, true]),
    );
  });

  test('does not keep a list of jobs waiting', async () => {
    const house = await openHouse(undefined, POSTS);
    const [last] = (await crowd(house, 20)).slice(-1);
    await house.pass(SECOND / 2);
    const sent = noted(house, house.board.sentOf({ id: last?.id ?? '' }));
    await house.pass(0);
    expect(sent).toEqual({ value: undefined, after: 0 });
  });
});

describe('a video whose status message is in line', () => {
  test('has it posted before all others', async () => {
    const house = await openHouse(undefined, POSTS);
    const jobs = await crowd(house, 60);
    await house.pass(SECOND);
    const late = jobs.slice(-2);
    const found = late.map((job) => noted(house, house.board.sentAhead(job)));
    await house.pass(4 * SECOND);
    expect(found).toEqual(
      late.map(({ id }) => ({
        value: { outcome: 'there', sent: expect.objectContaining({ message: house.paper.message(`${id}s`)?.id }) },
        after: expect.any(Number),
      })),
    );
    expect(house.paper.messages(PLACE).length).toBeLessThan(12);
  });

  test('is tried again when its channel is not put off any more, without waiting for that', async () => {
    const house = await openHouse(undefined, POSTS);
    const until = house.clock.now() + MINUTE;
    house.paper.next('post', { later: until });
    const jobs = await crowd(house, 10);
    await house.pass(2 * SECOND);
    const last = jobs.at(-1);
    if (!last) throw new Error('There is no job.');
    const soon = noted(house, house.board.sentAhead(last));
    await house.pass(6 * SECOND);
    expect(soon.value).toEqual({ outcome: 'soon', at: until });
    await house.pass(until - house.clock.now());
    const there = noted(house, house.board.sentAhead(last));
    await house.pass(2 * SECOND);
    expect(there.value).toMatchObject({ outcome: 'there' });
  });

  test('does without it where its channel is put off again and again', async () => {
    const house = await openHouse(undefined, POSTS);
    house.paper.always('post', { later: house.clock.now() + HOUR });
    const [job] = await crowd(house, 6);
    if (!job) throw new Error('There is no job.');
    await house.pass(SECOND);
    const found: unknown[] = [];
    for (let minutes = 0; minutes < 7; minutes++) {
      const ahead = noted(house, house.board.sentAhead(job));
      await house.pass(MINUTE);
      found.push(ahead.value?.outcome);
    }
    expect(found[0]).toBe('soon');
    expect(found.at(-1)).toBe('none');
  });
});
