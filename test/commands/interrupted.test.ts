import { describe, expect, test } from 'vitest';
import type { Asked, Came, Pressed } from '../../commands/desk.ts';
import type { Locale } from '../../src/texts.ts';
import { crash, type House, MINUTE, openHouse, ROOM } from './house.ts';

/** Notes a request, and gets no further than that. */
async function comes(house: House, came: Pick<Asked, 'origin' | 'answer'> & Partial<Came>, speaks?: Locale) {
  await new Promise<void>((resolve) => {
    void house.desk.taking({ place: ROOM, locale: 'en', ...came }, async (noted, known) => {
      if (speaks) known(speaks);
      void noted.then(resolve);
      await new Promise(() => {});
    });
  });
  await house.clock.settle();
}

const shown = (house: House, { answer }: Pick<Asked, 'answer'>) => house.paper.answer(answer.ref).shown?.text;

const INTERRUPTED = 'The bot was restarted before it could accept this. Nothing was made or charged. Please ask again.';

/** A press as a platform brings it that notes it before it knows who made it. */
function pressOf(house: House, name: string, subject: string): Pressed {
  const { origin, answer } = house.request();
  return { caller: house.ada(), origin, obstacles: [], name, subject, answer };
}

/** …and takes it to the desk. */
const brings = (house: House, pressed: Pressed) =>
  house.desk.taking({ ...pressed, place: ROOM, locale: 'en' }, () => house.desk.press(pressed));

describe('a request whose person was told that it was interrupted', () => {
  test('is not made when the platform brings it again, in this life or the next', async () => {
    const house = await openHouse();
    const asked = house.request();
    await comes(house, asked);
    let next = await crash(house);
    await next.clock.settle();
    expect(shown(next, asked)).toBe(INTERRUPTED);
    for (const _ of ['now', 'after another restart']) {
      const again = next.again(asked);
      await next.desk.taking({ ...again, place: ROOM, locale: 'en' }, () => next.desk.ask(again));
      await next.desk.ask(again);
      next = await crash(next);
      await next.clock.settle();
    }
    expect(next.paper.answer(asked.answer.ref)).toMatchObject({ heard: [INTERRUPTED], isDone: false });
    expect(await next.jobs()).toEqual([]);
    expect(await next.keys('intake')).toEqual([]);
  });

  test('is not made either where that was said by the stop itself', async () => {
    const house = await openHouse();
    const { photo: _, ...wordless } = house.request();
    house.paper.next('post', 'stall');
    const asking = house.desk.ask(wordless);
    await house.clock.settle();
    await house.desk.stop();
    await asking;
    expect(shown(house, wordless)).toContain('Please ask again in a minute');
    const next = await crash(house);
    await next.desk.ask(next.again(wordless));
    await next.clock.settle();
    expect(next.paper.everything()).toEqual([]);
    expect(await next.keys('parked')).toEqual([]);
  });

  test('is told so after the next start where the stop cut off even the last word', async () => {
    const house = await openHouse();
    const { photo: _, ...wordless } = house.request();
    house.paper.next('post', 'stall');
    const say = () => Promise.reject(new Error('Herald stops.'));
    const asking = house.desk.ask({ ...wordless, answer: { ...wordless.answer, say } });
    await house.clock.settle();
    await house.desk.stop();
    await expect(asking).rejects.toThrow('Herald stops.');
    const next = await crash(house);
    await next.clock.settle();
    expect(shown(next, wordless)).toBe(INTERRUPTED);
    expect(await next.keys('intake')).toEqual([]);
  });

  test('is told so in their language, once that was known', async () => {
    const house = await openHouse();
    const asked = house.request();
    await comes(house, asked, 'zh');
    const next = await crash(house);
    await next.clock.settle();
    expect(shown(next, asked)).toContain('请重新提交');
  });
});

test.each(['before its platform is connected', 'as its person is about to be told'])(
  'a request that comes again %s goes on, and stays noted',
  async (when) => {
    const house = await openHouse();
    const asked = house.request();
    await comes(house, asked);
    const next = await crash(house, { connected: false });
    const again = next.again(asked);
    const gate = Promise.withResolvers<void>();
    const connects = () => {
      Object.assign(next.options, { connected: true });
      next.desk.connected('paper');
    };
    if (when === 'as its person is about to be told') connects();
    const taking = next.desk.taking({ ...again, place: ROOM, locale: 'en' }, async () => {
      await gate.promise;
      await next.desk.ask(again);
    });
    await next.clock.settle();
    if (when === 'before its platform is connected') connects();
    await next.clock.settle();
    expect(await next.keys('intake')).toHaveLength(1);
    expect(next.paper.answer(asked.answer.ref).heard).toEqual([]);
    gate.resolve();
    await taking;
    expect((await next.outcome(asked.origin, asked.answer.ref)).job?.state).toBe('accepted');
    expect(await next.keys('intake')).toEqual([]);
  },
);

describe('a button that was pressed twice before a crash', () => {
  test.each(['confirm', 'retry'])('says nothing more of a job that is there: %s', async (name) => {
    const house = await openHouse({ confirmed: name === 'retry' });
    const { id } = await house.ask();
    if (name === 'retry') await house.becomes(id, { state: 'failed' });
    const reached = house.holdAt('after avatar');
    const presses = [pressOf(house, name, id), pressOf(house, name, id)];
    for (const pressed of presses) void brings(house, pressed);
    await reached;
    await house.clock.settle();
    expect(await house.keys('intake')).toHaveLength(2);
    const next = await crash(house);
    await next.clock.settle();
    for (const { answer } of presses) {
      await expect.poll(() => next.paper.answer(answer.ref)).toMatchObject({ isDone: true, heard: [] });
    }
    expect(await next.jobs()).toHaveLength(name === 'retry' ? 2 : 1);
    await expect.poll(() => next.keys('intake')).toEqual([]);
  });
});

describe('what a request waited for, and a crash came before anything was made of it,', () => {
  test('is asked for again: the button that confirms', async () => {
    const house = await openHouse({ confirmed: false });
    const { id } = await house.ask();
    const pressed = pressOf(house, 'confirm', id);
    await comes(house, { ...pressed, confirms: id } as Asked & Partial<Came>);
    const next = await crash(house);
    await next.clock.settle();
    // the answer to the press stands where the terms stood
    expect(next.paper.answer(pressed.answer.ref).shown).toMatchObject({
      text: expect.stringMatching(/your request still waits: please press the button once more\.\n.*please confirm/),
      buttons: [`I may use them → confirm:${id}`, `No, stop → decline:${id}`],
    });
    await next.press('confirm', id);
    expect(await next.jobs()).toEqual([id]);
  });

  test('is asked for again: the photo', async () => {
    const house = await openHouse();
    const { id } = await house.ask({ text: 'Good morning.' });
    const { id: question } = house.paper.message(`${id}a`) ?? { id: '' };
    const reply = house.request({ answers: question, photo: { file: house.paper.upload('a photo') } });
    await comes(house, reply);
    const next = await crash(house);
    await next.clock.settle();
    expect(shown(next, reply)).toContain('your request still waits: please reply with the photo once more');
    await next.clock.pass(MINUTE);
    await next.ask({ answers: question, photo: { file: next.paper.upload('a photo') } });
    expect(await next.jobs()).toEqual([id]);
  });

  test('is asked for again in a while, also where the question itself can be opened no more', async () => {
    const house = await openHouse();
    const { id } = await house.ask({ text: 'Good morning.' });
    const { id: question } = house.paper.message(`${id}a`) ?? { id: '' };
    const reply = house.request({ answers: question, photo: { file: house.paper.upload('a photo') } });
    await comes(house, reply);
    house.paper.always('edit', 'later');
    const next = await crash(house);
    await next.clock.settle();
    expect(shown(next, reply)).toBeUndefined();
    await next.clock.pass(2 * MINUTE);
    expect(shown(next, reply)).toContain('your request still waits: please reply with the photo once more');
    expect(await next.keys('intake')).toEqual([]);
  });
});
