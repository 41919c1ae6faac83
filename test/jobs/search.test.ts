import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listing } from '../../src/jobs/listing.ts';
import { search } from '../../src/jobs/search.ts';
import { Unreadable } from '../../src/kling/errors.ts';
import type { Profile, Task } from '../../src/kling/profile.ts';
import { refusal, scriptedKling } from './kling.ts';

const SOUGHT = 'jsought00000000000000000';
/** When the create was sent (ms). */
const SENT = Date.UTC(2026, 10, 22, 12);
const never = new AbortController().signal;

const tasksOf = (count: number): Task[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `t${at}`,
    externalId: `jother${String(at).padStart(18, '0')}`,
    status: 'processing',
    message: '',
  }));
const sought: Task = { id: 'the one', externalId: SOUGHT, status: 'submitted', message: '' };

/** A Kling whose list gives what `pageOf` says, however large a page was asked for. */
function klingThatLists(pageOf: (page: number, size: number) => readonly Task[]) {
  let requests = 0;
  const profile: Profile = {
    ...scriptedKling('avatar', () => 0).profile,
    list: async (page, size) => {
      requests += 1;
      return pageOf(page, size);
    },
  };
  return { find: () => search(profile, listing(), SOUGHT, SENT, never), requests: () => requests };
}

const paged = (tasks: readonly Task[], size: number, page: number) => tasks.slice((page - 1) * size, page * size);

/** Orders that differ from page to page, from a seed. */
function shuffler(seed: number) {
  let state = seed >>> 0 || 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return <T>(items: readonly T[]): T[] =>
    items
      .map((item) => [random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
}

const lists = fc.record({ others: fc.nat(40), size: fc.integer({ min: 1, max: 12 }), seed: fc.nat() });

describe('a list whose order changes between pages, with pages of any size', () => {
  test('never makes the search say that a task is absent which is there', async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ others, size, seed }) => {
        const shuffle = shuffler(seed);
        const all = [...tasksOf(others), sought];
        const found = await klingThatLists((page) => paged(shuffle(all), size, page)).find();
        expect(found).not.toBe('absent');
      }),
      { numRuns: 150 },
    );
  });

  test('never makes the search find what is not there', async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ others, size, seed }) => {
        const shuffle = shuffler(seed);
        const all = tasksOf(others);
        expect(typeof (await klingThatLists((page) => paged(shuffle(all), size, page)).find())).toBe('string');
      }),
    );
  });

  test('does not keep the search from saying that a task is absent, where one page holds all', async () => {
    const shuffle = shuffler(7);
    const kling = klingThatLists((page, size) => paged(shuffle(tasksOf(30)), size, page));
    expect(await kling.find()).toBe('absent');
  });
});

describe('a list in a steady order', () => {
  test.each([0, 1, 29, 30, 31, 90, 1_234])('of %i tasks without the one is read to its end', async (count) => {
    const kling = klingThatLists((page) => paged(tasksOf(count), 30, page));
    expect(await kling.find()).toBe('absent');
    expect(kling.requests()).toBe(Math.ceil(count / 30) + 1);
  });

  test('gives the task wherever it stands', async () => {
    for (const at of [0, 29, 30, 75]) {
      expect(await klingThatLists((page) => paged(tasksOf(75).toSpliced(at, 0, sought), 30, page)).find()).toBe(sought);
    }
  });

  test('that grows at its front while it is read proves nothing by itself, and the next sweep does', async () => {
    let all = tasksOf(60);
    let requests = 0;
    const kling = klingThatLists((page) => {
      requests += 1;
      if (requests === 2) all = [{ ...sought, id: 'new', externalId: 'jnew' }, ...all];
      return paged(all, 30, page);
    });
    expect(await kling.find()).toBe('absent');
    expect(requests).toBeGreaterThan(4);
  });
});

describe('a server that knows no pages', () => {
  test('and gives everything each time is believed', async () => {
    const kling = klingThatLists(() => tasksOf(12));
    expect(await kling.find()).toBe('absent');
    expect(kling.requests()).toBeLessThan(5);
  });

  test('is believed, too, when it gives everything in another order each time', async () => {
    const shuffle = shuffler(3);
    const kling = klingThatLists(() => shuffle(tasksOf(12)));
    expect(await kling.find()).toBe('absent');
    expect(kling.requests()).toBeLessThan(50);
  });
});

test('a list that is longer than its pages can be counted does not prove that a task is absent', async () => {
  const kling = klingThatLists((page) => paged(tasksOf(1_200), 1, page));
  expect(await kling.find()).toBe('unclear');
});

describe('tasks of which the list does not tell the job', () => {
  const nameless = (id: string, createdAt = SENT): Task => ({ id, status: 'processing', message: '', createdAt });

  test('are read singly: one of them may be the one', async () => {
    const { profile, tasks, reads } = scriptedKling('avatar', () => 0);
    tasks.push({ ...sought, createdAt: SENT });
    const bare: Profile = {
      ...profile,
      list: async (page) => (page === 1 ? [nameless('t7'), nameless(sought.id)] : []),
    };
    expect(await search(bare, listing(), SOUGHT, SENT, never)).toMatchObject({ id: sought.id });
    expect(reads).toContain(`task ${sought.id}`);
  });

  test('prove nothing when nobody tells their job', async () => {
    const { profile, tasks } = scriptedKling('avatar', () => 0);
    tasks.push(nameless('t7'));
    expect(await search(profile, listing(), SOUGHT, SENT, never)).toBe('unclear');
  });

  test('are of no account when they were made long before', async () => {
    const { profile, tasks, reads } = scriptedKling('avatar', () => 0);
    tasks.push(nameless('t7', SENT - 3_600_000));
    expect(await search(profile, listing(), SOUGHT, SENT, never)).toBe('absent');
    expect(reads).not.toContain('task t7');
  });
});

describe('where a task can be looked up by the job’s id', () => {
  const kling = () => scriptedKling('image2video', () => 0);

  test('it is, and no list is read when it is there', async () => {
    const { profile, tasks, reads } = kling();
    tasks.push(sought);
    expect(await search(profile, listing(), SOUGHT, SENT, never)).toBe(sought);
    expect(reads).toEqual([`external ${SOUGHT}`]);
  });

  test('the list is read all the same when it is not found so', async () => {
    const { profile, tasks, next } = kling();
    tasks.push(sought);
    next.task.push(() => undefined);
    expect(await search(profile, listing(), SOUGHT, SENT, never)).toBe(sought);
  });

  test('a look-up that fails proves nothing', async () => {
    const { profile, next } = kling();
    next.task.push(() => Promise.reject(new Unreadable('HTTP 502', { transient: true })));
    await expect(search(profile, listing(), SOUGHT, SENT, never)).rejects.toThrow('no usable answer');
  });

  test('a look-up that fails does not keep the task from being found in the list', async () => {
    const { profile, tasks, next } = kling();
    tasks.push(sought);
    next.task.push(() => Promise.reject(new Unreadable('HTTP 502', { transient: true })));
    expect(await search(profile, listing(), SOUGHT, SENT, never)).toBe(sought);
  });
});

describe('pages', () => {
  const sized = (sizes: number[]) => async (_: number, size: number) => {
    sizes.push(size);
    return [];
  };

  test('of 500 are asked for, and of 30 from then on where that is refused', async () => {
    const { profile } = scriptedKling('avatar', () => 0);
    const sizes: number[] = [];
    const pages = listing();
    const picky: Profile = {
      ...profile,
      list: async (_, size) => {
        sizes.push(size);
        if (size > 30) throw refusal(1201, 'pageSize is too large');
        return [];
      },
    };
    await pages.page(picky, 1, never);
    await pages.page(picky, 2, never);
    expect(sizes).toEqual([500, 30, 30]);
  });

  test('stay large when a list is refused for another reason', async () => {
    const { profile, next } = scriptedKling('avatar', () => 0);
    const pages = listing();
    next.list.push(() => Promise.reject(refusal(1302)));
    await expect(pages.page(profile, 1, never)).rejects.toMatchObject({ code: 1302 });
    const sizes: number[] = [];
    await pages.page({ ...profile, list: sized(sizes) }, 1, never);
    expect(sizes).toEqual([500]);
  });
});

test('a page that is refused behind a full one is no end of the list', async () => {
  const full = Array.from({ length: 500 }, (_, n) => ({ ...sought, id: `full${n}`, externalId: `other${n}` }));
  const { find } = klingThatLists((page) => {
    if (page > 1) throw refusal(1201, 'pageNum * pageSize exceeds the limit');
    return full;
  });
  expect(await find()).toBe('unclear');
});

test('a page that is refused behind one that was not full is the end of the list', async () => {
  const { find } = klingThatLists((page) => {
    if (page > 1) throw refusal(1201, 'pageNum is out of range');
    return [{ ...sought, id: 'other', externalId: 'other' }];
  });
  expect(await find()).toBe('absent');
});
