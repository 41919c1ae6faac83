import { describe, expect, test } from 'vitest';
import { erasePerson } from '../../src/jobs/erase.ts';
import { jobId } from '../../src/jobs/identity.ts';
import { asking, CHANNEL, rendered, videosOf } from './chat.ts';
import { exampleJob } from './example.ts';
import { crash, HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

/** Stops Herald, erases a person as `npm run erase` does, and starts it again. */
async function erased(
  house: House,
  person: string,
  also: readonly string[] = [],
): Promise<[House, Awaited<ReturnType<typeof erasePerson>>]> {
  await house.stop();
  const quiet = await crash(house, { ...house.options, started: false });
  await quiet.records.load();
  const what = await erasePerson(
    { ...quiet, restate: async () => {}, now: quiet.clock.now },
    person.includes(':') ? person : `test:${person}`,
    also,
  );
  return [await crash(quiet, house.options), what];
}

const bytesOf = (house: House, id: string) => house.files(id);

async function delivered(house: House, more: Parameters<House['ask']>[0]): Promise<string> {
  const id = await house.rendering(more);
  house.kling.change(id);
  await house.pass(10 * SECOND);
  return id;
}

describe('erasing a person', () => {
  test('removes words, bytes, videos, name, list and ledger entries, and says what it removed', async () => {
    const house = await openHouse();
    const mine = await delivered(house, { person: 'ada', text: 'My secret.' });
    const theirs = await delivered(house, { person: 'bob', text: 'Another secret.' });
    const files = (await bytesOf(house, mine)).length;
    const [after, what] = await erased(house, 'ada');
    expect(what).toEqual({ jobs: 1, files, ledger: 1, atKling: [mine] });
    expect(await bytesOf(after, mine)).toEqual([]);
    expect(JSON.stringify(await after.job(mine))).not.toMatch(/ada|secret|mp4/);
    expect((await after.records.newest(10, undefined, { person: 'test:ada' })).ids).toEqual([]);
    expect(await after.job(theirs)).toMatchObject({ ask: { speak: { text: 'Another secret.' } } });
    expect(await bytesOf(after, theirs)).toContain('mp4');
  });

  test('leaves what says that a job was, when, and what it cost', async () => {
    const house = await openHouse();
    const id = await delivered(house, { person: 'ada' });
    const before = await house.job(id);
    const [after] = await erased(house, 'ada');
    const { createdAt, state, units, spent } = before;
    expect(await after.job(id)).toMatchObject({ createdAt, state, units, spent, charged: 'yes', erased: true });
    expect((await after.records.newest(10)).ids).toContain(id);
  });

  test('removes what others had made of their words as well, and leaves the others their count', async () => {
    const house = await openHouse();
    const announced = await delivered(house, { person: 'bob', text: 'As Ada said: my secret.' });
    const [after, what] = await erased(house, 'ada', [announced]);
    expect(what).toMatchObject({ jobs: 1, ledger: 0, atKling: [announced] });
    expect(await bytesOf(after, announced)).toEqual([]);
    expect(JSON.stringify(await after.job(announced))).not.toContain('secret');
    const { day } = await after.job(announced);
    expect(await after.ledger.forget(day, 'test:bob')).toBe(true);
  });

  test('of whom nothing is kept says so', async () => {
    const [, what] = await erased(await openHouse(), 'nobody');
    expect(what).toEqual({ jobs: 0, files: 0, ledger: 0, atKling: [] });
  });

  test('takes all of many jobs', async () => {
    const house = await openHouse({ slots: 1 });
    const { requester, place, ask, estimate } = await house.request({ person: 'ada' });
    for (let n = 0; n < 130; n++) {
      await house.records.create(exampleJob({ id: jobId('many', n), requester, place, ask, estimate }));
    }
    const [, what] = await erased(house, 'ada');
    expect(what.jobs).toBe(130);
  });

  test('cancels a job that waits, free of charge, which is closed at the next start', async () => {
    const house = await openHouse({ slots: 1 });
    await house.rendering({ person: 'bob' });
    const id = await house.ask({ person: 'ada' });
    await house.pass(SECOND);
    const [after] = await erased(house, 'ada');
    await after.pass(MINUTE);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'no', spent: 0 });
    expect(after.records.open('cancelled').size).toBe(0);
    expect(after.kling.creates).toHaveLength(1);
  });

  test('cancels a job that was only just accepted', async () => {
    const house = await openHouse();
    house.api.present = { target: house.api.present.target, profile: undefined };
    const id = await house.ask({ person: 'ada' });
    const [after] = await erased(house, 'ada');
    await after.pass(SECOND);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'no' });
  });

  test('lets a task that Kling renders run to its end, which is counted without a name, and delivers nothing', async () => {
    const house = await openHouse();
    const id = await house.rendering({ person: 'ada', text: 'My secret.' });
    const [after] = await erased(house, 'ada');
    await after.pass(SECOND);
    expect(await after.state(id)).toBe('rendering');
    after.kling.change(id);
    await after.pass(10 * SECOND);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6 });
    expect(await bytesOf(after, id)).toEqual([]);
    expect(JSON.stringify(await after.job(id))).not.toMatch(/ada|secret/);
    const { day, place } = await after.job(id);
    expect(await after.ledger.forget(day, 'test:ada')).toBe(false);
    expect(await after.ledger.forget(day, 'test:erased')).toBe(false);
    expect((await after.ledger.left({ day, place, requester: { person: 'x' } })).all).toBe(1e6 - 4);
  });

  test('settles a create whose outcome is not known, and never makes it again', async () => {
    const house = await openHouse();
    house.kling.next.create.push(house.never);
    const id = await house.ask({ person: 'ada' });
    await house.pass(SECOND);
    const quiet = await crash(house, { ...house.options, started: false });
    await quiet.records.load();
    await erasePerson({ ...quiet, restate: async () => {}, now: quiet.clock.now }, 'test:ada');
    const after = await crash(quiet, house.options);
    await after.pass(5 * MINUTE);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'no' });
    expect(after.kling.creates).toHaveLength(1);
  });

  test('gives up a video that is being fetched, and tells its charge', async () => {
    const house = await openHouse();
    house.kling.next.file.push(...Array(50).fill(() => Promise.reject(new Error('socket closed'))));
    const id = await house.rendering({ person: 'ada' });
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('delivering');
    const [after] = await erased(house, 'ada');
    await after.pass(MINUTE);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6 });
    expect(await bytesOf(after, id)).toEqual([]);
  });

  test('takes away the video that was posted, and then the way to it', async () => {
    const house = await openHouse();
    const id = await asking(house, { person: 'ada', replyTo: house.paper.writes(CHANNEL) });
    await rendered(house, id);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', posted: { url: expect.any(String) } });
    const [after] = await erased(house, 'paper:ada');
    await after.pass(SECOND);
    expect(videosOf(after, id)).toEqual([]);
    for (const gone of ['posted', 'posting', 'replyTo', 'video']) expect(await after.job(id)).not.toHaveProperty(gone);
    expect((await after.records.newest(10, undefined, { space: 'paper:home' })).ids).toEqual([id]);
  });

  test.each(['later', 'lost', 'unclear'] as const)('posts nothing more of hers when a post was %s', async (fault) => {
    const house = await openHouse();
    const id = await asking(house, { person: 'ada' });
    house.paper.next('post', fault);
    await rendered(house, id);
    const [after] = await erased(house, 'paper:ada');
    expect(JSON.stringify(await after.job(id))).not.toContain('ada');
    await after.pass(10 * MINUTE);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 1.6 });
    expect(videosOf(after, id)).toEqual([]);
    expect(await after.job(id)).not.toHaveProperty('posting');
    expect(after.kling.reads.filter((read) => read.startsWith('file'))).toHaveLength(1);
    expect(await bytesOf(after, id)).toEqual([]);
  });

  test('takes away a video in doubt as soon as it can be looked for, however long that takes', async () => {
    const house = await openHouse();
    const id = await asking(house, { person: 'ada' });
    house.paper.next('post', 'lost');
    await rendered(house, id);
    house.chat.connected = false;
    const [after] = await erased(house, 'paper:ada');
    await after.pass(50 * HOUR);
    after.paper.always('find', 'later');
    after.chat.connected = true;
    await after.pass(50 * HOUR);
    after.paper.always('find', undefined);
    after.paper.always('remove', 'later');
    await after.pass(HOUR);
    expect(videosOf(after, id)).toHaveLength(1);
    after.paper.always('remove', undefined);
    await after.pass(HOUR);
    expect(videosOf(after, id)).toEqual([]);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
  });

  test('ends a job whose video nobody can look for, and tells the operator where it may be', async () => {
    const house = await openHouse();
    const id = await asking(house, { person: 'ada' });
    house.paper.next('post', 'lost');
    house.paper.always('find', 'blind');
    await rendered(house, id);
    await house.pass(MINUTE);
    const [after] = await erased(house, 'paper:ada');
    await after.pass(SECOND);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes' });
    expect(after.log.join('')).toMatch(/may still be on paper.*look for it and delete it/);
  });

  test('takes pieces of speech along that a crash left behind', async () => {
    const house = await openHouse({ profile: 'image2video' });
    house.kling.next.file.push((effect) => effect(), ...Array(50).fill(() => Promise.reject(new Error('closed'))));
    const id = await house.ask({ person: 'ada', text: 'One two three four five. '.repeat(50) });
    await house.pass(SECOND);
    expect(await bytesOf(house, id)).toContain('sound.0');
    const [after] = await erased(house, 'ada');
    expect(await bytesOf(after, id)).toEqual([]);
    expect(await after.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 0.1 });
  });

  test('takes a job between two tries, too', async () => {
    const house = await openHouse();
    house.kling.next.create.push(() => Promise.reject(refusal(1302, '', { retryAfterMs: 10 * MINUTE })));
    const id = await house.ask({ person: 'ada' });
    await house.pass(SECOND);
    const [after] = await erased(house, 'ada');
    expect(await after.state(id)).toBe('cancelled');
  });
});
