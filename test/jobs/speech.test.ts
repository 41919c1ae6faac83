import { describe, expect, test } from 'vitest';
import { NotSent, UnknownOutcome } from '../../src/kling/errors.ts';
import { crash, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

const speaking = (options: object = {}) => openHouse({ profile: 'image2video', ...options });
const lost = () => Promise.reject(new UnknownOutcome('the answer was lost'));

/** Speech of two pieces: a text of over 1,000 characters in two sentences. */
const TWO_PIECES = `${'One two three four five. '.repeat(30)}${'Six seven eight nine ten. '.repeat(30)}`.trim();

describe('words become speech before the create', () => {
  test('of which the create names the id', async () => {
    const house = await speaking();
    const id = await house.rendering({ text: 'Good morning.' });
    expect(house.kling.spoken).toEqual(['Good morning.']);
    expect(house.kling.creates[0]?.sound).toEqual({ kind: 'speech', audioId: 'a1' });
    expect((await house.job(id)).speech).toMatchObject([{ calls: 1, audioId: 'a1', seconds: 3 }]);
  });

  test('in pieces, joined to one recording, where there are many', async () => {
    const house = await speaking();
    for (const sound of ['first', 'second']) house.kling.next.file.push(() => sound);
    const id = await house.rendering({ text: TWO_PIECES });
    expect(house.kling.spoken).toHaveLength(2);
    expect(house.kling.spoken.join(' ')).toBe(TWO_PIECES);
    expect(house.kling.creates[0]?.sound).toEqual({ kind: 'bytes', bytes: Buffer.from('first + second') });
    expect((await house.job(id)).sound).toEqual({ seconds: 6 });
    // the pieces themselves are not kept
    expect(await house.files(id)).not.toContain('sound.0');
  });

  test('padded, where it is shorter than Kling takes', async () => {
    const house = await speaking();
    house.kling.speechSeconds = 1;
    await house.rendering({ text: 'Hi.' });
    expect(house.kling.creates[0]?.sound.kind).toBe('bytes');
  });

  test('and the create is not made when somebody asked to cancel meanwhile', async () => {
    const house = await speaking();
    let id = '';
    house.kling.next.speak.push(async () => {
      await house.commands.cancel(id);
      return { audioId: 'a9', url: 'https://k/a9', seconds: 3 };
    });
    id = await house.ask();
    await house.pass(10 * SECOND);
    expect(house.kling.creates).toEqual([]);
    // the speech was paid for
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'yes', units: 0.05, spent: 0 });
    expect(await house.job(id)).not.toHaveProperty('send');
  });

  test('and the create is not made when it came out too long', async () => {
    const house = await speaking();
    house.kling.speechSeconds = 61;
    const id = await house.ask();
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'yes',
      units: 0.05,
      reason: { key: 'job_speech_too_long', params: { seconds: 61, max: 60 } },
    });
    expect(house.kling.creates).toEqual([]);
  });

  test('once, however often the create is refused afterwards', async () => {
    const house = await speaking();
    for (const code of [1303, 1302, 1303]) house.kling.next.create.push(() => Promise.reject(refusal(code)));
    const id = await house.ask();
    await house.pass(2 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.spoken).toHaveLength(1);
  });

  test('whose units are counted with the video’s', async () => {
    const house = await speaking();
    const id = await house.rendering();
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'delivered', charged: 'yes', units: 1.65, spent: 4 });
  });
});

describe('a call whose outcome is not known', () => {
  test('is repeated once, and both are counted', async () => {
    const house = await speaking();
    house.kling.next.speak.push(lost);
    const id = await house.rendering();
    expect(house.kling.spoken).toHaveLength(2);
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect((await house.job(id)).units).toBeCloseTo(1.7);
  });

  test('twice fails the job, and it is said that it may have cost something', async () => {
    const house = await speaking();
    house.kling.next.speak.push(lost, lost);
    const id = await house.ask();
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({
      state: 'failed',
      charged: 'unknown',
      units: 0.1,
      reason: { key: 'job_speech_unknown' },
    });
    expect(house.kling.spoken).toHaveLength(2);
    expect(house.kling.creates).toEqual([]);
  });

  test('twice in the second piece says that the first was charged', async () => {
    const house = await speaking();
    house.kling.next.speak.push((effect) => effect(), lost, lost);
    const id = await house.ask({ text: TWO_PIECES });
    await house.pass(MINUTE);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes' });
    expect((await house.job(id)).units).toBeCloseTo(0.15);
  });
});

describe('a call that surely had no effect', () => {
  test.each([
    ['was never sent', new NotSent('network', 'refused')],
    ['was refused for now', refusal(1302)],
    ['was refused for lack of a slot', refusal(1303)],
  ])('since it %s, is not counted, and made again later', async (_, error) => {
    const house = await speaking();
    house.kling.next.speak.push(() => Promise.reject(error));
    const id = await house.ask();
    await house.pass(SECOND);
    expect((await house.job(id)).speech).toMatchObject([{ calls: 0 }]);
    await house.pass(MINUTE);
    expect(await house.state(id)).toBe('rendering');
    expect((await house.job(id)).speech).toMatchObject([{ calls: 1 }]);
  });

  test('since Kling’s rules forbid the words, ends the job without a charge', async () => {
    const house = await speaking();
    house.kling.next.speak.push(() => Promise.reject(refusal(1301)));
    const id = await house.ask();
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'kling_policy' } });
  });

  test('in the second piece does not forget what the first cost', async () => {
    const house = await speaking();
    house.kling.next.speak.push(
      (effect) => effect(),
      () => Promise.reject(refusal(1301)),
    );
    const id = await house.ask({ text: TWO_PIECES });
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'yes', units: 0.05 });
  });
});

describe('when the process dies', () => {
  test('in the middle of a call, the call counts, and is made once more', async () => {
    const house = await speaking();
    house.kling.next.speak.push(house.never);
    const id = await house.ask();
    await house.pass(SECOND);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(await next.job(id)).toMatchObject({ state: 'rendering', speech: [{ calls: 2, audioId: 'a2' }] });
  });

  test('in the middle of a second call, it is not made a third time', async () => {
    let house = await speaking();
    house.kling.next.speak.push(house.never, house.never);
    const id = await house.ask();
    for (let life = 0; life < 2; life++) {
      await house.pass(MINUTE);
      house = await crash(house);
    }
    await house.pass(MINUTE);
    expect(house.kling.spoken).toHaveLength(2);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'unknown', units: 0.1 });
  });

  test('between two pieces, the first is not made again', async () => {
    const house = await speaking();
    house.kling.next.speak.push((effect) => effect(), house.never);
    const id = await house.ask({ text: TWO_PIECES });
    await house.pass(SECOND);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(await next.state(id)).toBe('rendering');
    expect(next.kling.spoken).toHaveLength(3);
    expect((await next.job(id)).speech).toMatchObject([{ calls: 1 }, { calls: 2 }]);
  });

  test('while the pieces are fetched, no speech is made again', async () => {
    const house = await speaking();
    house.kling.next.file.push((effect) => effect(), house.never);
    const id = await house.ask({ text: TWO_PIECES });
    await house.pass(SECOND);
    const next = await crash(house);
    await next.pass(MINUTE);
    expect(await next.state(id)).toBe('rendering');
    expect(next.kling.spoken).toHaveLength(2);
  });
});

test('pieces that cannot be fetched are fetched again later, and the job does not fail', async () => {
  const house = await speaking();
  house.kling.next.file.push(() => Promise.reject(new Error('socket closed')));
  const id = await house.ask({ text: TWO_PIECES });
  await house.pass(MINUTE);
  expect(await house.state(id)).toBe('rendering');
  expect(house.kling.spoken).toHaveLength(2);
  expect(house.errors).toHaveLength(1);
});
