import { expect, test } from 'vitest';
import { BOSS, HOURLY, hears, words } from './heard.ts';
import { crash, DAY, HOUR, type House, MINUTE, NEWS, openHouse } from './house.ts';

async function passes(house: House, ms: number, step = 10 * MINUTE) {
  for (let left = ms; left > 0; left -= step) {
    await house.clock.pass(Math.min(step, left));
    await house.idle();
  }
}

test('A: waits, then fails and is charged: owner told?', async () => {
  const house = await openHouse();
  house.holdUp('kling_account');
  await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await passes(house, HOUR + 10 * MINUTE);
  expect(house.told('ada')).toHaveLength(1);
  const [job] = await house.jobs();
  await house.becomes(job!.id, { state: 'failed', charged: 'yes', reason: { key: 'job_broken', params: {} } });
  await passes(house, HOUR);
  console.log('A told', house.told('ada'));
  expect(house.told('ada')).toHaveLength(2);
});

test('B: presenter removed, job waits; presenter edited: job kept?', async () => {
  const house = await openHouse();
  house.holdUp('kling_account');
  const a = await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await house.presenters.remove(a.presenter);
  await house.idle();
  const bob = await house.presenter({ name: 'Bob' });
  await passes(house, HOUR - 5 * MINUTE);
  console.log(
    'B before',
    (await house.jobs()).map((j) => j.state),
  );
  await house.announcements.change(a.id, { presenter: bob.id });
  await passes(house, 10 * MINUTE);
  console.log(
    'B after',
    (await house.jobs()).map((j) => j.state),
    house.told('ada'),
  );
  expect((await house.jobs()).map((j) => j.state)).toEqual(['accepted']);
});

test('C: hook: EIO keeps it open, ceiling hit meanwhile, sender is told 429, then job made twice', async () => {
  let isBroken = true;
  let opened: House | undefined;
  const own = () => opened!.blobs;
  const house = await openHouse({
    parts: {
      blobs: {
        keepFile: (k, m) => own().keepFile(k, m),
        remove: (k) => own().remove(k),
        withFile: (k, u) => (isBroken ? Promise.reject(new Error('EIO')) : own().withFile(k, u)),
      },
    },
  });
  opened = house;
  const { announcement, hook } = await house.setUp({ kind: 'hook', source: 'text' }, { words: '{{text}}', perDay: 1 });
  const call = (id: string, text: string) => {
    const body = Buffer.from(JSON.stringify({ text }));
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      authorization: `Bearer ${hook!.secret}`,
      'idempotency-key': id,
    };
    return house.room.hooks.take({ id: announcement.id, header: (n: string) => headers[n], body }).then(
      (x) => JSON.stringify(x),
      (e: any) => `${e.kind ?? ''} ${e.message}`,
    );
  };
  // 23:50 UTC
  await passes(house, 11 * HOUR + 50 * MINUTE, HOUR);
  console.log('C1', await call('one', 'One.'));
  await house.clock.pass(15 * MINUTE - 1); // past midnight
  isBroken = false;
  // another delivery uses the day's one before the engine tries again
  console.log('C2', await call('two', 'Two.'), await call('three', 'Three.'));
  console.log('C3 retry one', await call('one', 'One.'));
  await house.clock.pass(MINUTE);
  await passes(house, 30 * MINUTE);
  console.log('C jobs', await words(house));
  await passes(house, DAY, HOUR);
  console.log('C4 retry one', await call('one', 'One.'));
  console.log('C jobs', await words(house));
  expect((await words(house)).filter((w) => w === 'One.')).toHaveLength(1);
});

test('D: a moment counts against yesterday then made today: limit of the day', async () => {
  // skipped
});

test('E: short words past the ceiling: history and list', async () => {
  const house = await openHouse({
    ceilings: { maxVideoSeconds: 60, dailySecondsPerPerson: 11, dailySecondsPerSpace: 1000, dailySeconds: 1000 } as any,
  });
  const a = await house.announcement(BOSS, { words: '{{text}}', perDay: 500 });
  await hears(house, 'x'.repeat(100)); // 10 s
  for (let i = 0; i < 30; i++) await hears(house, `m${i}`);
  const history = await house.announcements.history(a.id, 5);
  console.log(
    'E',
    history.map((h) => [h.refused?.key, h.job?.state]),
    (await house.jobs()).length,
    house.told('ada').length,
  );
  expect(history.length).toBeGreaterThan(0);
});

test('F: stop while names hang', async () => {
  const house = await openHouse();
  const names = (_: unknown, signal: AbortSignal) =>
    new Promise<never>((_r, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const a = await house.announcement(HOURLY, { words: 'It is {time} in {server}.' });
  await house.idle();
  const p: any = house.parts.platform('paper');
  p.names = names;
  void house.clock.pass(HOUR + 1);
  await new Promise((r) => setTimeout(r, 300));
  const stopped = house.room.stop(1000).then(() => 'stopped');
  void house.clock.pass(5000);
  expect(await Promise.race([stopped, new Promise((r) => setTimeout(() => r('hangs'), 4000))])).toBe('stopped');
  void a;
});

test('G: ANNOUNCEMENTS_LATE_MINUTES=0 and a queue of two minutes', async () => {
  const house = await openHouse({ parts: { late: 0 } });
  await house.announcement(HOURLY, { words: 'It is {time}.' });
  await house.clock.pass(HOUR + 1);
  await house.idle();
  await passes(house, 2 * MINUTE, MINUTE / 2);
  console.log(
    'G',
    (await house.jobs()).map((j) => j.state),
    house.told('ada'),
  );
  expect((await house.jobs()).map((j) => j.state)).toEqual(['accepted']);
});

test('H: waits, then given up after a day', async () => {
  const house = await openHouse({
    parts: {
      avatar: async () => {
        const { Refusal } = await import('../../src/refusal.ts');
        throw new Refusal('unavailable', 'storage_full');
      },
    },
  });
  await house.announcement(BOSS);
  await hears(house, 'One.');
  await passes(house, DAY + 2 * HOUR, 10 * MINUTE);
  console.log('H', house.told('ada'));
});
void crash;
void NEWS;
