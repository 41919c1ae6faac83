import { expect, test } from 'vitest';
import { forgetOwner, saidBy } from '../../src/announcements/forget.ts';
import { crash, type House, NEWS, openHouse, ROOM } from './house.ts';

/** Stops Herald, forgets somebody as `npm run erase` does, and starts it again. */
async function forgotten(house: House, person: string) {
  const quiet = await crash(house);
  const { tables, lists } = quiet.parts;
  const kept = { announcements: tables, lists, blobs: quiet.blobs, now: quiet.clock.now };
  const what = await forgetOwner(kept, person);
  expect(await forgetOwner(kept, person)).toEqual({ presenters: 0, announcements: 0 });
  return [await crash(quiet), what] as const;
}

/** Everything that the tables of the announcements hold. */
async function everything(house: House): Promise<string> {
  const found: unknown[] = [];
  for (const table of Object.values(house.tables)) for await (const entry of table.entries()) found.push(entry);
  return JSON.stringify(found);
}

test('forgetting a person leaves nothing of their presenters and announcements, and pauses what others made of them', async () => {
  const house = await openHouse();
  const hers = await house.presenter();
  const his = await house.presenter({ name: 'Clerk', owner: 'bob' });
  await house.presenters.setDefault('paper:home', undefined, hers.id);
  await house.presenters.setDefault('paper:home', 'news', his.id);
  const own = await house.announcement({ kind: 'hook', source: 'text' }, { words: 'Her secret.', presenter: his.id });
  const owner = { person: 'bob' };
  const uses = await house.announcement({ kind: 'hook', source: 'text' }, { owner, presenter: hers.id });
  const stays = await house.announcement({ kind: 'hook', source: 'text' }, { owner, presenter: his.id });
  const said = { place: NEWS, presenter: his.id, words: 'Said right away.' };
  await house.announcements.say({ ...said, origin: { key: 'one', at: 1 }, requester: { person: 'ada' } });
  await house.announcements.say({ ...said, origin: { key: 'two', at: 2 }, requester: owner });
  await house.announcements.test(own.id, { origin: { key: 'three', at: 3 }, requester: owner, place: ROOM });
  await house.idle();

  const [after, what] = await forgotten(house, 'paper:ada');
  expect(what).toEqual({ presenters: 1, announcements: 1 });
  expect(after.presenters.list('paper:home')).toEqual([his]);
  expect(after.presenters.defaults('paper:home')).toEqual({ channels: { news: his.id } });
  expect(await after.blobs.size(hers.photo.blob)).toBeUndefined();
  expect(await after.blobs.size(his.photo.blob)).toBe(7);
  expect(after.announcements.get(uses.id)?.paused).toMatchObject({ why: 'announcement_presenter_gone' });
  expect(after.told('bob')).toEqual([expect.stringContaining(`“${uses.name}” is paused`)]);
  expect(after.announcements.get(stays.id)).toEqual(stays);
  expect(await after.announcements.history(own.id, 10)).toEqual([]);
  const left = await everything(after);
  expect(left).toContain('Said right away.');
  for (const trace of ['"ada"', own.id, 'Her secret.']) expect(left).not.toContain(trace);
});

test('what a person said in a watched channel is forgotten as well, though somebody else had it announced', async () => {
  const house = await openHouse();
  const owner = { person: 'bob' };
  const watch = { kind: 'watch', channel: 'room', roles: [], people: ['ada', 'cy'] } as const;
  const { id } = await house.announcement(watch, { owner, presenter: (await house.presenter({ owner: 'bob' })).id });
  for (const person of ['ada', 'cy']) {
    const said = { place: ROOM, message: person, at: house.clock.now(), person, name: person, roles: [] };
    await house.announcements.overheard({ ...said, text: `This is what ${person} says.` });
  }
  await house.idle();
  const job = (await house.jobs()).find(({ ask }) => JSON.stringify(ask).includes('what ada says'));
  expect(await saidBy(house.tables, 'paper:ada')).toEqual([job?.id]);
  const [after, what] = await forgotten(house, 'paper:ada');
  expect(what).toEqual({ presenters: 0, announcements: 0 });
  expect(await after.announcements.history(id, 10)).toMatchObject([{ cause: { person: 'cy' } }]);
  expect(await everything(after)).not.toContain('what ada says');
});

test('what was set up over HTTP without an owner is forgotten as `api:api`, on whatever platform it is', async () => {
  const house = await openHouse();
  const { id } = await house.presenter({ owner: 'api' });
  await house.announcement({ kind: 'hook', source: 'text' }, { owner: { person: 'api' }, presenter: id });
  const order = { origin: { key: 'now', at: 1 }, requester: { person: 'api' }, place: NEWS, presenter: id };
  const { id: job } = await house.announcements.say({ ...order, words: 'Hello.' });
  expect(await saidBy(house.tables, 'paper:api')).toEqual([]);
  expect(await saidBy(house.tables, 'api:api')).toEqual([job]);
  const [still] = await forgotten(house, 'paper:api');
  expect(still.announcements.list('paper:home')).toHaveLength(1);
  const [after, what] = await forgotten(still, 'api:api');
  expect(what).toEqual({ presenters: 1, announcements: 1 });
  expect(after.announcements.list('paper:home')).toEqual([]);
});
