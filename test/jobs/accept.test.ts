import { access, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { crash, openHouse, SECOND } from './house.ts';

const refusedWith = (key: string) => expect.objectContaining({ name: 'Refusal', key });

describe('a request that is accepted', () => {
  test('is a job on the disk with its bytes, before anybody is told', async () => {
    const house = await openHouse();
    const { job, repeated } = await house.room.acceptance.accept(await house.request({ seconds: 12 }));
    expect(repeated).toBe(false);
    expect(job).toMatchObject({ state: 'accepted', day: '2026-11-22', estimate: 12, target: { account: 'ours' } });
    expect(await house.files(job.id)).toEqual(expect.arrayContaining(['audio', 'photo']));
    const next = await crash(house);
    await next.pass(SECOND);
    expect(await next.state(job.id)).toBe('rendering');
  });

  test('has an id that sorts by the time of its cause', async () => {
    const house = await openHouse();
    const first = await house.ask();
    await house.pass(SECOND);
    expect(first < (await house.ask())).toBe(true);
  });

  test('is found again by its cause', async () => {
    const house = await openHouse();
    const request = await house.request();
    expect(await house.room.acceptance.find(request.origin)).toBeUndefined();
    const { job } = await house.room.acceptance.accept(request);
    expect(await house.room.acceptance.find(request.origin)).toMatchObject({ id: job.id });
  });
});

describe('the same cause', () => {
  test('twice at once makes one job', async () => {
    const house = await openHouse();
    const both = await Promise.all([house.request({ key: 'same' }), house.request({ key: 'same' })]);
    const results = await Promise.all(both.map((request) => house.room.acceptance.accept(request)));
    expect(results.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
    expect(new Set(results.map(({ job }) => job.id)).size).toBe(1);
    await house.pass(SECOND);
    expect(house.kling.creates).toHaveLength(1);
  });

  test('again, later and after a restart, gives the first job as it is by then', async () => {
    const house = await openHouse();
    const first = await house.request({ key: 'same' });
    const { job } = await house.room.acceptance.accept(first);
    await house.pass(SECOND);
    const next = await crash(house);
    const again = await next.room.acceptance.accept({ ...(await next.request()), origin: first.origin });
    expect(again).toMatchObject({ repeated: true, job: { id: job.id, state: 'rendering' } });
  });

  test('is accepted when the first time was refused', async () => {
    const house = await openHouse();
    house.broken.add('jobs');
    const request = await house.request({ key: 'same' });
    await expect(house.room.acceptance.accept(request)).rejects.toThrow(Refusal);
    house.broken.clear();
    const again = await house.room.acceptance.accept({ ...(await house.request()), origin: request.origin });
    expect(again.repeated).toBe(false);
    await house.pass(SECOND);
    expect(await house.state(again.job.id)).toBe('rendering');
  });

  test('reserves its seconds once', async () => {
    const house = await openHouse({ ceilings: { dailySecondsPerSpace: 100 } });
    for (let n = 0; n < 3; n++) await house.ask({ key: 'same', person: 'ada' });
    expect(await house.ledger.left(await house.job(await house.ask({ key: 'same' })))).toMatchObject({ space: 97 });
  });
});

describe('a request is refused', () => {
  test('when it would be too long', async () => {
    const house = await openHouse();
    const refused = house.room.acceptance.accept(await house.request({ estimate: 60.2 }));
    await expect(refused).rejects.toMatchObject({ key: 'job_too_long', params: { seconds: 61, max: 60 } });
  });

  test('when a ceiling is reached, and the bytes are not taken', async () => {
    const house = await openHouse({ ceilings: { dailySecondsPerPerson: 5 } });
    await house.ask({ person: 'ada' });
    const request = await house.request({ person: 'ada' });
    await expect(house.room.acceptance.accept(request)).rejects.toEqual(refusedWith('limit_person'));
    expect(await readFile(request.photo.path, 'utf8')).toBe('a photo');
  });

  test('when the disk is nearly full, while jobs that run are finished', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.blobs.free = async () => 200_000_000;
    await expect(house.ask()).rejects.toEqual(refusedWith('storage_full'));
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test('when the bot stops', async () => {
    const house = await openHouse();
    house.room.acceptance.close();
    await expect(house.ask()).rejects.toEqual(refusedWith('ask_closing'));
  });

  test.each(['jobs', 'open', 'lists'])(
    'when the store cannot be written (%s), and nothing is left behind',
    async (name) => {
      const house = await openHouse({ ceilings: { dailySecondsPerSpace: 100 } });
      house.broken.add(name);
      const request = await house.request({ seconds: 12 });
      await expect(house.room.acceptance.accept(request)).rejects.toEqual(refusedWith('storage_full'));
      expect(await house.room.acceptance.find(request.origin)).toBeUndefined();
      expect(await house.files('')).toEqual([]);
      house.broken.clear();
      const next = await crash(house);
      await next.pass(SECOND);
      expect(next.kling.creates).toEqual([]);
      const { place, requester } = request;
      expect(await next.ledger.left({ day: '2026-11-22', place, requester })).toMatchObject({ space: 100 });
    },
  );

  test('when its upload is gone, and nothing is left behind', async () => {
    const house = await openHouse();
    const request = await house.request({ seconds: 12 });
    const broken = { ...request, audio: { path: '/nowhere/at all', bytes: 2 } };
    await expect(house.room.acceptance.accept(broken)).rejects.toThrow('ENOENT');
    expect(await house.files('')).toEqual([]);
    expect(await house.room.acceptance.find(request.origin)).toBeUndefined();
  });
});

test('a job that was accepted does not need the upload any more', async () => {
  const house = await openHouse();
  const request = await house.request();
  const { job } = await house.room.acceptance.accept(request);
  await expect(access(request.photo.path)).rejects.toThrow();
  await house.pass(SECOND);
  expect(await house.state(job.id)).toBe('rendering');
});
