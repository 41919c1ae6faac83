import { describe, expect, test } from 'vitest';
import type { Caller } from '../../commands/desk.ts';
import { type House, MINUTE, openHouse, ROOM } from './house.ts';

const list = (house: House, as: Partial<Caller> = {}, everybody = false) =>
  house.says((answer) => house.desk.jobs(house.ada(as), answer, everybody));

const asks = (house: House, text: string, as: Partial<Caller> = {}) =>
  house.ask({ text, photo: { file: house.paper.upload('a photo') }, as: house.ada(as) });

async function bobMayAsk(house: House) {
  await house.tables.confirmations.set('paper:bob', { at: 1, key: 'face_terms', version: 1, locale: 'en' });
  return { person: 'bob' } as const;
}

describe('a person’s jobs', () => {
  test('are shown newest first: how they stand, when, what was said, where, and what can be done', async () => {
    const house = await openHouse();
    const posted = await asks(house, 'The first.');
    const kept = await asks(house, 'The\nsecond, which goes on and on and on and on.');
    const blind = await asks(house, 'The third.');
    const open = await asks(house, 'The fourth.');
    const url = 'https://paper.test/9';
    await house.becomes(posted.id, { state: 'delivered', posted: { place: ROOM, message: '9', url } });
    await house.becomes(kept.id, { state: 'delivered' });
    const posting = { stage: 'there', place: ROOM, since: 1, blind: 2 } as const;
    await house.becomes(blind.id, { state: 'delivering', posting });
    for (const { id } of [kept, blind]) house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    await house.clock.pass(2 * MINUTE);

    const { shown } = await list(house);
    const status = house.paper.message(`${open.id}s`)?.url;
    expect(shown?.text.replace(status ?? '-', 'STATUS')).toMatchInlineSnapshot(`
      "Your latest videos:
      1. accepted, asked for 2 minutes ago: “The fourth.” ([how it stands](STATUS))
      2. done; please look whether it is posted, asked for 2 minutes ago: “The third.”
      3. done and kept, but not posted, asked for 2 minutes ago: “The second, which goes on and on and on…”
      4. done, asked for 2 minutes ago: “The first.” ([the video](https://paper.test/9))
      Left today: 289 seconds for you; 1789 for everybody here together."
    `);
    expect(shown?.buttons).toEqual([
      `Cancel 1 → cancel-own:${open.id}`,
      `Post 2 → post:${blind.id}`,
      `Show 3 → show:${kept.id}`,
    ]);
  });

  test('are shown in their language', async () => {
    const house = await openHouse();
    await asks(house, 'Hi.');
    expect((await list(house, { locale: 'zh' })).shown?.text).toMatch(/^你最近的视频：\n1\. 已接受，.*提交：“Hi\.”/);
  });

  test('are the ten newest', async () => {
    const house = await openHouse();
    for (let n = 1; n <= 12; n++) await asks(house, `Number ${n}.`);
    await house.clock.pass(MINUTE);
    const { shown } = await list(house);
    expect(shown?.text).toContain('1. accepted, asked for 1 minute ago: “Number 12.”');
    expect(shown?.text).toContain('“Number 3.”');
    expect(shown?.text).not.toContain('“Number 2.”');
  });

  test('are none to begin with, and all seconds are left', async () => {
    const house = await openHouse();
    expect((await list(house)).shown?.text).toBe(
      'No video has been asked for yet. /avatar makes one.\nLeft today: 300 seconds for you; 1800 for everybody here together.',
    );
  });

  test('count against today’s seconds', async () => {
    const house = await openHouse();
    await asks(house, 'a'.repeat(205));
    expect((await list(house)).shown?.text).toContain('Left today: 279 seconds for you; 1779 for everybody');
  });

  test('say of a recording how long it is, and nothing of what was erased', async () => {
    const house = await openHouse();
    const audio = house.paper.upload('a recording', 'words.mp3');
    await house.ask({ photo: { file: house.paper.upload('a photo') }, audio });
    const { id } = await asks(house, 'Words.');
    await house.becomes(id, { erased: true });
    const text = (await list(house)).shown?.text;
    expect(text).toContain('a recording of 12 seconds');
    expect(text).toContain('erased on request');
  });

  test('that were taken away, cancelled or failed offer nothing more', async () => {
    const house = await openHouse();
    for (const changes of [
      { state: 'delivered', removed: 5 },
      { state: 'failed' },
      { state: 'rendering', cancelAsked: 5 },
    ] as const) {
      await house.becomes((await asks(house, 'Hi.')).id, changes);
    }
    const { shown } = await list(house);
    expect(shown?.buttons).toEqual([]);
    expect(shown?.text).toContain('3. taken away');
  });

  test('are not shown to others', async () => {
    const house = await openHouse();
    await asks(house, 'Hi.');
    expect((await list(house, { person: 'bob' })).shown?.text).toContain('No video has been asked for yet');
  });
});

describe('everybody’s jobs', () => {
  test('are shown to those who moderate, with a button to cancel', async () => {
    const house = await openHouse();
    const bob = await bobMayAsk(house);
    await asks(house, 'From Ada.');
    const { id } = await asks(house, 'From Bob.', bob);
    await asks(house, 'From elsewhere.', { place: { ...ROOM, space: 'elsewhere' } });
    const { shown } = await list(house, { moderates: true }, true);
    expect(shown?.text).toMatch(/^Everybody’s latest videos here:/);
    expect(shown?.text).toContain('From Bob.');
    expect(shown?.text).toContain('From Ada.');
    expect(shown?.text).not.toContain('From elsewhere.');
    expect(shown?.buttons[0]).toBe(`Cancel 1 → cancel-any:${id}`);
  });

  test('show nothing of what was said in private, nor where', async () => {
    const house = await openHouse();
    const bob = await bobMayAsk(house);
    await asks(house, 'A secret.', { ...bob, place: { ...ROOM, thread: 'aside', private: true } });
    const { shown } = await list(house, { moderates: true }, true);
    expect(shown?.text).toContain('asked for in private');
    expect(shown?.text).not.toContain('A secret.');
    expect(shown?.links).toEqual([]);
  });

  test('show what was said in another channel to nobody but who said it, nor where: they may not be in it', async () => {
    const house = await openHouse();
    const bob = await bobMayAsk(house);
    const here = { ...ROOM, channel: 'here', thread: 'below' };
    await asks(house, 'Said behind a door.', { ...bob, place: { ...ROOM, channel: 'behind a door' } });
    await asks(house, 'Said here.', { ...bob, place: here });
    await asks(house, 'My own.', { place: { ...ROOM, channel: 'elsewhere' } });
    const { shown } = await list(house, { moderates: true, place: { ...ROOM, channel: 'here' } }, true);
    expect(shown?.text).toMatch(/asked for in another channel/);
    expect(shown?.text).not.toContain('door');
    for (const words of ['“Said here.”', '“My own.”']) expect(shown?.text).toContain(words);
    const aside = await list(house, { moderates: true, place: { platform: 'paper', space: ROOM.space } }, true);
    expect(aside.shown?.text).not.toContain('Said');
  });

  test('offer nobody else’s kept video', async () => {
    const house = await openHouse();
    const { id } = await asks(house, 'Hi.', await bobMayAsk(house));
    await house.becomes(id, { state: 'delivered' });
    expect((await list(house, { moderates: true }, true)).shown?.buttons).toEqual([]);
  });

  test('are not shown to those who do not moderate', async () => {
    const house = await openHouse();
    expect((await list(house, {}, true)).shown?.text).toContain('Only those in charge');
  });
});

describe('cancelling from a list', () => {
  test('says what came of it above the list, which stays', async () => {
    const house = await openHouse();
    const { id } = await asks(house, 'Hi.');
    const { shown } = await house.press('cancel-own', id);
    expect(shown?.text).toMatch(/^It is being cancelled\..*\nYour latest videos:\n1\. accepted, .*“Hi\.”/);
    expect(await house.notes.read(id)).toHaveProperty('cancel');
    await house.becomes(id, { state: 'cancelled' });
    const again = await house.press('cancel-own', id);
    expect(again.shown?.text).toMatch(/^It has ended already, .*\nYour latest videos:\n1\. cancelled, /);
  });

  test('shows moderators everybody’s again', async () => {
    const house = await openHouse();
    const { id } = await asks(house, 'From Bob.', await bobMayAsk(house));
    const mod = house.ada({ moderates: true });
    expect((await house.press('cancel-any', id, { as: mod })).shown?.text).toMatch(
      /^It is being cancelled\..*\nEverybody’s latest videos here:\n1\. .*“From Bob\.”/,
    );
    expect((await house.press('cancel-any', id, { as: house.ada() })).shown?.text).toContain('Only those in charge');
  });
});

describe('help', () => {
  const help = (house: House, as: Partial<Caller>) => house.says((answer) => house.desk.help(house.ada(as), answer));

  test('says how to ask, in the language of the person', async () => {
    const house = await openHouse();
    const { shown } = await help(house, {});
    for (const word of ['/avatar', 'reply', '“Make it talk”', '/jobs']) expect(shown?.text).toContain(word);
    expect((await help(house, { locale: 'zh' })).shown?.text).toContain('让它说话');
  });

  test('names the settings to those who may change them', async () => {
    const house = await openHouse();
    expect((await help(house, {})).shown?.text).not.toContain('/settings');
    expect((await help(house, { manages: true })).shown?.text).toContain('/settings');
  });
});
