import { expect, test } from 'vitest';
import type { Trigger } from '../../commands/announcements.ts';
import { Refusal } from '../../src/refusal.ts';
import { broken } from './broken.ts';
import { BOSS, HOURLY, hears, passes, words } from './heard.ts';
import { crash, DAY, HOUR, MINUTE, NEWS, openHouse } from './house.ts';

const once = (at: number): Trigger => ({ kind: 'schedule', said: 'once', zone: 'UTC', at });

test('a moment that was kept is not said days later, after a stop, but told', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, { words: 'It is {time}.' });
  const reached = house.holdAt('before avatar');
  await house.clock.pass(HOUR + 1);
  await reached;
  house.die();
  await house.clock.pass(3 * DAY);
  const next = await crash(house);
  await next.idle();
  // the last full hour alone
  expect(await words(next)).toEqual(['It is 13:00.']);
  expect(next.told('ada').join()).toContain('could not be made in time');
  const [, missed] = await next.announcements.history(id, 10);
  expect(missed?.refused?.key).toBe('announcement_too_late');
});

test.each([
  ['a full disk', () => new Refusal('unavailable', 'storage_full')],
  ['a file that cannot be read', () => Object.assign(new Error('EIO'), { code: 'EIO' })],
])('%s delays a moment for as long as it is recent, and what else there is to say for a day', async (_, error) => {
  const { house, mend } = await broken(error);
  await house.announcement(once(house.clock.now() + HOUR), { words: 'It is {weekday}.' });
  await house.announcement(BOSS, { words: '{{text}}' });
  await passes(house, HOUR);
  await hears(house, 'One.');
  await passes(house, HOUR);
  expect(await house.keys('openOccurrences')).toHaveLength(2);
  await passes(house, HOUR / 2);
  expect(await house.keys('openOccurrences')).toHaveLength(1);
  expect(house.told('ada').filter((told) => told.includes('could not be made in time'))).toHaveLength(1);
  mend();
  await passes(house, HOUR / 2);
  expect(await words(house)).toEqual(['One.']);
});

test('what is not made within a day is given up, and its owner knew after an hour that it waits', async () => {
  const { house } = await broken(() => new Refusal('unavailable', 'storage_full'));
  const { name } = await house.announcement(BOSS);
  await hears(house, 'One.');
  await passes(house, HOUR + 20 * MINUTE);
  expect(house.told('ada')).toEqual([expect.stringContaining(`“${name}” has to wait`)]);
  expect(house.told('ada').join()).toContain('It speaks in #news');
  await passes(house, DAY);
  expect(await house.keys('openOccurrences')).toEqual([]);
  expect(house.told('ada')).toHaveLength(2);
  expect(house.told('ada').at(-1)).toContain('could not be made in time');
});

test('while Kling takes nothing, moments that pass are called off and told once, and all else waits', async () => {
  const house = await openHouse();
  house.holdUp('kling_account');
  const { id } = await house.announcement(HOURLY, { words: 'It is {time}.' });
  await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await passes(house, 5 * HOUR + MINUTE);
  const states = (await house.jobs()).map(({ state }) => state);
  expect(states).toEqual(['accepted', 'cancelled', 'cancelled', 'cancelled', 'cancelled', 'accepted']);
  const told = house.told('ada');
  expect(told).toHaveLength(2);
  expect(told.join()).toContain('has to wait');
  expect(told.join()).toMatch(/not be made in time[\s\S]*account[\s\S]*charged/);

  const last = (await house.jobs()).at(-1)?.id ?? '';
  await house.becomes(last, { state: 'submitting', send: { attempt: 1, sentAt: 1, misses: [] } });
  await passes(house, 3 * HOUR);
  expect((await house.records.get(last))?.cancelAsked).toBeUndefined();
  expect(await house.announcements.history(id, 1)).toMatchObject([{ job: { state: 'accepted' } }]);
});

test.each(['pause', 'remove'] as const)('%s calls off what is not at Kling yet, also after a crash', async (how) => {
  const house = await openHouse();
  const { id } = await house.announcement(BOSS, { words: '{{text}}' });
  for (const text of ['One.', 'Two.']) await hears(house, text);
  const [one] = await house.jobs();
  await house.becomes(one?.id ?? '', { state: 'submitting', send: { attempt: 1, sentAt: 1, misses: [] } });
  await house.announcements[how](id);
  const next = await crash(house);
  await next.idle();
  expect((await next.jobs()).map(({ state }) => state)).toEqual(['submitting', 'cancelled']);
  expect(await next.keys('openOccurrences')).toEqual([one?.id]);
  expect(next.told('ada')).toEqual([]);
});

test('a post that cannot be shown to its followers is told, once, and is no success', async () => {
  const house = await openHouse();
  house.paper.follow(NEWS);
  await house.announcement(BOSS);
  house.paper.always('publish', { later: house.clock.now() + DAY + HOUR });
  for (const text of ['One.', 'Two.']) await hears(house, text);
  for (const { id } of await house.jobs()) await house.delivers(id);
  expect(house.told('ada')).toEqual([]);
  await passes(house, DAY + 2 * HOUR, HOUR);
  expect(house.told('ada')).toEqual([expect.stringContaining('could not be shown to those who follow')]);
  expect(await house.keys('failing')).toHaveLength(1);
});

test('a schedule that was planned while the clock ran ahead goes on once that is put right', async () => {
  const house = await openHouse();
  const { id, since } = await house.announcement(HOURLY, { words: 'It is {time}.' });
  await house.idle();
  await house.tables.clocks.set(id, { since, next: house.clock.now() + DAY + HOUR });
  const next = await crash(house);
  await passes(next, 3 * HOUR + MINUTE, HOUR);
  expect((await words(next)).length).toBeGreaterThanOrEqual(2);
});

test('a schedule goes on at once when the clock, which had run ahead, is put right, without a restart', async () => {
  const house = await openHouse();
  await house.announcement(HOURLY, { words: 'It is {weekday} {time}.' });
  await house.idle();
  house.clock.jump(DAY + HOUR / 2);
  await passes(house, 2 * MINUTE, MINUTE);
  house.clock.jump(-DAY - HOUR / 2);
  await passes(house, 5 * HOUR + MINUTE, HOUR / 2);
  const said = ['Monday 12:00', ...[13, 14, 15, 16, 17].map((hour) => `Sunday ${hour}:00`)];
  expect(await words(house)).toEqual(said.map((time) => `It is ${time}.`));
});

test('where nothing that passed is made up for, what is in time may still wait an hour for its turn', async () => {
  const house = await openHouse({ parts: { late: 0 } });
  house.holdUp('kling_account');
  await house.announcement(HOURLY, { words: 'It is {time}.' });
  const states = async () => (await house.jobs()).map(({ state }) => state);
  await passes(house, 2 * HOUR - MINUTE);
  expect(await states()).toEqual(['accepted']);
  await passes(house, 2 * MINUTE, MINUTE);
  expect(await states()).toEqual(['cancelled', 'accepted']);
});

test('what was accepted comes although its presenter is gone and another one took over, until a person pauses', async () => {
  const house = await openHouse();
  house.holdUp('kling_account');
  const { id, presenter } = await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await house.presenters.remove(presenter);
  await house.idle();
  const deputy = await house.presenter({ name: 'Deputy' });
  await house.announcements.change(id, { presenter: deputy.id });
  const next = await crash(house);
  await passes(next, 2 * HOUR);
  const state = async () => (await next.jobs()).map(({ state }) => state);
  expect(await state()).toEqual(['accepted']);
  await next.announcements.pause(id);
  await next.idle();
  expect(await state()).toEqual(['cancelled']);
});

test('a moment whose speech is being made is not called off any more, save where Kling sends it back', async () => {
  const house = await openHouse();
  await house.announcement(HOURLY, { words: 'It is {time}.' });
  await passes(house, HOUR + MINUTE);
  const [job] = await house.jobs();
  const id = job?.id ?? '';
  await house.becomes(id, { state: 'submitting' });
  await passes(house, 2 * HOUR);
  expect((await house.records.get(id))?.state).toBe('submitting');
  await house.becomes(id, { notBefore: house.clock.now() });
  await passes(house, 10 * MINUTE);
  expect((await house.records.get(id))?.state).toBe('cancelled');
});
