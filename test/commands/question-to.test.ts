import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { crash, HOUR, type House, openHouse, ROOM } from './house.ts';

const TALK: Place = { ...ROOM, channel: 'dm.ada', private: true };

/** Ada asks without a photo, and the bot asks her for one. @returns that message */
async function asksFor(house: House, place: Place = ROOM): Promise<string> {
  const { id } = await house.ask({ text: 'Good morning.', as: house.ada({ place }) });
  const question = house.paper.message(`${id}a`);
  if (!question) throw new Error('No question was asked.');
  return question.id;
}

describe('the question that a person may be answering', () => {
  test('is the one that was asked of them in this very place', async () => {
    const house = await openHouse();
    const thread = { ...ROOM, thread: 'aside' };
    const [inRoom, inThread] = [await asksFor(house), await asksFor(house, thread)];
    expect(await house.desk.questionTo('ada', ROOM)).toBe(inRoom);
    expect(await house.desk.questionTo('ada', thread)).toBe(inThread);
    for (const place of [
      { ...ROOM, thread: 'another' },
      { ...ROOM, channel: 'hall' },
      { ...ROOM, space: 'elsewhere' },
    ]) {
      expect(await house.desk.questionTo('ada', place)).toBeUndefined();
    }
    expect(await house.desk.questionTo('bob', ROOM)).toBeUndefined();
  });

  test('is the latest of several, also after a restart', async () => {
    const house = await openHouse();
    await asksFor(house, TALK);
    await house.clock.pass(1);
    const last = await asksFor(house, TALK);
    expect(await house.desk.questionTo('ada', TALK)).toBe(last);
    const next = await crash(house);
    expect(await next.desk.questionTo('ada', TALK)).toBe(last);
  });

  test('brings the photo that is sent there to the request, and is answered then', async () => {
    const house = await openHouse();
    const answers = await asksFor(house, TALK);
    const photo = { file: house.paper.upload('a photo') };
    await house.ask({ photo, answers, as: house.ada({ place: TALK }) });
    expect(await house.jobs()).toHaveLength(1);
    expect(await house.desk.questionTo('ada', TALK)).toBeUndefined();
  });

  test('is none once the request has lapsed', async () => {
    const house = await openHouse();
    await asksFor(house);
    await house.clock.pass(HOUR + 1);
    await house.clock.settle();
    expect(await house.desk.questionTo('ada', ROOM)).toBeUndefined();
  });

  test('is waited for while it is being posted', async () => {
    const house = await openHouse();
    const posting = house.holdUntil('before post');
    const asking = house.ask({ text: 'Good morning.' });
    const goOn = await posting;
    const question = house.desk.questionTo('ada', ROOM);
    expect(await house.desk.questionTo('ada', TALK)).toBeUndefined();
    goOn();
    const { id } = await asking;
    expect(await question).toBe(house.paper.message(`${id}a`)?.id);
  });

  test('is told from one of another channel whose message has the same id', async () => {
    const house = await openHouse();
    const answers = await asksFor(house);
    const photo = { file: house.paper.upload('a photo') };
    const elsewhere = house.ada({ place: { ...ROOM, channel: 'hall' } });
    const { answer } = await house.ask({ photo, answers, as: elsewhere });
    expect(answer.shown?.text).toContain('does not wait for a photo any more');
    expect(await house.jobs()).toEqual([]);
  });
});
