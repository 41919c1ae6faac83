import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { type Ceilings, type LedgerEntry, ledger } from '../../src/jobs/ledger.ts';
import { Refusal } from '../../src/refusal.ts';
import { disk } from './disk.ts';
import { exampleJob } from './example.ts';

const CEILINGS: Ceilings = {
  maxVideoSeconds: 60,
  dailySecondsPerPerson: 30,
  dailySecondsPerSpace: 50,
  dailySeconds: 80,
};
/** 90 minutes to midnight. */
const NOW = Date.UTC(2026, 10, 22, 22, 30);

let made = 0;
const job = (more: Partial<Job> & { person?: string; space?: string } = {}): Job => {
  const { person = 'ada', space = 'home', ...rest } = more;
  made += 1;
  return exampleJob({ id: `job${made}`, requester: { person }, place: { platform: 'test', space }, ...rest });
};

async function open(ceilings = CEILINGS) {
  const store = await disk();
  const entries = await store.namespace<LedgerEntry>('ledger');
  return {
    ledger: ledger(entries, ceilings, () => NOW),
    entries,
    /** The ledger of the next process. */
    async reopened() {
      await store.reopen();
      return ledger(await store.namespace<LedgerEntry>('ledger'), ceilings, () => NOW);
    },
  };
}

const refusalOf = async (promise: Promise<unknown>): Promise<Refusal> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error('It was not refused.');
  return error;
};

describe('a refusal names the ceiling, what is left of it, and when it resets', () => {
  test.each([
    ['of a person', 'limit_person', [['ada', 'home', 20]], 11, { left: 10, ceiling: 30 }],
    ['of a space', 'limit_space', [['bob', 'home', 30]], 21, { left: 20, ceiling: 50 }],
    [
      'of everybody',
      'limit_day',
      [
        ['bob', 'work', 30],
        ['cyd', 'club', 30],
      ],
      21,
      { left: 20, ceiling: 80 },
    ],
  ] as const)('%s', async (_, key, before, estimate, told) => {
    const { ledger } = await open();
    for (const [person, space, estimate] of before) await ledger.reserve(job({ person, space, estimate }));
    const refusal = await refusalOf(ledger.reserve(job({ estimate })));
    expect(refusal).toMatchObject({ kind: 'limit', key });
    expect(refusal.params).toEqual({ ...told, seconds: estimate, resets: 5_400, when: '1 h 30 min' });
    expect(refusal.message).toMatch(new RegExp(`${told.left} of (your )?${told.ceiling} seconds.*1 h 30 min`));
    // exactly what is left still fits
    await ledger.reserve(job({ estimate: told.left }));
  });

  test('in whole seconds, neither promising too much nor asking for too little', async () => {
    const { ledger } = await open();
    await ledger.reserve(job({ estimate: 20.4 }));
    const { params } = await refusalOf(ledger.reserve(job({ estimate: 9.7 })));
    expect(params).toMatchObject({ left: 9, seconds: 10 });
  });
});

describe('the ceilings', () => {
  test('cannot be passed by a burst of 50 at once', async () => {
    const { ledger } = await open();
    const burst = Array.from({ length: 50 }, () => ledger.reserve(job({ estimate: 4 })));
    const results = await Promise.allSettled(burst);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    expect(await ledger.left(job())).toMatchObject({ person: 2 });
  });

  test('cannot be passed by a burst right after a restart, when nothing is in memory yet', async () => {
    const first = await open();
    await first.ledger.settle(job({ state: 'delivered', spent: 20 }));
    const ledger = await first.reopened();
    const burst = Array.from({ length: 20 }, () => ledger.reserve(job({ estimate: 4 })));
    const results = await Promise.allSettled(burst);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  test('are kept however reserving, giving back and settling interleave', async () => {
    const step = fc.record({
      kind: fc.constantFrom('reserve', 'reserve', 'reserve', 'release', 'settle'),
      person: fc.constantFrom('ada', 'bob', 'cyd'),
      space: fc.constantFrom('home', 'work'),
      estimate: fc.integer({ min: 1, max: 15 }),
      /** Of a held job that is given back or settled: which, and how much of its estimate it cost. */
      which: fc.nat(20),
      part: fc.integer({ min: 0, max: 4 }).map((quarter) => quarter / 4),
    });
    const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    const { entries } = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (story) => {
        run += 1;
        const day = `run ${String(run).padStart(6, '0')}`;
        const book = ledger(entries, CEILINGS, () => NOW);
        const held = new Map<string, Job>();
        const spent: Job[] = [];
        for (const batch of story) {
          await Promise.all(
            batch.map(async ({ kind, person, space, estimate, which, part }) => {
              if (kind === 'reserve') {
                const asked = job({ person, space, estimate, day });
                await book.reserve(asked).then(
                  () => held.set(asked.id, asked),
                  (error: unknown) => expect(error).toBeInstanceOf(Refusal),
                );
                return;
              }
              const one = [...held.values()][which];
              if (!one) return;
              held.delete(one.id);
              if (kind === 'release') return book.release(one.id);
              const ended: Job = { ...one, state: 'delivered', spent: one.estimate * part };
              spent.push(ended);
              await book.settle(ended);
            }),
          );
          const counted = [...[...held.values()].map((one) => ({ ...one, spent: one.estimate })), ...spent];
          const sum = (some: readonly Job[]) => some.reduce((total, one) => total + (one.spent ?? 0), 0);
          const of = (person: string) => counted.filter((one) => one.requester.person === person);
          const at = (space: string) => counted.filter((one) => one.place.space === space);
          for (const person of ['ada', 'bob', 'cyd']) expect(sum(of(person))).toBeLessThanOrEqual(30);
          for (const space of ['home', 'work']) expect(sum(at(space))).toBeLessThanOrEqual(50);
          expect(sum(counted)).toBeLessThanOrEqual(80);
          expect(await book.left(job({ day }))).toEqual({
            person: 30 - sum(of('ada')),
            space: 50 - sum(at('home')),
            all: 80 - sum(counted),
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('count a job whose reserving is repeated once', async () => {
    const { ledger } = await open();
    const one = job({ estimate: 10 });
    await ledger.reserve(one);
    ledger.restore(one);
    expect(await ledger.left(one)).toEqual({ person: 20, space: 40, all: 70 });
    ledger.release(one.id);
    ledger.release(one.id);
    expect(await ledger.left(one)).toEqual({ person: 30, space: 50, all: 80 });
  });

  test('count the jobs that were open at the last stop, even beyond them', async () => {
    const { ledger } = await open();
    ledger.restore(job({ estimate: 45 }));
    expect(await ledger.left(job())).toEqual({ person: 0, space: 5, all: 35 });
  });

  test('are those of each day by itself', async () => {
    const { ledger } = await open();
    await ledger.reserve(job({ estimate: 30 }));
    await ledger.reserve(job({ estimate: 30, day: '2026-11-23' }));
    expect(await ledger.left(job())).toMatchObject({ person: 0 });
  });

  test('tell people of one name on two platforms apart', async () => {
    const { ledger } = await open();
    await ledger.reserve(job({ estimate: 30 }));
    await ledger.reserve(job({ estimate: 30, place: { platform: 'other', space: 'home' } }));
  });
});

describe('settling', () => {
  test('counts what was spent in place of what was reserved', async () => {
    const { ledger } = await open();
    const one = job({ estimate: 20 });
    await ledger.reserve(one);
    await ledger.settle({ ...one, state: 'delivered', spent: 12.5, units: 5 });
    expect(await ledger.left(one)).toEqual({ person: 17.5, space: 37.5, all: 67.5 });
  });

  test('counts a job once, however often it is settled', async () => {
    const { ledger, entries } = await open();
    const one = job({ state: 'delivered', spent: 5, units: 2 });
    await Promise.all([ledger.settle(one), ledger.settle(one)]);
    await ledger.settle(one);
    expect(await entries.get('2026-11-22 all')).toMatchObject({ seconds: 5, units: 2, jobs: 1 });
  });

  test('counts a job once, even when it is settled again after a restart', async () => {
    const first = await open();
    const one = job({ state: 'delivered', spent: 5 });
    await first.ledger.settle(one);
    const ledger = await first.reopened();
    await ledger.settle(one);
    expect(await ledger.left(one)).toEqual({ person: 25, space: 45, all: 75 });
  });

  test('keeps a ledger per day, person and space, with Kling’s own units', async () => {
    const { ledger, entries } = await open();
    await ledger.settle(job({ state: 'delivered', spent: 4, units: 1.5 }));
    await ledger.settle(job({ state: 'delivered', spent: 2, units: 0.5, person: 'bob' }));
    const kept: Record<string, unknown> = {};
    for await (const [key, { seconds, units, jobs }] of entries.entries()) kept[key] = [seconds, units, jobs];
    expect(kept).toEqual({
      '2026-11-22 person test:ada': [4, 1.5, 1],
      '2026-11-22 person test:bob': [2, 0.5, 1],
      '2026-11-22 space test:home': [6, 2, 2],
      '2026-11-22 all': [6, 2, 2],
    });
  });

  test('loses nothing of a day when the next one begins at that moment', async () => {
    const { ledger, entries } = await open();
    await ledger.settle(job({ state: 'delivered', spent: 7 }));
    await Promise.all([
      ledger.reserve(job({ day: '2026-11-23' })),
      ledger.settle(job({ state: 'delivered', spent: 5, person: 'bob' })),
      ledger.reserve(job({ day: '2026-11-24' })),
      ledger.settle(job({ state: 'delivered', spent: 1, person: 'cyd' })),
    ]);
    expect(await entries.get('2026-11-22 all')).toMatchObject({ seconds: 13, jobs: 3 });
  });
});

describe('forgetting a person', () => {
  test('removes their own entry of the day, and nothing that the space or everybody spent', async () => {
    const { ledger, entries } = await open();
    await ledger.settle(job({ state: 'delivered', spent: 4 }));
    expect(await ledger.forget('2026-11-22', 'test:ada')).toBe(true);
    expect(await ledger.forget('2026-11-22', 'test:ada')).toBe(false);
    expect(await entries.get('2026-11-22 person test:ada')).toBeUndefined();
    expect(await entries.get('2026-11-22 all')).toMatchObject({ seconds: 4 });
  });

  test('keeps their name out when a job of theirs ends later', async () => {
    const { ledger, entries } = await open();
    await ledger.settle(job({ person: 'erased', erased: true, state: 'cancelled', spent: 4 }));
    const keys: string[] = [];
    for await (const [key] of entries.entries()) keys.push(key);
    expect(keys.sort()).toEqual(['2026-11-22 all', '2026-11-22 space test:home']);
  });
});
