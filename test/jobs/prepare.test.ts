import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { HOUR, type House, MINUTE, openHouse, SECOND } from './house.ts';

/** Holds conversions of photos until they are let go. */
function held(house: House) {
  const waiting: (() => void)[] = [];
  const { preparePhoto } = house.media;
  let holding = true;
  house.media.preparePhoto = async (input, output) => {
    if (holding) await house.until((go) => waiting.push(go));
    await preparePhoto(input, output);
  };
  return {
    waiting: () => waiting.length,
    async letOneGo() {
      waiting.shift()?.();
      await house.settle();
    },
    async letGo() {
      holding = false;
      for (const go of waiting.splice(0)) go();
      await house.settle();
    },
  };
}

const acceptedOf = (house: House) => house.records.open('accepted').size;

describe('while it is not known which profile answers', () => {
  test('jobs wait with a sentence, and go on as soon as it is', async () => {
    const house = await openHouse();
    const known = house.api.present;
    const { profile: _, ...target } = known.target;
    const undecided = { key: 'job_undecided', operator: 'Kling cannot be reached.' } as const;
    house.api.present = { target, profile: undefined, undecided };
    const id = await house.ask();
    await house.pass(HOUR);
    expect(await house.commands.show(id)).toMatchObject({ job: { state: 'accepted' }, waiting: 'job_undecided' });
    house.api.present = known;
    house.room.onDecided();
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'rendering', target: { profile: 'avatar' } });
  });

  test('a job can be cancelled', async () => {
    const house = await openHouse();
    house.api.present = { target: house.api.present.target, profile: undefined };
    const id = await house.ask();
    await house.commands.cancel(id);
    await house.settle();
    expect(await house.job(id)).toMatchObject({ state: 'cancelled', charged: 'no' });
  });
});

describe('when many jobs come at once', () => {
  test('a few are prepared at a time, and all get their turn', async () => {
    const house = await openHouse({ slots: 50 });
    const photos = held(house);
    for (let n = 0; n < 30; n++) await house.ask();
    await house.settle();
    expect(photos.waiting()).toBe(8);
    for (let n = 0; n < 30; n++) await photos.letOneGo();
    expect(acceptedOf(house)).toBe(0);
  });

  test('those that are cancelled while they wait do not take the turns of others', async () => {
    const house = await openHouse({ slots: 50 });
    const photos = held(house);
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push(await house.ask());
    await house.settle();
    for (const id of ids.slice(8, 18)) await house.commands.cancel(id);
    await house.settle();
    for (let n = 0; n < 10; n++) await photos.letOneGo();
    expect(acceptedOf(house)).toBe(0);
  });

  test('those that end at their turn pass it on', async () => {
    const house = await openHouse({ slots: 50 });
    const photos = held(house);
    for (let n = 0; n < 30; n++) await house.ask();
    await house.settle();
    const { target, profile } = house.api.present;
    house.api.present = { target: { ...target, account: 'another' }, profile };
    await photos.letGo();
    await house.pass(MINUTE);
    expect(acceptedOf(house)).toBe(0);
  });
});

describe('what cannot be prepared fails with a sentence, free of charge', () => {
  test.each([
    ['a photo that is damaged', { photo: 'damaged' }, {}, 'media_photo_broken'],
    ['a recording that turns out too long', { seconds: 80, estimate: 50 }, {}, 'job_too_long'],
    ['a recording that Kling could not fetch', { seconds: 12 }, { reachable: false }, 'job_needs_public_url'],
  ] as const)('%s', async (_, asked, options, key) => {
    const house = await openHouse(options);
    const id = await house.ask(asked);
    await house.pass(SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', spent: 0, reason: { key } });
    expect(house.kling.creates).toEqual([]);
  });

  test('bytes that are gone', async () => {
    const house = await openHouse();
    const photos = held(house);
    for (let n = 0; n < 8; n++) await house.ask();
    await house.settle();
    const id = await house.ask();
    await house.blobs.remove(`${id}.photo`);
    await photos.letGo();
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'job_bytes_gone' } });
  });

  test('a job for a Kling that is no longer configured', async () => {
    const house = await openHouse();
    const { target, profile } = house.api.present;
    const request = await house.request();
    const { job } = await house.room.acceptance.accept(request);
    house.api.present = { target: { ...target, account: 'another' }, profile };
    await house.settle();
    expect(await house.job(job.id)).toMatchObject({ state: 'failed', reason: { key: 'job_other_target' } });
  });
});

test('a disk that is full for hours delays it, and nothing fails', async () => {
  const house = await openHouse();
  const { preparePhoto } = house.media;
  let full = true;
  house.media.preparePhoto = async (input, output) => {
    if (full) throw new Refusal('unavailable', 'storage_full');
    await preparePhoto(input, output);
  };
  const id = await house.ask();
  await house.pass(5 * HOUR);
  expect(await house.state(id)).toBe('accepted');
  full = false;
  await house.pass(10 * MINUTE);
  expect(await house.state(id)).toBe('rendering');
});

test('a photo whose preparing fails again and again ends with a sentence, free of charge', async () => {
  const house = await openHouse();
  house.media.preparePhoto = () => Promise.reject(new Error('the process died'));
  const id = await house.ask();
  await house.pass(2 * HOUR);
  expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'job_broken' } });
});

test('a disk that is full, or a process that dies, delays it: nothing fails', async () => {
  const house = await openHouse();
  const { preparePhoto } = house.media;
  const failures = [new Error('the process died'), new Refusal('unavailable', 'storage_full')];
  house.media.preparePhoto = async (input, output) => {
    const failure = failures.shift();
    if (failure) throw failure;
    await preparePhoto(input, output);
  };
  const id = await house.ask();
  await house.pass(MINUTE);
  expect(await house.state(id)).toBe('rendering');
  expect(house.errors).toHaveLength(2);
});
