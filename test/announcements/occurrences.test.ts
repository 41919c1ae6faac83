import { expect, test } from 'vitest';
import { StoreError } from '../../src/store/store-error.ts';
import { BOSS, HOURLY, hears, words } from './heard.ts';
import { crash, DAY, HOUR, type House, MINUTE, NEWS, openHouse, ROOM } from './house.ts';

/** The latest job fails, as its worker would have it. */
async function fails(house: House): Promise<void> {
  const job = (await house.jobs()).at(-1);
  await house.becomes(job?.id ?? '', { state: 'failed', charged: 'no', reason: { key: 'kling_account', params: {} } });
}

test('what some people write in one channel is said in another, once, as a post that is shown to its followers', async () => {
  const house = await openHouse();
  house.paper.follow(NEWS);
  const { id } = await house.announcement(BOSS, { words: '{{author}} says: {{text}}' });
  expect(house.announcements.listensTo(ROOM)).toBe(true);
  expect(house.announcements.listensTo(NEWS)).toBe(false);

  await hears(house, 'Before its time.', { at: house.clock.now() - 1 });
  await hears(house, 'Not a boss.', { person: 'cy', name: 'Cy' });
  await hears(house, 'Lunch is ready.', { message: 'm1' });
  await hears(house, 'Lunch is ready, edited.', { message: 'm1', at: house.clock.now() });
  await hears(house, 'Back to work.', { person: 'cy', name: 'Cy', roles: ['bosses'] });
  expect(await words(house)).toEqual(['Bea says: Lunch is ready.', 'Cy says: Back to work.']);

  house.paper.next('publish', { later: house.clock.now() + HOUR });
  for (const job of await house.jobs()) await house.delivers(job.id);
  expect(house.paper.messages(NEWS)).toHaveLength(2);
  expect(house.paper.published).toHaveLength(1);
  await house.clock.pass(HOUR + 1);
  expect(house.paper.published).toHaveLength(2);
  expect(await house.keys('openOccurrences')).toEqual([]);
  expect(house.told('ada')).toEqual([]);
  const [last] = await house.announcements.history(id, 1);
  expect(last).toMatchObject({ cause: { kind: 'watch', person: 'cy' }, job: { state: 'delivered' } });
});

test.each(['before avatar', 'after avatar'])('a crash %s says it once all the same', async (step) => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, { words: 'It is time.' });
  const reached = house.holdAt(step);
  await house.clock.pass(HOUR + 1);
  await reached;

  const next = await crash(house);
  await next.idle();
  expect(await words(next)).toEqual(['It is time.']);
  const [job] = await next.jobs();
  await next.delivers(job?.id ?? '');
  expect(await next.keys('openOccurrences')).toEqual([]);
  expect(await next.announcements.history(id, 10)).toHaveLength(1);
});

test('beyond its limit of a day it says nothing, costs nothing, and its owner is told once', async () => {
  const house = await openHouse();
  const { id, name } = await house.announcement(BOSS, { perDay: 2 });
  for (const text of ['One.', 'Two.', 'Three.', 'Four.', 'Five.']) await hears(house, text);
  expect(await words(house)).toHaveLength(2);
  expect(house.told('ada')).toEqual([expect.stringContaining(`“${name}” has had its 2 videos of today`)]);
  expect((await house.announcements.standing(id)).today).toBe(2);
  const history = await house.announcements.history(id, 10);
  expect(history.map(({ refused }) => refused?.key)).toEqual(['announcement_limit', undefined, undefined]);

  await house.clock.pass(DAY);
  await hears(house, 'Six.');
  expect(await words(house)).toHaveLength(3);
  expect(house.told('ada').filter((told) => told.includes('has had its'))).toHaveLength(1);
});

test('a limit that was raised is told again once it is used up', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(BOSS, { perDay: 1, words: '{{text}}' });
  for (const text of ['One.', 'Two.']) await hears(house, text);
  await house.announcements.change(id, { perDay: 2 });
  for (const text of ['Three.', 'Four.', 'Five.']) await hears(house, text);
  expect(await words(house)).toEqual(['One.', 'Three.']);
  expect(house.told('ada').map((told) => /its \d videos/.exec(told)?.[0])).toEqual(['its 1 videos', 'its 2 videos']);
  expect(await house.announcements.history(id, 10)).toHaveLength(4);
});

test('what is beyond the limit is never made, wherever the process ends', async () => {
  for (const writes of [0, 1, 2]) {
    const house = await openHouse();
    await house.announcement(BOSS, { perDay: 1, words: '{{text}}' });
    await hears(house, 'One.');
    const { set } = house.tables.occurrences;
    let left = writes;
    const failing = (id: string, one: Parameters<typeof set>[1]) =>
      left-- > 0 ? set(id, one) : Promise.reject(new StoreError('occurrences', 'write'));
    Object.assign(house.tables.occurrences, { set: failing });
    await hears(house, 'Two.').catch(() => undefined);
    const next = await crash(house);
    await next.idle();
    expect(await words(next)).toEqual(['One.']);
    expect(await next.keys('openOccurrences')).toHaveLength(1);
  }
});

test('past the ceilings on spending, the first of a day is in the history and told; of the others nothing is kept', async () => {
  const house = await openHouse({ ceilings: { dailySecondsPerPerson: 3 } });
  const { announcement, hook } = await house.setUp({ kind: 'hook', source: 'text' }, { perDay: 3 });
  const { id } = announcement;
  const call = (text: string) =>
    house.room.hooks.take({
      id,
      body: Buffer.from(JSON.stringify({ text })),
      header: (name) => ({ 'content-type': 'application/json', authorization: `Bearer ${hook?.secret}` })[name],
    });
  await call('A long alert, look.');
  for (let n = 0; n < 20; n++) {
    await expect(call(`Alert ${n}, look, look.`)).rejects.toMatchObject({ kind: 'limit' });
  }
  await house.announcement(BOSS, { words: '{{text}}' });
  for (let n = 0; n < 5; n++) await hears(house, `Message ${n}, look, look.`);
  expect(await words(house)).toEqual(['A long alert, look.']);
  const history = await house.announcements.history(id, 100);
  expect(history.map(({ refused }) => refused?.key)).toEqual(['limit_person', undefined]);
  expect(await house.keys('occurrences')).toHaveLength(3);
  expect(await house.keys('deliveries')).toHaveLength(1);
  expect(house.told('ada')).toHaveLength(2);
  expect((await house.announcements.standing(id)).today).toBe(1);
});

test('words that are shorter than the shortest video are past the ceilings where that is', async () => {
  const house = await openHouse({ ceilings: { dailySecondsPerPerson: 11 } });
  const { id } = await house.announcement(BOSS, { words: '{{text}}', perDay: 100 });
  await hears(house, 'x'.repeat(100));
  for (let n = 0; n < 8; n++) await hears(house, `${n}`);
  expect(await house.keys('occurrences')).toHaveLength(2);
  expect((await house.parts.lists.newest(`announcement:${id}`, 100)).ids).toHaveLength(2);

  // what was dropped since it was listed hides nothing
  for (let n = 0; n < 150; n++) await house.parts.lists.append(`announcement:${id}`, `j${n}`);
  const history = await house.announcements.history(id, 2);
  expect(history.map(({ refused }) => refused?.key)).toEqual(['limit_person', undefined]);
  expect(await house.announcements.history(id, 1)).toHaveLength(1);
});

test('a photo that is lost is told as that, and pauses nothing', async () => {
  const house = await openHouse();
  const { id, presenter } = await house.announcement(BOSS);
  await house.blobs.remove(house.presenters.get(presenter)?.photo.blob ?? '');
  await hears(house, 'One.');
  expect(house.told('ada').join()).toContain('The photo of its presenter is missing.');
  expect(house.announcements.get(id)?.paused).toBeUndefined();
});

test('its owner is told once that it fails, and again when it has worked in between, or was looked after', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(BOSS);
  await hears(house, 'One.');
  await fails(house);
  await hears(house, 'Two.');
  await fails(house);
  expect(house.told('ada')).toHaveLength(1);
  expect(house.told('ada')[0]).toContain('Nothing was charged.');

  await hears(house, 'Three.');
  await house.delivers((await house.jobs()).at(-1)?.id ?? '');
  await hears(house, 'Four.');
  await fails(house);
  expect(house.told('ada')).toHaveLength(2);

  await house.announcements.change(id, { perDay: 30 });
  await hears(house, 'Five.');
  await fails(house);
  expect(house.told('ada')).toHaveLength(3);
});

test('what was brought elsewhere, or perhaps nowhere, is told with what to do', async () => {
  const house = await openHouse();
  await house.announcement(BOSS);
  await hears(house, 'One.');
  const [job] = await house.jobs();
  const id = job?.id ?? '';
  const posting = { stage: 'there', place: NEWS, since: 1, blind: house.clock.now() } as const;
  await house.becomes(id, { state: 'delivering', posting });
  await house.becomes(id, { tries: 1 });
  const [doubt] = house.paper.messages(house.paper.direct('ada'));
  expect(doubt?.text).toContain('whether it was posted in #news');
  expect(doubt?.buttons).toEqual([expect.stringContaining(`post:${id}`)]);
  expect(house.told('ada')).toHaveLength(1);

  await house.delivers(id, house.paper.direct('ada'));
  expect(house.told('ada').at(-1)).toContain('brought elsewhere');
  expect(await house.keys('openOccurrences')).toEqual([]);
});

test('a presenter that is removed pauses what it says, and the owners are told', async () => {
  const house = await openHouse();
  const { id, presenter, name } = await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await house.presenters.remove(presenter);
  await house.idle();
  expect(house.announcements.get(id)?.paused?.why).toBe('announcement_presenter_gone');
  expect(house.told('ada')).toEqual([expect.stringContaining(`“${name}” is paused`)]);
  await hears(house, 'Two.');
  await expect(house.announcements.resume(id)).rejects.toThrow('was removed');
  // the job that was accepted has its copy of the photo
  expect(await words(house)).toEqual(['One.']);

  const next = await crash(house);
  const other = await next.presenter({ name: 'Deputy' });
  await next.announcements.change(id, { presenter: other.id });
  // what it was paused for is no more, and it stays paused
  expect(next.announcements.get(id)?.paused).toEqual({ since: expect.any(Number), mended: true });
  await next.clock.pass(MINUTE);
  await next.announcements.resume(id);
  await hears(next, 'While it was paused.', { at: next.clock.now() - 1 });
  await hears(next, 'Three.');
  expect(await words(next)).toEqual(['One.', 'Three.']);
});

test('what its owner is told is told once, however often its answer is lost, and waits for the platform', async () => {
  const house = await openHouse();
  await house.announcement(BOSS);
  await hears(house, 'One.');
  house.connect(false);
  await fails(house);
  expect(house.told('ada')).toEqual([]);
  house.paper.next('post', 'lost');
  house.connect();
  await house.clock.pass(2 * MINUTE);
  expect(house.told('ada')).toHaveLength(1);
  expect(await house.keys('tellings')).toEqual([]);
});

test('nobody is told who takes no messages, or who is nobody', async () => {
  const house = await openHouse();
  await house.announcement(BOSS, { owner: { person: 'api' } });
  await house.announcement(BOSS, { owner: { person: 'dee' } });
  house.paper.always('openDirect', 'closed');
  await hears(house, 'One.');
  for (const { id } of await house.jobs()) {
    await house.becomes(id, { state: 'failed', reason: { key: 'kling_account', params: {} } });
  }
  expect(await house.keys('tellings')).toEqual([]);
  expect(house.paper.everything()).toEqual([]);
});

test('a store that fails says so, and what it could not keep is said when it comes again', async () => {
  const house = await openHouse();
  await house.announcement(BOSS, { words: '{{text}}' });
  const { set } = house.tables.occurrences;
  const failing = { set: () => Promise.reject(new StoreError('occurrences', 'write')) };
  Object.assign(house.tables.occurrences, failing);
  const said = { message: 'm1', at: house.clock.now() };
  await expect(hears(house, 'One.', said)).rejects.toThrow(StoreError);
  Object.assign(house.tables.occurrences, { set });
  await hears(house, 'One.', said);
  await hears(house, 'One.', said);
  expect(await words(house)).toEqual(['One.']);
});

test('whoever is shut out later has nothing announced any more, and is told why', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, { words: 'It is time.' });
  const watch = await house.announcement(BOSS);
  house.shutOut('access_space_shut_out');
  await house.clock.pass(HOUR);
  await house.idle();
  expect(await house.jobs()).toEqual([]);
  expect(await house.announcements.history(id, 1)).toMatchObject([{ refused: { key: 'access_space_shut_out' } }]);
  expect(house.told('ada').join()).toContain('does not let it be used here');
  // what somebody says who may not use the bot is none of its business
  await hears(house, 'Lunch is ready.');
  expect(await house.announcements.history(watch.id, 1)).toEqual([]);
});
