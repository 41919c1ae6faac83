import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TERMS } from '../../commands/confirm.ts';
import { inEveryLocale } from '../../src/texts.ts';
import { crash, HOUR, MINUTE, openHouse, ROOM } from './house.ts';

const open = () => openHouse({ confirmed: false });

describe('before the first video', () => {
  test('a person is asked whether they may use the faces they send, by buttons', async () => {
    const house = await open();
    const { id, job, answer } = await house.ask();
    expect(job).toBeUndefined();
    expect(answer.shown).toMatchObject({
      text: expect.stringContaining('please confirm: you use only photos of faces that you may use'),
      buttons: [`I may use them → confirm:${id}`, `No, stop → decline:${id}`],
    });
  });

  test('confirming makes the video that was asked for, and keeps what was confirmed and when', async () => {
    const house = await open();
    const { id } = await house.ask({ text: 'Good morning.', photo: { file: house.paper.upload('a photo') } });
    await house.clock.pass(MINUTE);
    const answer = await house.press('confirm', id);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    expect(await house.records.get(id)).toMatchObject({ ask: { speak: { text: 'Good morning.' } } });
    expect(await house.tables.confirmations.get('paper:ada')).toEqual({
      at: house.clock.now(),
      key: 'face_terms',
      version: 1,
      locale: 'en',
    });
    expect(await house.keys('parked')).toEqual([]);
  });

  test('it is kept in which language the terms were read', async () => {
    const house = await open();
    const { id, answer } = await house.ask({ as: house.ada({ locale: 'zh' }) });
    expect(answer.shown?.text).toContain('请确认');
    await house.press('confirm', id);
    expect(await house.tables.confirmations.get('paper:ada')).toMatchObject({ locale: 'zh' });
  });

  test('confirming is asked once', async () => {
    const house = await open();
    await house.press('confirm', (await house.ask()).id);
    expect((await house.ask()).job?.state).toBe('accepted');
  });

  test('what was confirmed in an earlier version is asked again', async () => {
    const house = await open();
    await house.tables.confirmations.set('paper:ada', { at: 1, key: 'face_terms', version: 0, locale: 'en' });
    expect((await house.ask()).job).toBeUndefined();
  });

  test('confirming twice, at once and later, makes one job and keeps the first time', async () => {
    const house = await open();
    const { id } = await house.ask();
    await Promise.all([house.press('confirm', id), house.press('confirm', id)]);
    const first = await house.tables.confirmations.get('paper:ada');
    await house.clock.pass(MINUTE);
    expect(await house.press('confirm', id)).toMatchObject({ isDone: true, heard: [] });
    expect(await house.jobs()).toEqual([id]);
    expect(await house.tables.confirmations.get('paper:ada')).toEqual(first);
  });

  test('confirming for a second request that waited as well keeps the first time', async () => {
    const house = await open();
    const [first, second] = [await house.ask(), await house.ask()];
    await house.press('confirm', first.id);
    const kept = await house.tables.confirmations.get('paper:ada');
    await house.clock.pass(MINUTE);
    await house.press('confirm', second.id);
    expect(await house.jobs()).toEqual([second.id, first.id]);
    expect(await house.tables.confirmations.get('paper:ada')).toEqual(kept);
  });

  test('a confirmation that comes again after the video was posted shows it', async () => {
    const house = await open();
    const { id } = await house.ask();
    await house.press('confirm', id);
    await house.becomes(id, { state: 'delivered', posted: { place: ROOM, message: '9', url: 'https://paper.test/9' } });
    expect((await house.press('confirm', id)).shown).toMatchObject({ links: ['https://paper.test/9'] });
  });

  test('declining keeps nothing', async () => {
    const house = await open();
    const { id } = await house.ask();
    expect((await house.press('decline', id)).shown?.text).toContain('Nothing was made, charged or kept');
    expect(await house.keys('parked')).toEqual([]);
    expect(await house.keys('confirmations')).toEqual([]);
    expect((await house.press('confirm', id)).shown?.text).toBe(
      'This request does not wait any more. Please ask again.',
    );
  });

  test.each(['confirm', 'decline'])('nobody else can %s', async (name) => {
    const house = await open();
    const { id } = await house.ask();
    const answer = await house.press(name, id, { as: house.ada({ person: 'bob' }) });
    expect(answer.shown?.text).toBe('Only the person who asked for this can do that.');
    expect(await house.keys('parked')).toEqual([id]);
    expect(await house.keys('confirmations')).toEqual([]);
  });

  test('it is checked again who may, when the button is pressed', async () => {
    const house = await openHouse({ confirmed: false, operator: { roles: ['member'] } });
    const { id } = await house.ask({ as: house.ada({ roles: ['member'] }) });
    expect((await house.press('confirm', id)).shown?.text).toContain('certain roles');
    expect(await house.jobs()).toEqual([]);
  });

  test('a repeated request is asked for once more, and waits once', async () => {
    const house = await open();
    const asked = house.request();
    await house.desk.ask(asked);
    await house.desk.ask(asked);
    expect(await house.keys('parked')).toHaveLength(1);
  });

  test('a request that nobody confirms lapses after an hour, with a word', async () => {
    const house = await open();
    const { id, answer } = await house.ask();
    await house.clock.pass(HOUR - 1);
    expect(answer.shown?.buttons).toHaveLength(2);
    await house.clock.pass(1);
    expect(answer.shown).toMatchObject({
      text: expect.stringContaining('did not confirm within an hour'),
      buttons: [],
    });
    expect((await house.press('confirm', id)).shown?.text).toContain('does not wait any more');
  });
});

describe('a restart', () => {
  test('while the terms are shown changes nothing', async () => {
    const house = await open();
    const { id } = await house.ask();
    const next = await crash(house);
    await next.press('confirm', id);
    expect(await next.jobs()).toEqual([id]);
  });

  test.each(['before say', 'after say'])('%s shows the terms again', async (at) => {
    const house = await open();
    const asked = house.request();
    const reached = house.holdAt(at);
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    const next = await crash(house);
    await next.clock.settle();
    const { id, answer } = await next.outcome(asked.origin, asked.answer.ref);
    expect(answer.shown?.buttons).toHaveLength(2);
    await next.press('confirm', id);
    expect(await next.jobs()).toEqual([id]);
  });

  test.each(['before fetch', 'before avatar', 'after avatar', 'before done'])(
    'after confirming, %s, makes one job when it is pressed again',
    async (at) => {
      const house = await open();
      const { id } = await house.ask();
      const reached = house.holdAt(at);
      void house.press('confirm', id);
      await reached;
      await house.clock.settle();
      const next = await crash(house);
      await next.clock.settle();
      await next.press('confirm', id);
      expect(await next.jobs()).toEqual([id]);
      expect(await next.keys('intake')).toEqual([]);
    },
  );

  test('after the hour lets it lapse at once', async () => {
    const house = await open();
    const { answer } = await house.ask();
    house.die();
    await house.clock.pass(2 * HOUR);
    const next = await crash(house);
    await next.clock.pass(1);
    expect(answer.shown?.text).toContain('did not confirm within an hour');
    expect(await next.keys('parked')).toEqual([]);
  });
});

test('the terms are the ones that people confirmed: other words need another version', () => {
  const words = createHash('sha256')
    .update(JSON.stringify(inEveryLocale(TERMS.key)))
    .digest('hex')
    .slice(0, 16);
  expect({ version: TERMS.version, words }).toMatchInlineSnapshot(`
    {
      "version": 1,
      "words": "ae7149e3fc18b9d9",
    }
  `);
});
