import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Asked } from '../../commands/desk.ts';
import { blobKeys } from '../../src/jobs/identity.ts';
import { crash, HOUR, type House, MINUTE, openHouse, ROOM } from './house.ts';

const WORDS = { text: 'Good morning.' };

/** The person asks with words alone. @returns the message that asks for a photo */
async function wanted(house: House, more: Partial<Asked> = {}) {
  const { id, answer } = await house.ask({ ...WORDS, ...more });
  const message = house.paper.message(`${id}a`);
  if (!message) throw new Error(`Nobody asks for a photo: ${answer.shown?.text}`);
  return { id, answer, message };
}

const photoOf = (house: House, content = 'a photo') => ({ file: house.paper.upload(content) });

describe('words without a photo', () => {
  test('are answered by a regular message that asks its person for one', async () => {
    const house = await openHouse();
    const asked = house.paper.writes(ROOM);
    const { answer, message } = await wanted(house, { message: asked });
    expect(message).toMatchObject({ place: ROOM, replyTo: asked, pings: ['ada'] });
    expect(message.text).toBe(
      '@ada, whose face is to speak? Please reply to this message with a photo within an hour. You can add a recording, or other words.',
    );
    expect(answer).toMatchObject({ isDone: true, heard: [] });
  });

  test('are asked about in the language of their person', async () => {
    const house = await openHouse();
    const { id } = await house.ask({ ...WORDS, as: house.ada({ locale: 'zh' }) });
    expect(house.paper.message(`${id}a`)?.text).toContain('要让谁的脸说话');
  });

  test('are asked about once, however often the request comes', async () => {
    const house = await openHouse();
    const { photo: _, ...asked } = house.request();
    await Promise.all([house.desk.ask(asked), house.desk.ask(asked)]);
    await house.clock.pass(10 * MINUTE);
    await house.desk.ask(asked);
    expect(house.paper.everything()).toHaveLength(1);
  });

  test('become a video with the photo of the reply, which is the one that it answers', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house, { ratio: '1:1', prompt: 'smile' });
    const reply = house.paper.writes(ROOM);
    const { answer } = await house.ask({ answers: message.id, message: reply, photo: photoOf(house, 'the reply’s') });
    expect(await house.records.get(id)).toMatchObject({
      replyTo: reply,
      ask: { speak: { text: 'Good morning.' }, ratio: '1:1', prompt: 'smile' },
    });
    const bytes = await house.blobs.withFile(blobKeys(id).photo, (path) => readFile(path, 'utf8'));
    expect(bytes).toBe('the reply’s');
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    expect(house.paper.message(message.id)?.text).toContain('The video is being made.');
  });

  test('become a video where they were asked for, in the language of the reply', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const as = house.ada({ locale: 'zh', place: { ...ROOM, thread: 'aside' } });
    await house.ask({ as, answers: message.id, photo: photoOf(house) });
    expect(await house.records.get(id)).toMatchObject({ place: ROOM, requester: { locale: 'zh' } });
    expect((await house.records.get(id))?.place).not.toHaveProperty('thread');
  });

  test('give way to new words, or to a recording, in the reply', async () => {
    const house = await openHouse();
    const first = await wanted(house);
    await house.ask({ answers: first.message.id, photo: photoOf(house), text: 'Good evening.' });
    expect(await house.records.get(first.id)).toMatchObject({ ask: { speak: { text: 'Good evening.' } } });

    const second = await wanted(house);
    const audio = house.paper.upload('a recording', 'words.mp3');
    await house.ask({ answers: second.message.id, photo: photoOf(house), audio });
    expect(await house.records.get(second.id)).toMatchObject({ ask: { speak: { kind: 'recording' } } });
  });

  test('keep waiting when the photo cannot be used', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const bad = await house.ask({ answers: message.id, photo: photoOf(house, 'no photo') });
    expect(bad.answer.shown?.text).toContain('not a photo that can be used');
    await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(await house.jobs()).toEqual([id]);
  });

  test.each([
    ['without a picture', {}, 'There is no picture in this reply'],
    ['with a picture that the bot may not see', { unseen: true }, '“Make it talk”'],
    ['with words and a recording', { text: 'Hi.', sound: true, photo: true }, 'either words or a recording'],
  ] as const)('keep waiting when the reply comes %s', async (_, more, sentence) => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const { answer } = await house.ask({
      answers: message.id,
      ...('unseen' in more ? { unseen: true } : {}),
      ...('photo' in more ? { photo: photoOf(house) } : {}),
      ...('sound' in more ? { audio: house.paper.upload('a recording') } : {}),
      ...('text' in more ? { text: more.text } : { text: '' }),
    });
    expect(answer.shown?.text).toContain(sentence);
    await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(await house.jobs()).toEqual([id]);
  });

  test('are gone on with by nobody else', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    const as = house.ada({ person: 'bob' });
    const { answer } = await house.ask({ as, answers: message.id, photo: photoOf(house) });
    expect(answer.shown?.text).toBe('This photo was asked of @ada. To make a video of your own, use /avatar.');
    expect(await house.jobs()).toEqual([]);
  });

  test('take one photo: a reply that comes twice makes one job, another one is told so', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const { text: _, ...reply } = house.request({ answers: message.id, photo: photoOf(house) });
    await Promise.all([house.desk.ask(reply), house.desk.ask(reply)]);
    await house.desk.ask(reply);
    expect(await house.jobs()).toEqual([id]);
    const { answer } = await house.outcome(reply.origin, reply.answer.ref);
    expect(answer).toMatchObject({ isDone: true, heard: [] });

    const other = await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(other.answer.shown?.text).toContain('has come already');
    expect(await house.jobs()).toEqual([id]);
  });

  test('take one of two photos that come at once, and tell the other so', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const reply = () => house.ask({ answers: message.id, photo: photoOf(house) });
    const said = (await Promise.all([reply(), reply()])).map(({ answer }) => answer.shown?.text);
    expect(said).toEqual([undefined, expect.stringContaining('has come already')]);
    expect(await house.jobs()).toEqual([id]);
  });

  test('lapse after an hour with a word in the message that asked', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    await house.clock.pass(HOUR);
    expect(house.paper.message(message.id)?.text).toContain('No photo came within an hour');
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });

  test('that led to a video are forgotten after the hour without a word', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    await house.ask({ answers: message.id, photo: photoOf(house) });
    await house.clock.pass(HOUR);
    expect(house.paper.message(message.id)?.text).toContain('The video is being made.');
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });

  test('lapse a little later when the platform is away at that moment, and never wait for it for good', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    house.paper.next('edit', 'later', 'later');
    await house.clock.pass(HOUR + MINUTE);
    expect(house.paper.message(message.id)?.text).toContain('whose face');
    await house.clock.pass(MINUTE);
    expect(house.paper.message(message.id)?.text).toContain('No photo came');

    await wanted(house);
    house.paper.always('edit', 'later');
    await house.clock.pass(HOUR + 10 * MINUTE);
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });

  test('that led to a video say so after the hour, where that could not be said at the time', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    house.paper.next('edit', 'later');
    await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(house.paper.message(message.id)?.text).toContain('whose face');
    await house.clock.pass(HOUR);
    expect(house.paper.message(message.id)?.text).toContain('The video is being made.');
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });

  test('that have lapsed are told so to a late photo, and so is one that no message waited for', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    await house.clock.pass(HOUR);
    const { answer } = await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(answer.shown?.text).toContain('does not wait for a photo any more');
    const { job } = await house.ask({ answers: message.id, photo: photoOf(house), ...WORDS });
    expect(job?.state).toBe('accepted');
  });

  test('keep a recording for the photo that comes later', async () => {
    const house = await openHouse();
    const audio = house.paper.upload('a recording', 'words.mp3');
    const { id, message } = await wanted(house, { text: '', audio });
    house.paper.expires(audio);
    await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(await house.records.get(id)).toMatchObject({ ask: { speak: { kind: 'recording' } } });
    await house.clock.pass(HOUR);
    await expect.poll(house.kept).toEqual([blobKeys(id).audio, blobKeys(id).photo]);
  });

  test('that lapse while the photo is taken in become a video, and are not told to have lapsed', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    await house.clock.pass(HOUR - 1);
    const reached = house.holdUntil('before avatar');
    const replying = house.ask({ answers: message.id, photo: photoOf(house) });
    const goOn = await reached;
    await house.clock.pass(1);
    goOn();
    await replying;
    await house.clock.pass(HOUR);
    expect(await house.jobs()).toEqual([id]);
    expect(house.paper.message(message.id)?.text).toContain('The video is being made.');
  });

  test('lapse quietly when the message that asked is gone', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    house.paper.takesAway(message.id);
    await house.clock.pass(HOUR);
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });
});

describe('a message that asks for a photo', () => {
  test('whose answer was lost is found again, and waits', async () => {
    const house = await openHouse();
    house.paper.next('post', 'lost');
    const { id, message } = await wanted(house);
    expect(house.paper.everything()).toHaveLength(1);
    await house.ask({ answers: message.id, photo: photoOf(house) });
    expect(await house.jobs()).toEqual([id]);
  });

  test('may be answered before it is known to be there', async () => {
    const house = await openHouse();
    house.paper.next('post', 'lost');
    house.paper.next('find', 'stall');
    const asking = house.ask(WORDS);
    await expect.poll(() => house.paper.everything().length).toBe(1);
    const [message] = house.paper.everything();
    const reply = house.ask({ answers: message?.id ?? '', photo: photoOf(house) });
    house.paper.release();
    const { id } = await asking;
    await reply;
    expect(await house.jobs()).toEqual([id]);
  });

  test('that got lost is posted once more', async () => {
    const house = await openHouse();
    house.paper.next('post', 'unclear');
    await wanted(house);
    expect(house.paper.everything()).toHaveLength(1);
  });

  test.each(['lost', 'unclear', 'late'] as const)(
    'is put once on a platform that can tell only in a moment whether it is there: %s',
    async (fault) => {
      const house = await openHouse({ forgets: true });
      house.paper.next('post', fault);
      const asking = house.ask(WORDS);
      await house.clock.pass(10_000);
      house.paper.arrive();
      await house.clock.pass(20_000);
      const { id, answer } = await asking;
      expect(house.paper.everything().map(({ key }) => key)).toEqual([`${id}a`]);
      expect(answer).toMatchObject({ isDone: true, heard: [] });
      await house.ask({ answers: house.paper.message(`${id}a`)?.id ?? '', photo: photoOf(house) });
      expect(await house.jobs()).toEqual([id]);
    },
  );

  test('is put a little later where the platform asks for a moment', async () => {
    const house = await openHouse();
    house.paper.next('post', { later: house.clock.now() + 10_000 });
    const asking = house.ask(WORDS);
    await house.clock.pass(9_000);
    expect(house.paper.everything()).toEqual([]);
    await house.clock.pass(2_000);
    const { id, answer } = await asking;
    expect(house.paper.everything().map(({ key }) => key)).toEqual([`${id}a`]);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
  });

  test('is not put where the platform asks for longer: its person is told', async () => {
    const house = await openHouse();
    house.paper.next('post', { later: house.clock.now() + MINUTE });
    const { answer } = await house.ask(WORDS);
    expect(answer.shown?.text).toContain('could not post here to ask you for a photo');
  });

  test.each(['closed', 'later'] as const)('that cannot be posted (%s) is told, and nothing waits', async (fault) => {
    const house = await openHouse();
    house.paper.next('post', fault);
    const { answer } = await house.ask(WORDS);
    expect(answer.shown?.text).toContain('could not post here to ask you for a photo');
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });
});

describe('a restart', () => {
  test('before anything was made of the photo is told to whoever sent it, and another reply goes on', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const reached = house.holdAt('before avatar');
    const reply = house.request({ answers: message.id, photo: photoOf(house) });
    void house.desk.ask(reply);
    await reached;
    await house.clock.settle();
    const next = await crash(house);
    const shown = () => next.paper.answer(reply.answer.ref).shown?.text;
    await expect.poll(shown).toContain('restarted before it could accept');
    await next.ask({ answers: message.id, photo: photoOf(next) });
    expect(await next.jobs()).toEqual([id]);
  });

  test('after the video was begun that the photo was sent for does not say that nothing was', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const reached = house.holdAt('after avatar');
    const reply = house.request({ answers: message.id, photo: photoOf(house) });
    const { origin, answer } = reply;
    void house.desk.taking({ origin, place: ROOM, locale: 'en', answer }, () => house.desk.ask(reply));
    await reached;
    await house.clock.settle();
    const next = await crash(house);
    await next.clock.settle();
    expect(next.paper.answer(answer.ref)).toMatchObject({ isDone: true, heard: [] });
    expect(await next.jobs()).toEqual([id]);
    expect(await next.keys('intake')).toEqual([]);
  });

  test('while a photo is awaited changes nothing', async () => {
    const house = await openHouse();
    const { id, message } = await wanted(house);
    const next = await crash(house);
    await next.ask({ answers: message.id, photo: photoOf(next) });
    expect(await next.jobs()).toEqual([id]);
  });

  test.each(['before post', 'after post', 'before done'])('%s asks once', async (at) => {
    const house = await openHouse();
    const { photo: _, ...asked } = house.request();
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
    const message = next.paper.message(`${id}a`);
    await next.ask({ answers: message?.id ?? '', photo: photoOf(next) });
    expect(await next.jobs()).toEqual([id]);
    expect(await next.keys('intake')).toEqual([]);
  });

  test.each([
    ['only just connecting', 'later', 'before post'],
    ['only just connecting', 'later', 'after post'],
    ['not able to tell', 'blind', 'before post'],
  ] as const)('while the platform is %s (%s), %s, asks all the same', async (_, fault, at) => {
    const house = await openHouse();
    const { photo: __, ...asked } = house.request();
    const reached = house.holdAt(at);
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    house.paper.next('find', fault);
    const next = await crash(house);
    await next.clock.settle();
    await next.clock.pass(MINUTE);
    const { id, answer } = await next.outcome(asked.origin, asked.answer.ref);
    expect(next.paper.everything()).toHaveLength(1);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    await next.ask({ answers: next.paper.message(`${id}a`)?.id ?? '', photo: photoOf(next) });
    expect(await next.jobs()).toEqual([id]);
  });

  test('asks once the platform can tell whether it has been asked', async () => {
    const house = await openHouse();
    const { photo: _, ...asked } = house.request();
    const reached = house.holdAt('after post');
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    await house.clock.pass(10 * MINUTE);
    const away = await crash(house, { connected: false });
    await away.clock.settle();
    expect(await away.keys('intake')).toHaveLength(1);
    house.paper.next('find', 'later', 'later');
    const next = await crash(away, {});
    await next.clock.pass(MINUTE);
    const { id, answer } = await next.outcome(asked.origin, asked.answer.ref);
    expect(next.paper.everything()).toHaveLength(1);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    await next.ask({ answers: next.paper.message(`${id}a`)?.id ?? '', photo: photoOf(next) });
    expect(await next.jobs()).toEqual([id]);
    expect(await next.keys('intake')).toEqual([]);
  });

  test('asks when the platform says that it will be able to tell, not before', async () => {
    const house = await openHouse();
    const { photo: _, ...asked } = house.request();
    const reached = house.holdAt('before post');
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    house.paper.next('find', { later: house.clock.now() + MINUTE });
    const next = await crash(house);
    await next.clock.pass(50_000);
    expect(next.paper.everything()).toEqual([]);
    await next.clock.pass(20_000);
    expect(next.paper.everything()).toHaveLength(1);
  });

  test('before it was asked, where it cannot be any more, is told', async () => {
    const house = await openHouse();
    const { photo: _, ...asked } = house.request();
    const reached = house.holdAt('before post');
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    house.paper.close(ROOM);
    const next = await crash(house);
    await next.clock.settle();
    const { answer } = await next.outcome(asked.origin, asked.answer.ref);
    expect(answer.shown?.text).toContain('could not post here');
    await expect.poll(() => next.keys('parked')).toEqual([]);
  });

  test.each(['before fetch', 'before avatar', 'after avatar', 'before edit', 'before done'])(
    'while the reply is taken in, %s, makes one job when the reply comes again',
    async (at) => {
      const house = await openHouse();
      const { id, message } = await wanted(house);
      const { text: _, ...reply } = house.request({ answers: message.id, photo: photoOf(house) });
      const reached = house.holdAt(at);
      void house.desk.ask(reply);
      await reached;
      await house.clock.settle();
      const next = await crash(house);
      await next.clock.settle();
      await next.desk.ask(next.again(reply));
      expect(await next.jobs()).toEqual([id]);
      expect(await next.keys('intake')).toEqual([]);
    },
  );

  test('after the hour lets it lapse at once', async () => {
    const house = await openHouse();
    const { message } = await wanted(house);
    house.die();
    await house.clock.pass(2 * HOUR);
    const next = await crash(house);
    await next.clock.pass(1);
    expect(next.paper.message(message.id)?.text).toContain('No photo came');
  });
});
