import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fairOrder, servedKeys, type Waiting } from '../../src/jobs/line.ts';

let made = 0;
const waiting = (person: string, space = 'home', since = ++made): Waiting => ({
  id: `job ${++made}`,
  person: `test:${person}`,
  space: `test:${space}`,
  since,
});

const many = (count: number, person: string, space = 'home') =>
  Array.from({ length: count }, () => waiting(person, space));

/** Lets jobs start one after the other in so many slots, the oldest ending each time. @returns them in the order of their start */
function startAll(line: readonly Waiting[], slots: number): Waiting[] {
  const served = new Map<string, number>();
  const running: Waiting[] = [];
  const started: Waiting[] = [];
  let left = [...line];
  while (left.length > 0) {
    while (running.length < slots && left.length > 0) {
      const [first] = fairOrder(left, running, served);
      const next = left.find(({ id }) => id === first);
      if (!next) throw new Error('The line names a job that does not wait.');
      left = left.filter((job) => job !== next);
      for (const key of servedKeys(next)) served.set(key, started.length);
      running.push(next);
      started.push(next);
    }
    running.shift();
  }
  return started;
}

const startOf = (order: readonly Waiting[], job: Waiting | undefined) => (job ? order.indexOf(job) : -1) + 1;

describe('the line', () => {
  const anyone = fc.record({
    person: fc.constantFrom('ada', 'bob', 'cyd'),
    space: fc.constantFrom('home', 'work'),
    since: fc.nat(50),
  });
  const jobs = fc.array(anyone, { maxLength: 30 }).map((all) => all.map((one, at) => ({ ...one, id: `job ${at}` })));

  test('names everybody who waits, once', () => {
    fc.assert(
      fc.property(jobs, jobs, (line, running) => {
        const order = fairOrder(line, running, new Map());
        expect([...order].sort()).toEqual(line.map(({ id }) => id).sort());
      }),
    );
  });

  test('is the same however the jobs were handed in, when no two came at the same time', () => {
    fc.assert(
      fc.property(
        jobs.chain((line) => fc.tuple(fc.constant(line), fc.shuffledSubarray(line, { minLength: line.length }))),
        ([line, shuffled]) => {
          fc.pre(new Set(line.map(({ since }) => since)).size === line.length);
          expect(fairOrder(shuffled, [], new Map())).toEqual(fairOrder(line, [], new Map()));
        },
      ),
    );
  });

  test('lets each person’s own jobs of one space start in the order in which they came', () => {
    fc.assert(
      fc.property(jobs, jobs, (line, running) => {
        const order = fairOrder(line, running, new Map());
        const byId = new Map(line.map((job) => [job.id, job]));
        const last = new Map<string, number>();
        for (const job of order.map((id) => byId.get(id))) {
          const who = `${job?.person} ${job?.space}`;
          expect(job?.since).toBeGreaterThanOrEqual(last.get(who) ?? 0);
          last.set(who, job?.since ?? 0);
        }
      }),
    );
  });

  test('names everybody’s first before anybody’s second', () => {
    const [a1, a2, a3] = many(3, 'ada');
    const [b1, b2] = many(2, 'bob');
    const c1 = waiting('cyd');
    const line = [a1, a2, a3, b1, b2, c1].filter((job) => job !== undefined);
    expect(fairOrder(line, [], new Map())).toEqual([a1, b1, c1, a2, b2, a3].map((job) => job?.id));
  });

  test('lets those who have nothing running go first', () => {
    const [running, next] = many(2, 'ada') as [Waiting, Waiting];
    const other = waiting('bob');
    expect(fairOrder([next, other], [running], new Map())).toEqual([other.id, next.id]);
  });

  test('starts one person’s jobs as they came', () => {
    const line = many(20, 'ada');
    expect(startAll(line.toReversed(), 1)).toEqual(line);
  });
});

describe.each([1, 3])('with %i slots', (slots) => {
  test('one person’s 400 do not starve another’s one in the same space', () => {
    const line = many(400, 'ada');
    const lone = waiting('bob');
    expect(startOf(startAll([...line, lone], slots), lone)).toBeLessThanOrEqual(2);
  });

  test('one space’s 400 do not starve another’s one', () => {
    const crowd = Array.from({ length: 400 }, (_, at) => waiting(`p${at}`, 'big'));
    const lone = waiting('bob', 'small');
    expect(startOf(startAll([...crowd, lone], slots), lone)).toBeLessThanOrEqual(2);
  });

  test('one who comes while another’s 400 are under way is next but one', () => {
    const line = many(400, 'ada');
    const late = waiting('bob');
    const served = new Map(servedKeys(line[0] as Waiting).map((key) => [key, 1]));
    expect(fairOrder([...line.slice(slots), late], line.slice(0, slots), served)[0]).toBe(late.id);
  });

  test('two people who both ask for much take turns', () => {
    const order = startAll([...many(50, 'ada'), ...many(50, 'bob')], slots);
    for (let at = slots; at <= 100; at++) {
      const ada = order.slice(0, at).filter(({ person }) => person === 'test:ada').length;
      expect(Math.abs(ada - (at - ada))).toBeLessThanOrEqual(slots);
    }
  });

  test('a space of one person gets as many turns as a space of a hundred', () => {
    const crowd = Array.from({ length: 100 }, (_, at) => waiting(`p${at}`, 'big'));
    const order = startAll([...crowd, ...many(10, 'bob', 'small')], slots);
    expect(order.slice(0, 20).filter(({ space }) => space === 'test:small')).toHaveLength(10);
  });

  test('every job starts in the end', () => {
    const line = [...many(40, 'ada'), ...many(3, 'bob'), ...many(7, 'cyd', 'work')];
    expect(startAll(line, slots)).toHaveLength(50);
  });
});

test('whose turn is longest ago goes first, when all have as much running', () => {
  const [ada, bob] = [waiting('ada'), waiting('bob')];
  const served = new Map([
    ['person test:ada', 7],
    ['person test:bob', 3],
  ]);
  expect(fairOrder([ada, bob], [], served)).toEqual([bob.id, ada.id]);
});
