import { expect, test } from 'vitest';
import type { Trigger } from '../../commands/announcements.ts';
import { crash, DAY, HOUR, MINUTE, NEWS, openHouse, ROOM } from './house.ts';

const HOURLY: Trigger = { kind: 'schedule', said: 'every hour', zone: 'UTC', cron: '0 * * * *' };
const HOOK: Trigger = { kind: 'hook', source: 'text' };
const WATCH: Trigger = { kind: 'watch', channel: 'room', roles: [], people: ['bea'] };
const WORDS = { words: 'It is time.' };

test('the same cause sets up the same one, whose name is its own in its space', async () => {
  const house = await openHouse();
  const origin = { key: 'a form', at: 1 };
  const first = await house.announcement(HOURLY, { ...WORDS, origin, name: '  Hourly  news ' });
  expect(first).toMatchObject({ name: 'Hourly news', perDay: 24, since: house.clock.now() });
  expect(first.id).toMatch(/^a[a-z0-9]{23}$/);
  expect(await house.announcement(HOURLY, { ...WORDS, origin, name: 'Something else' })).toEqual(first);

  const both = ['HOURLY NEWS', 'Twice', 'twice'].map((name) => house.announcement(HOURLY, { ...WORDS, name }));
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  await expect(house.announcements.change(first.id, { name: 'TWICE' })).rejects.toThrow('called “TWICE”');
  expect((await house.announcements.change(first.id, { name: 'hourly NEWS' })).name).toBe('hourly NEWS');

  const next = await crash(house);
  expect(next.announcements.list('paper:home').map(({ name }) => name)).toEqual(['hourly NEWS', 'Twice']);
  expect(next.announcements.named('paper:home', ' Hourly News ')?.id).toBe(first.id);
  expect(next.announcements.named('paper:elsewhere', first.id)).toBeUndefined();
  await next.announcement(HOURLY, { ...WORDS, name: first.id });
  expect(next.announcements.named('paper:home', first.id)?.name).toBe('hourly NEWS');
});

test('what stands in its way is said before anything is set up', async () => {
  const house = await openHouse();
  const { id: presenter } = await house.presenter();
  const add = (trigger: Trigger, more = {}) => house.announcement(trigger, { ...WORDS, presenter, ...more });
  for (const name of [' ', 'x'.repeat(61), '\u200B', '\u202Edesrever', '\uD800', 'two\nlines']) {
    await expect(add(HOURLY, { name })).rejects.toThrow('A name has 1 to 60 characters');
  }
  for (const more of [{ thread: 'today' }, { private: true }]) {
    await expect(add(HOURLY, { place: { ...NEWS, ...more } })).rejects.toThrow('not in threads or private talks');
  }
  await expect(add(HOURLY, { perDay: 501 })).rejects.toThrow('from 1 to 500');
  await expect(add(HOURLY, { presenter: 'p1' })).rejects.toThrow('no such presenter');
  await expect(add(HOURLY, { place: { ...NEWS, space: 'abroad' } })).rejects.toThrow('no such presenter');
  const past: Trigger = { kind: 'schedule', said: 'yesterday', zone: 'UTC', at: house.clock.now() };
  await expect(add(past)).rejects.toThrow('No moment comes any more');
  await expect(add({ ...WATCH, people: [] })).rejects.toThrow('Say whose messages');
  house.paper.deafen(ROOM);
  await expect(add(WATCH)).rejects.toMatchObject({ key: 'announcement_unheard', lines: [{ key: 'lacks_next' }] });
  house.paper.close(NEWS);
  await expect(add(HOURLY)).rejects.toMatchObject({ lines: [{ key: 'lacks_here' }, { key: 'lacks_next' }] });
  house.connect(false);
  await expect(add(HOURLY)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(house.announcements.list('paper:home')).toEqual([]);
  expect(await house.keys('announcements')).toEqual([]);
});

test('a hook has an address and a secret, which is kept sealed, given again to the same cause, and renewed', async () => {
  const house = await openHouse();
  const origin = { key: 'a form', at: 1 };
  const { announcement, hook } = await house.setUp(HOOK, { origin });
  expect(hook?.url).toBe(`https://herald.test/hooks/${announcement.id}`);
  expect(hook?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await house.setUp(HOOK, { origin })).toEqual({ announcement, hook });
  expect(await house.tables.secrets.get(announcement.id)).not.toContain(hook?.secret.slice(6));
  const renewed = await house.announcements.newSecret(announcement.id);
  expect(renewed.hook.secret).not.toBe(hook?.secret);
  expect(JSON.stringify(house.log)).not.toContain(hook?.secret);
});

test('what is paused says nothing, and what came meanwhile is not made up for', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, WORDS);
  await house.announcements.pause(id);
  expect((await house.announcements.standing(id)).next).toBeUndefined();
  await house.clock.pass(90 * MINUTE);
  await house.announcements.resume(id);
  await house.idle();
  expect(await house.jobs()).toEqual([]);
  await house.clock.pass(30 * MINUTE);
  await house.idle();
  expect(await house.jobs()).toHaveLength(1);

  const other: Trigger = { kind: 'schedule', said: 'at half past', zone: 'UTC', cron: '30 * * * *' };
  await house.announcements.change(id, { trigger: other, words: 'It is half past.' });
  await house.clock.pass(HOUR);
  await house.idle();
  const said = (await house.jobs()).map(({ ask: { speak } }) => (speak.kind === 'words' ? speak.text : ''));
  expect(said).toEqual(['It is time.', 'It is half past.']);
  await expect(house.announcements.change(id, { trigger: HOOK })).rejects.toThrow('another kind');
});

test('of a removed one nothing stays but its history, and nothing of it is said', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, WORDS);
  const hook = await house.announcement(HOOK);
  await house.clock.pass(HOUR);
  await house.idle();
  for (const each of [id, hook.id]) await house.announcements.remove(each);
  await house.clock.pass(DAY);
  await house.idle();
  expect(await house.jobs()).toHaveLength(1);
  for (const table of ['announcements', 'clocks', 'counts', 'secrets'] as const) {
    expect(await house.keys(table)).toEqual([]);
  }
  expect(await house.announcements.history(id, 5)).toHaveLength(1);
  await expect(house.announcements.standing(id)).rejects.toMatchObject({ kind: 'missing' });
});

test('after a restart each schedule goes on by its own clock', async () => {
  const house = await openHouse();
  const { id: presenter } = await house.presenter();
  for (const minute of [10, 20, 30]) {
    const trigger: Trigger = { kind: 'schedule', said: 'hourly', zone: 'UTC', cron: `${minute} * * * *` };
    await house.announcement(trigger, { words: `It is ${minute} past.`, presenter });
  }
  await house.idle();
  const next = await crash(house);
  await next.clock.pass(21 * MINUTE);
  await next.idle();
  expect(await next.jobs()).toHaveLength(2);
});

test('a person has something said at once, and is told when it comes to nothing', async () => {
  const house = await openHouse();
  const { id: presenter } = await house.presenter();
  const order = {
    origin: { key: 'an order', at: house.clock.now() },
    requester: { person: 'bea' },
    place: NEWS,
    presenter,
    words: 'Hello, {channel}.',
  };
  const said = await house.announcements.say(order);
  expect(said.job).toMatchObject({ announced: { presenter: 'Mayor' }, place: NEWS, requester: { person: 'bea' } });
  expect((await house.announcements.say(order)).id).toBe(said.id);
  expect(await house.jobs()).toHaveLength(1);
  await house.becomes(said.id, { state: 'failed', charged: 'yes', reason: { key: 'kling_account', params: {} } });
  expect(house.told('bea')).toEqual([expect.stringContaining('What you had a presenter say did not come about')]);

  const long = { ...order, origin: { key: 'another', at: 2 }, presenter: 'p1' };
  await expect(house.announcements.say(long)).rejects.toThrow('no such presenter');
  expect(await house.keys('openOccurrences')).toEqual([]);
});

test('a test of one goes to whoever asked, with an example, beyond any limit', async () => {
  const house = await openHouse({ ceilings: { dailySecondsPerPerson: 8 } });
  const { id } = await house.announcement(WATCH, { words: '{{author}} says: {{text}}', perDay: 1 });
  const to = { requester: { person: 'bea' }, place: house.paper.direct('bea') };
  const said = await house.announcements.test(id, { ...to, origin: { key: 'a test', at: house.clock.now() } });
  expect(said.job).toMatchObject({ place: to.place });
  expect((await house.announcements.standing(id)).today).toBe(0);
  const [shown] = await house.announcements.history(id, 5);
  expect(shown).toMatchObject({ id: said.id, cause: { kind: 'test' } });

  // the spending of a day is a limit for everybody
  const again = house.announcements.test(id, { ...to, origin: { key: 'again', at: house.clock.now() } });
  await expect(again).rejects.toMatchObject({ kind: 'limit' });
  expect(await house.announcements.history(id, 5)).toHaveLength(1);
});

test('an order that a crash cut off is not made behind the back of its person', async () => {
  const house = await openHouse();
  const { id: presenter } = await house.presenter();
  const reached = house.holdAt('before avatar');
  const origin = { key: 'an order', at: house.clock.now() };
  const words = 'Hello.';
  void house.announcements.say({ origin, requester: { person: 'bea' }, place: NEWS, presenter, words });
  await reached;
  const next = await crash(house);
  await next.idle();
  expect(await next.jobs()).toEqual([]);
  expect(await next.keys('occurrences')).toEqual([]);
});
