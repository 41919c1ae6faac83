import { describe, expect, test } from 'vitest';
import { ERRORS } from '../../src/kling/error-table.ts';
import type { ErrorKind } from '../../src/kling/errors.ts';
import { NotSent } from '../../src/kling/errors.ts';
import { say } from '../../src/texts.ts';
import { HOUR, MINUTE, openHouse, SECOND } from './house.ts';
import { refusal } from './kling.ts';

/** What comes of a job whose create Kling refuses, by the kind of the refusal. */
const COMES_TO: Readonly<Record<Exclude<ErrorKind, 'unknown'>, 'fails' | 'waits in line' | 'tries again' | 'pauses'>> =
  {
    credentials: 'pauses',
    permission: 'pauses',
    money: 'pauses',
    invalid: 'fails',
    policy: 'fails',
    busy: 'waits in line',
    throttled: 'tries again',
    unavailable: 'tries again',
  };

const rows = [...ERRORS].map(([code, row]) => ({
  code,
  kind: row.kind,
  comesTo: COMES_TO[row.kind as Exclude<ErrorKind, 'unknown'>],
}));
const those = (comesTo: string) => rows.filter((row) => row.comesTo === comesTo);

const refusedOnce = async (code: number) => {
  const house = await openHouse();
  house.kling.next.create.push(() => Promise.reject(refusal(code)));
  const id = await house.ask();
  await house.pass(500);
  return { house, id };
};

describe('a create that Kling refuses', () => {
  test.each(those('fails'))(
    'with $code ($kind) ends the job, with a sentence and without a charge',
    async ({ code }) => {
      const { house, id } = await refusedOnce(code);
      const row = ERRORS.get(code);
      expect(await house.job(id)).toMatchObject({
        state: 'failed',
        charged: 'no',
        spent: 0,
        reason: { key: row?.person },
      });
      expect(await house.job(id)).not.toHaveProperty('send');
      expect(house.log.join()).toContain(row?.operator);
      await house.pass(HOUR);
      expect(house.kling.creates).toHaveLength(1);
    },
  );

  test.each(those('waits in line'))(
    'with $code ($kind) puts the job back into the line, until it starts by itself',
    async ({ code }) => {
      const { house, id } = await refusedOnce(code);
      expect(await house.job(id)).toMatchObject({ state: 'queued' });
      expect(await house.job(id)).not.toHaveProperty('send');
      await house.pass(10 * SECOND);
      expect(await house.state(id)).toBe('rendering');
      expect(house.kling.tasks).toHaveLength(1);
    },
  );

  test.each(those('tries again'))('with $code ($kind) is tried again a little later', async ({ code }) => {
    const { house, id } = await refusedOnce(code);
    expect(await house.job(id)).toMatchObject({ state: 'submitting', tries: 1 });
    expect(await house.job(id)).not.toHaveProperty('send');
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.creates).toHaveLength(2);
    expect(house.kling.tasks).toHaveLength(1);
  });

  test.each(those('pauses'))('with $code ($kind) pauses the queue, and nobody’s job fails', async ({ code }) => {
    const { house, id } = await refusedOnce(code);
    const other = await house.ask();
    await house.pass(4 * MINUTE);
    expect(house.room.conductor.pause).toMatchObject({ key: 'kling_account', operator: ERRORS.get(code)?.operator });
    expect(house.kling.creates).toHaveLength(1);
    for (const waiting of [id, other]) {
      const view = await house.commands.show(waiting);
      expect(['queued', 'submitting']).toContain(view.job.state);
      expect(view.waiting).toBe('kling_account');
    }
    await house.pass(2 * MINUTE);
    expect([await house.state(id), await house.state(other)]).toEqual(['rendering', 'rendering']);
  });

  test('with a code that nobody knows ends the job, with a sentence', async () => {
    const { house, id } = await refusedOnce(4711);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'kling_unknown' } });
  });

  test('for its voice says that it was the voice', async () => {
    const house = await openHouse();
    house.kling.next.create.push(() => Promise.reject(refusal(1201, 'Voice id not found')));
    const id = await house.ask();
    await house.pass(500);
    expect((await house.job(id)).reason?.key).toBe('kling_voice');
  });

  test('never leaves a person with a sentence that is not there', () => {
    for (const { code } of rows) expect(say(ERRORS.get(code)?.person ?? 'kling_unknown')).not.toBe('');
  });
});

describe('a create that Kling asks to slow down', () => {
  test('waits as long as Kling’s Retry-After says', async () => {
    const house = await openHouse();
    house.kling.next.create.push(() => Promise.reject(refusal(1302, '', { retryAfterMs: 90 * SECOND })));
    const id = await house.ask();
    await house.pass(85 * SECOND);
    expect(house.kling.creates).toHaveLength(1);
    await house.pass(15 * SECOND);
    expect(await house.state(id)).toBe('rendering');
  });

  test('waits longer each time', async () => {
    const house = await openHouse({ beat: SECOND });
    const sent: number[] = [];
    for (let n = 0; n < 6; n++) {
      house.kling.next.create.push(() => {
        sent.push(house.clock.now());
        throw refusal(1302);
      });
    }
    await house.ask();
    await house.pass(10 * MINUTE);
    const waits = sent.slice(1).map((at, n) => at - (sent[n] ?? 0));
    expect(waits).toHaveLength(5);
    for (const [n, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(1_000 * 2 ** n);
  });

  test('holds the others back as well: they keep their places in line and are told why', async () => {
    const house = await openHouse({ slots: 3 });
    house.kling.next.create.push(() => Promise.reject(refusal(1302, '', { retryAfterMs: MINUTE })));
    await house.ask();
    await house.pass(500);
    const others = [await house.ask(), await house.ask()];
    await house.pass(50 * SECOND);
    expect(house.kling.creates).toHaveLength(1);
    for (const id of others) {
      const view = await house.commands.show(id);
      expect(view).toMatchObject({ position: expect.any(Number), waiting: 'kling_busy' });
    }
    await house.pass(15 * SECOND);
    for (const id of others) expect(await house.state(id)).toBe('rendering');
  });
});

describe('a Kling that cannot be reached', () => {
  const unreachable = () => Promise.reject(new NotSent('network', 'refused'));

  test('is tried again until it can, and nothing fails', async () => {
    const house = await openHouse();
    for (let n = 0; n < 5; n++) house.kling.next.create.push(unreachable);
    const id = await house.ask();
    await house.pass(20 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'submitting' });
    expect(await house.job(id)).not.toHaveProperty('send');
    expect(await house.commands.show(id)).toMatchObject({ position: 1, waiting: 'job_undecided' });
    await house.pass(5 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.tasks).toHaveLength(1);
  });

  test('is tried by one job at a time, and one person’s many do not get ahead of another’s one by it', async () => {
    const house = await openHouse({ slots: 1 });
    for (let n = 0; n < 5; n++) house.kling.next.create.push(unreachable);
    for (let n = 0; n < 30; n++) await house.ask({ person: 'ada' });
    await house.pass(40 * SECOND);
    expect(house.kling.creates.length).toBeLessThanOrEqual(6);
    const bobs = await house.ask({ person: 'bob' });
    await house.pass(100);
    expect((await house.commands.show(bobs)).position).toBeLessThanOrEqual(2);
  });
});

describe('a create', () => {
  test('is on the disk before it is sent', async () => {
    const house = await openHouse();
    let before: unknown;
    house.kling.next.create.push(async (effect) => {
      before = (await house.records.get(house.kling.creates[0]?.externalId ?? ''))?.send;
      return effect();
    });
    await house.rendering();
    expect(before).toEqual({ attempt: 1, sentAt: expect.any(Number), misses: [] });
  });

  test('is not sent when it could not be written that it will be', async () => {
    const house = await openHouse();
    const id = await house.ask();
    await house.settle();
    house.broken.add('jobs');
    await house.pass(MINUTE);
    expect(house.kling.creates).toHaveLength(0);
    house.broken.clear();
    await house.pass(5 * MINUTE);
    expect(await house.state(id)).toBe('rendering');
    expect(house.kling.creates).toHaveLength(1);
  });

  test('says what was asked for, and where Kling may call back', async () => {
    const house = await openHouse({ callbacks: true });
    const id = await house.rendering({ text: 'Hello there.' });
    expect(house.kling.creates).toEqual([
      {
        externalId: id,
        image: Buffer.from('a photo'),
        sound: { kind: 'text', text: 'Hello there.', voiceId: 'v' },
        ratio: '16:9',
        callbackUrl: `https://here/kling/callback/${id}`,
      },
    ]);
  });

  test('brings a recording as a link, or inline, as the profile takes it', async () => {
    const linked = await openHouse();
    const one = await linked.rendering({ seconds: 12 });
    expect(linked.kling.creates[0]?.sound).toEqual({ kind: 'url', url: `https://here/media/${one}.sound` });
    const inline = await openHouse({ profile: 'image2video' });
    await inline.rendering({ seconds: 12 });
    expect(inline.kling.creates[0]?.sound).toEqual({ kind: 'bytes', bytes: Buffer.from('12') });
  });

  test('fails with a sentence when the photo is no longer kept', async () => {
    const house = await openHouse({ slots: 1 });
    await house.rendering();
    const id = await house.ask();
    await house.pass(500);
    for (const kind of await house.files(id)) await house.blobs.remove(`${id}.${kind}`);
    house.kling.change(house.kling.creates[0]?.externalId ?? '');
    await house.pass(10 * SECOND);
    expect(await house.job(id)).toMatchObject({ state: 'failed', charged: 'no', reason: { key: 'job_bytes_gone' } });
  });

  test('is not made at another Kling than the one the job was for', async () => {
    const house = await openHouse({ slots: 1 });
    const first = await house.rendering();
    const second = await house.ask();
    await house.pass(500);
    const { target, profile } = house.api.present;
    house.api.present = { target: { ...target, account: 'another' }, profile };
    house.kling.change(first);
    house.engine.wake(first);
    await house.pass(10 * SECOND);
    expect(await house.job(second)).toMatchObject({
      state: 'failed',
      charged: 'no',
      reason: { key: 'job_other_target' },
    });
    expect(await house.job(first)).toMatchObject({ state: 'failed', charged: 'unknown', spent: 3 });
    expect(house.kling.creates).toHaveLength(1);
  });
});
