import { describe, expect, test } from 'vitest';
import type { Caller } from '../../commands/desk.ts';
import { crash, type House, openHouse, ROOM } from './house.ts';

async function told(house: House, as: Partial<Caller> = {}): Promise<string | undefined> {
  const { answer, job } = await house.ask({ as: house.ada(as) });
  return job ? undefined : answer.shown?.text;
}

describe('the operator', () => {
  test('shuts out people of one platform', async () => {
    const house = await openHouse({ operator: { shutOut: ['paper:ada', 'other:bob'] } });
    expect(await told(house)).toContain('operator does not let you use it');
    await house.tables.confirmations.set('paper:bob', { at: 1, key: 'face_terms', version: 1, locale: 'en' });
    expect(await told(house, { person: 'bob' })).toBeUndefined();
  });

  test('shuts out spaces', async () => {
    const house = await openHouse({ operator: { shutOut: ['paper:home'] } });
    expect(await told(house)).toContain('does not let it be used here');
    expect(await told(house, { place: { ...ROOM, space: 'elsewhere' } })).toBeUndefined();
  });

  test('lets in certain roles only, and nobody without one, such as in a direct talk', async () => {
    const house = await openHouse({ operator: { roles: ['staff'] } });
    expect(await told(house, { roles: ['guest'] })).toContain('operator lets only certain groups of people use it');
    expect(await told(house, { place: house.paper.direct('ada') })).toContain('certain groups of people');
    expect(await told(house, { roles: ['guest', 'staff'] })).toBeUndefined();
  });

  test('lets in certain channels only, with the threads in them', async () => {
    const house = await openHouse({ operator: { channels: ['room'] } });
    expect(await told(house, { place: { ...ROOM, channel: 'hall' } })).toContain('certain channels only');
    expect(await told(house, { place: { ...ROOM, thread: 'aside' } })).toBeUndefined();
  });
});

describe('those who manage a space', () => {
  const manager = { manages: true } as const;
  const set = (house: House, name: string, picked: string[], as: Partial<Caller> = manager) =>
    house.press(name, 'here', { picked, as: house.ada(as) });
  const open = (house: House, as: Partial<Caller> = manager) =>
    house.says((answer) => house.desk.settings(house.ada(as), answer));

  test('see what is set, by three pickers', async () => {
    const house = await openHouse();
    const { shown } = await open(house);
    expect(shown?.pickers).toEqual([
      'Only these groups of people may use it:  → set-roles:here',
      'Channels where it may be used:  → set-channels:here',
      'People who may not use it:  → set-shut-out:here',
    ]);
    expect(shown?.text).toContain('a list that is empty lets in everybody');
  });

  test('see what the operator has set beside it', async () => {
    const house = await openHouse({
      operator: { roles: ['staff'], channels: ['room'], shutOut: ['paper:eve', 'x:y'] },
    });
    expect((await open(house)).shown?.text.split('\n').slice(1)).toEqual([
      'Beside that, the bot’s operator lets only these groups of people use it, wherever it is:',
      '• @&staff',
      'Beside that, the bot’s operator lets it be used in these channels only:',
      '• #room',
      'The bot’s operator has shut out some people, or all who are in some places: 1 in all.',
    ]);
  });

  test('let in certain roles, from then on and after a restart', async () => {
    const house = await openHouse();
    expect((await set(house, 'set-roles', ['member', 'member'])).shown?.pickers[0]).toContain(': member →');
    expect(await told(house)).toContain('Only certain groups of people may use the bot here');
    const next = await crash(house);
    expect(await told(next)).toContain('Only certain groups of people');
    expect(await told(next, { roles: ['member'] })).toBeUndefined();
    await set(next, 'set-roles', []);
    expect(await told(next)).toBeUndefined();
  });

  test('let in certain channels', async () => {
    const house = await openHouse();
    await set(house, 'set-channels', ['hall']);
    expect(await told(house)).toContain('not be used in this channel');
  });

  test('shut out people', async () => {
    const house = await openHouse();
    await set(house, 'set-shut-out', ['ada']);
    expect(await told(house)).toContain('Those in charge here do not let you use the bot');
  });

  test('set nothing for other spaces', async () => {
    const house = await openHouse();
    await set(house, 'set-shut-out', ['ada']);
    expect(await told(house, { place: { ...ROOM, space: 'elsewhere' } })).toBeUndefined();
  });

  test('never widen what the operator has set', async () => {
    const house = await openHouse({ operator: { roles: ['staff'] } });
    await set(house, 'set-roles', ['member']);
    expect(await told(house, { roles: ['member'] })).toContain('operator lets only');
    expect(await told(house, { roles: ['staff'] })).toContain('Only certain groups of people');
    expect(await told(house, { roles: ['staff', 'member'] })).toBeUndefined();
  });

  test('set two lists at once, and lose neither', async () => {
    const house = await openHouse();
    await Promise.all([set(house, 'set-roles', ['member']), set(house, 'set-channels', ['hall'])]);
    const next = await crash(house);
    expect(await next.spaces.get('paper:home')).toEqual({ roles: ['member'], channels: ['hall'], shutOut: [] });
  });

  test.each(['set-roles', 'set-channels', 'set-shut-out'])('alone may %s', async (name) => {
    const house = await openHouse();
    expect((await set(house, name, ['x'], {})).shown?.text).toContain('Only those in charge here');
    expect(await house.spaceNames()).toEqual([]);
  });

  test('alone see the settings, and not in a direct talk', async () => {
    const house = await openHouse();
    expect((await open(house, { locale: 'zh' })).shown?.text).toContain('只有这里的管理者');
    const direct = { manages: true, place: house.paper.direct('ada') };
    expect((await open(house, direct)).shown?.text).toContain('nothing to set in a direct message');
  });

  test('see and change the settings of a space in a talk with the bot that belongs to it', async () => {
    const house = await openHouse();
    const talk = { manages: true, place: { ...ROOM, channel: 'dm.ada', private: true } } as const;
    expect((await open(house, talk)).shown?.pickers).toHaveLength(3);
    await set(house, 'set-shut-out', ['ada'], talk);
    expect(await told(house)).toContain('Those in charge here do not let you use the bot');
  });

  test('let in everybody by the role that everybody has, which goes by the id of the space', async () => {
    const house = await openHouse();
    await set(house, 'set-roles', ['home']);
    expect(await told(house)).toBeUndefined();
    await set(house, 'set-roles', ['member', 'home']);
    expect(await told(house)).toBeUndefined();
    await set(house, 'set-roles', ['elsewhere']);
    expect(await told(house)).toContain('certain groups of people');
  });

  test('pick at most 25', async () => {
    const house = await openHouse();
    const many = Array.from({ length: 26 }, (_, at) => `r${at}`);
    expect((await set(house, 'set-roles', many)).shown?.text).toContain('at most 25');
    expect(await house.spaceNames()).toEqual([]);
  });
});
