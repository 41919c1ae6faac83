import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { TERMS } from '../../commands/confirm.ts';
import { blobKeys } from '../../src/jobs/identity.ts';
import { inEveryLocale } from '../../src/texts.ts';
import { crash, HOUR, type House, MINUTE, openHouse, ROOM } from './house.ts';

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
    await expect.poll(() => house.keys('parked')).toEqual([]);
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
    await expect.poll(() => house.keys('parked')).toEqual([]);
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
    expect((await house.press('confirm', id)).shown?.text).toContain('certain groups of people');
    expect(await house.jobs()).toEqual([]);
  });

  test('a repeated request is asked for once more, and waits once', async () => {
    const house = await open();
    const asked = house.request();
    await house.desk.ask(asked);
    await house.desk.ask(asked);
    expect(await house.keys('parked')).toHaveLength(1);
  });

  test('a request that nobody confirms lapses after an hour; what its person alone was shown says so when it is pressed', async () => {
    const house = await open();
    const { id, answer } = await house.ask();
    await house.clock.pass(HOUR);
    expect(answer.heard).toHaveLength(1);
    expect(house.paper.everything()).toEqual([]);
    await expect.poll(() => house.keys('parked')).toEqual([]);
    for (const name of ['confirm', 'decline']) {
      expect((await house.press(name, id)).shown?.text).toContain('does not wait any more');
    }
  });

  test('a person has five requests that wait, and is told so beyond', async () => {
    const house = await open();
    const first = await house.ask();
    for (let n = 2; n <= 5; n++) await house.ask();
    const [more, as] = [await house.ask(), house.ada({ person: 'bob' })];
    expect(more.answer.shown?.text).toContain('5 of your requests wait for you already');
    expect(await house.keys('parked')).toHaveLength(5);
    expect(await house.kept()).toHaveLength(5);
    expect((await house.ask({ as })).answer.shown?.buttons).toHaveLength(2);
    await house.press('decline', first.id);
    expect((await house.ask()).answer.shown?.buttons).toHaveLength(2);
  });

  test('five that come at once are as many as five in a row', async () => {
    const house = await open();
    await Promise.all(Array.from({ length: 8 }, () => house.ask()));
    expect(await house.keys('parked')).toHaveLength(5);
    expect(await house.kept()).toHaveLength(5);
  });
});

describe('while a request waits', () => {
  test('its photo and its recording are kept, since they are gone from the platform some day', async () => {
    const house = await open();
    const photo = { file: house.paper.upload('a photo of Ada') };
    const audio = house.paper.upload('a recording', 'words.mp3');
    const { id } = await house.ask({ photo, audio });
    for (const file of [photo.file, audio]) house.paper.expires(file);
    const next = await crash(house);
    await next.press('confirm', id);
    const contentOf = (key: string) => next.blobs.withFile(key, (path) => readFile(path, 'utf8'));
    expect(await contentOf(blobKeys(id).photo)).toBe('a photo of Ada');
    expect(await contentOf(blobKeys(id).audio)).toBe('a recording');
    expect(await next.kept()).toEqual([blobKeys(id).audio, blobKeys(id).photo]);
  });

  test.each(['decline', 'lapse'] as const)('they are kept until it is dropped: %s', async (how) => {
    const house = await open();
    const { id } = await house.ask();
    expect(await house.kept()).toHaveLength(1);
    if (how === 'decline') await house.press('decline', id);
    else await house.clock.pass(HOUR);
    await expect.poll(house.kept).toEqual([]);
  });

  test('a file that cannot be had is told before anything is to be confirmed, and nothing is kept', async () => {
    const house = await open();
    const photo = { file: house.paper.upload('a photo') };
    const audio = house.paper.upload('a recording', 'words.mp3');
    house.paper.expires(audio);
    const { answer } = await house.ask({ photo, audio });
    expect(answer.shown?.text).toContain('404');
    expect(await house.kept()).toEqual([]);
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });
});

describe('who confirms and declines', () => {
  test('at once is told what has gone on, never that nothing was made', async () => {
    const house = await open();
    const { id } = await house.ask();
    const [, declined] = await Promise.all([house.press('confirm', id), house.press('decline', id)]);
    expect(await house.jobs()).toEqual([id]);
    expect(declined.shown?.text).toContain('This was confirmed before, so it has gone on.');
  });

  test('the other way round is told that nothing waits any more', async () => {
    const house = await open();
    const { id } = await house.ask();
    const [declined, confirmed] = await Promise.all([house.press('decline', id), house.press('confirm', id)]);
    expect(await house.jobs()).toEqual([]);
    expect(declined.shown?.text).toContain('Nothing was made');
    expect(confirmed.shown?.text).toContain('does not wait any more');
  });

  test('after the video is shown it', async () => {
    const house = await open();
    const { id } = await house.ask();
    await house.press('confirm', id);
    await house.becomes(id, { state: 'delivered', posted: { place: ROOM, message: '9', url: 'https://paper.test/9' } });
    expect((await house.press('decline', id)).shown).toMatchObject({ links: ['https://paper.test/9'] });
  });

  test('while a photo is awaited is told that it has gone on', async () => {
    const house = await open();
    const { id } = await house.ask({ text: 'Good morning.' });
    await house.press('confirm', id);
    expect((await house.press('decline', id)).shown?.text).toContain('has gone on');
    expect(await house.keys('parked')).toEqual([id]);
  });

  test('in the last moment of the hour is not told that they did not', async () => {
    const house = await open();
    const { id, question } = await mentioned(house);
    await house.clock.pass(HOUR - 1);
    const reached = house.holdUntil('before avatar');
    const confirming = house.press('confirm', id);
    const goOn = await reached;
    await house.clock.pass(1);
    goOn();
    await confirming;
    await house.clock.pass(HOUR);
    expect(await house.jobs()).toEqual([id]);
    expect(house.paper.message(question.id)?.text).toBe('Thank you, that is confirmed.');
  });
});

/** Somebody asks by a message, so that everybody sees the terms. */
async function mentioned(house: House) {
  const message = house.paper.writes(ROOM);
  const { id, answer } = await house.ask({ message, photo: { file: house.paper.upload('a photo') }, text: 'Hi.' });
  const question = house.paper.message(`${id}t`);
  if (!question) throw new Error(`Nothing is asked: ${answer.shown?.text}`);
  return { id, message, answer, question };
}

describe('terms that everybody sees', () => {
  const standing = (house: House, id: string) => {
    const { text, buttons } = house.paper.message(id) ?? {};
    return { text, buttons };
  };

  test('answer the message that asked, with the buttons', async () => {
    const house = await open();
    const { id, message, answer, question } = await mentioned(house);
    expect(question).toMatchObject({ place: ROOM, replyTo: message, text: expect.stringContaining('please confirm') });
    expect(question.buttons).toEqual([`I may use them → confirm:${id}`, `No, stop → decline:${id}`]);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
  });

  test.each([
    ['confirm', 'Thank you, that is confirmed.', 1],
    ['decline', expect.stringContaining('Nothing was made, charged or kept'), 0],
  ] as const)('say what became of them, and lose their buttons: %s', async (name, text, jobs) => {
    const house = await open();
    const { id, question } = await mentioned(house);
    await house.press(name, id);
    expect(standing(house, question.id)).toEqual({ text, buttons: [] });
    expect(await house.jobs()).toHaveLength(jobs);
  });

  test('say so when they have lapsed, also while the bot was down', async () => {
    const house = await open();
    const { id, question } = await mentioned(house);
    house.die();
    await house.clock.pass(2 * HOUR);
    const next = await crash(house);
    await next.clock.pass(1);
    expect(standing(next, question.id)).toEqual({
      text: expect.stringContaining('did not confirm within an hour'),
      buttons: [],
    });
    expect(next.paper.everything()).toHaveLength(1);
    expect((await next.press('confirm', id)).shown?.text).toContain('does not wait any more');
  });

  test('are asked again when a crash came before anything was made of the answer', async () => {
    const house = await open();
    const { id, question } = await mentioned(house);
    const asked = standing(house, question.id);
    const reached = house.holdAt('before avatar');
    void house.press('confirm', id);
    await reached;
    expect(standing(house, question.id)).toMatchObject({ buttons: [] });
    await house.clock.settle();
    const next = await crash(house);
    await expect.poll(() => next.keys('intake')).toEqual([]);
    expect(standing(next, question.id)).toEqual(asked);
    await next.press('confirm', id);
    expect(await next.jobs()).toEqual([id]);
  });

  test('are told as confirmed when a crash came in between', async () => {
    const house = await open();
    const { id, question } = await mentioned(house);
    const reached = house.holdAt('after avatar');
    house.paper.next('edit', 'later');
    void house.press('confirm', id);
    await reached;
    const next = await crash(house);
    await next.clock.pass(HOUR);
    expect(standing(next, question.id)).toEqual({ text: 'Thank you, that is confirmed.', buttons: [] });
    await expect.poll(() => next.keys('parked')).toEqual([]);
    await expect.poll(next.kept).toEqual([blobKeys(id).photo]);
  });

  test.each(['before post', 'after post', 'before done'])(
    'are asked once, whatever a crash interrupts: %s',
    async (at) => {
      const house = await open();
      const asked = house.request({
        message: house.paper.writes(ROOM),
        text: 'Hi.',
        photo: { file: house.paper.upload('a photo') },
      });
      const reached = house.holdAt(at);
      void house.desk.ask(asked);
      await reached;
      await house.clock.settle();
      await house.clock.pass(10 * MINUTE);
      const next = await crash(house);
      await next.clock.settle();
      const { id, answer } = await next.outcome(asked.origin, asked.answer.ref);
      expect(next.paper.everything()).toHaveLength(1);
      expect(answer).toMatchObject({ isDone: true, heard: [] });
      await next.press('confirm', id);
      expect(await next.jobs()).toEqual([id]);
    },
  );

  test('that cannot be posted are told, and nothing waits', async () => {
    const house = await open();
    house.paper.next('post', 'closed');
    const { answer } = await house.ask({ message: '5', text: 'Hi.', photo: { file: house.paper.upload('a photo') } });
    expect(answer.shown?.text).toContain('could not post here what you have to confirm');
    await expect.poll(() => house.keys('parked')).toEqual([]);
    expect(await house.kept()).toEqual([]);
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

  test.each(['before avatar', 'after avatar', 'before done'])(
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
});

test('the terms are the ones that people confirmed: other words need another version', () => {
  const words = createHash('sha256')
    .update(JSON.stringify(inEveryLocale(TERMS.key)))
    .digest('hex')
    .slice(0, 16);
  expect({ version: TERMS.version, words }).toMatchInlineSnapshot(`
    {
      "version": 1,
      "words": "d61d8c175666c7dd",
    }
  `);
});
