import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../commands/announcements.ts';
import type { ClockState } from '../../src/announcements/clock-state.ts';
import { feedStep } from '../../src/announcements/feed.ts';
import type { FeedRead } from '../../src/announcements/feed-reader.ts';
import { originOf } from '../../src/announcements/ids.ts';
import type { Happened } from '../../src/announcements/occurrence.ts';
import { jobId } from '../../src/jobs/identity.ts';
import type { FeedItem } from '../../src/media/media.ts';
import { Refusal } from '../../src/refusal.ts';
import { disk } from '../jobs/disk.ts';
import { fragile } from '../jobs/parts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 22, 12);
const never = new AbortController().signal;

const item = (id: string, more: Partial<FeedItem> = {}): FeedItem => ({
  id,
  title: id.toUpperCase(),
  summary: '',
  ...more,
});
const day = (n: number) => START + n * 24 * HOUR;

const ANNOUNCEMENT: Announcement = {
  id: 'a00000000000000000000000',
  name: 'news',
  place: { platform: 'paper', space: 's', channel: 'c' },
  owner: { person: 'ada' },
  presenter: 'p',
  words: '{{title}}',
  trigger: { kind: 'feed', url: 'https://news.example/feed' },
  perDay: 24,
  since: START,
  createdAt: START,
  updatedAt: START,
};

/** The feed of one announcement, on a real disk, with what its server says in the test's hands. */
async function reading() {
  const kept = await disk();
  const broken = new Set<string>();
  let now = START;
  let announcement = ANNOUNCEMENT;
  let says: () => FeedRead = () => ({ kind: 'same' });
  const noted: Happened[] = [];
  const reads: { at: number; etag?: string }[] = [];
  const pauses: string[] = [];
  let deaf = false;
  let afterNote = () => {};

  async function step(): Promise<number | undefined> {
    const clocks = fragile(await kept.namespace<ClockState>('clocks'), 'clocks', broken);
    const parts = {
      clock: { now: () => now },
      clocks,
      occurrences: {
        async note(happened: Happened) {
          if (deaf) throw new Error('the power is gone');
          noted.push(happened);
          afterNote();
        },
      },
      read: {
        async read(_: string, { etag }: { readonly etag?: string }) {
          reads.push({ at: now, ...(etag && { etag }) });
          return says();
        },
        probe: () => Promise.reject(new Error('not here')),
      },
      random: () => 0.5,
      pause: async (_: string, why: string) => void pauses.push(why),
      log: pino({ level: 'silent' }),
    };
    return await feedStep(parts, announcement, never);
  }

  return {
    noted,
    reads,
    pauses,
    broken,
    step,
    state: async () => await (await kept.namespace<ClockState>('clocks')).get(ANNOUNCEMENT.id),
    /** What the server has from now on. */
    shows(...items: readonly FeedItem[]) {
      says = () => ({ kind: 'feed', feed: { title: 'News', items }, etag: `"${items.map(({ id }) => id).join()}"` });
    },
    answers(answer: () => FeedRead) {
      says = answer;
    },
    /** Steps as the engine would, until this much time has passed; what the steps say comes with it. */
    async pass(ms: number) {
      const end = now + ms;
      for (let next = await step(); next !== undefined && next <= end; next = await step()) now = Math.max(now, next);
      now = end;
    },
    at: (time: number) => {
      now = time;
    },
    now: () => now,
    /** Only these differ from how it was set up. */
    change(changes: Partial<Announcement>) {
      announcement = { ...ANNOUNCEMENT, ...changes };
    },
    whenNoted(then: () => void) {
      afterNote = then;
    },
    loseNotes: (lost: boolean) => {
      deaf = lost;
    },
    reopen: () => kept.reopen(),
    /** Ids of the jobs that follow; the same occurrence has the same one. */
    jobs: () =>
      noted
        .map(({ key, at }) => Object.values(originOf(ANNOUNCEMENT.id, key, at)))
        .map(([key, at]) => jobId(String(key), Number(at))),
  };
}

const titles = (noted: readonly Happened[]) => noted.map(({ view }) => view?.title);

describe('what is new', () => {
  test('is what was never there before: not the first read, nothing moved, edited, or back again', async () => {
    const feed = await reading();
    feed.shows(item('b'), item('a'));
    await feed.pass(MINUTE);
    expect(feed.noted).toEqual([]);
    feed.shows(item('c', { link: 'https://news.example/c', summary: 'See.' }), item('b'), item('a'));
    await feed.pass(30 * MINUTE);
    feed.shows(item('a'), item('c', { title: 'C, corrected' }));
    await feed.pass(30 * MINUTE);
    feed.shows(item('c'), item('b'), item('a'));
    await feed.pass(30 * MINUTE);
    expect(feed.noted).toEqual([
      {
        announcement: ANNOUNCEMENT,
        key: expect.stringMatching(/^item [0-9a-z]{10}$/),
        at: START + 10 * MINUTE,
        cause: { kind: 'feed', title: 'C', url: 'https://news.example/c' },
        view: { title: 'C', summary: 'See.', link: 'https://news.example/c', feed: 'News' },
      },
    ]);
  });

  test('is noted from the oldest on: by the dates, or else from the end of the feed', async () => {
    const feed = await reading();
    feed.shows();
    await feed.pass(MINUTE);
    feed.shows(item('b', { published: day(2) }), item('a', { published: day(1) }), item('c', { published: day(3) }));
    await feed.pass(10 * MINUTE);
    feed.shows(item('e'), item('d'));
    await feed.pass(10 * MINUTE);
    expect(titles(feed.noted)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  test('is not an old item that shows up because a later one was taken out', async () => {
    const feed = await reading();
    feed.shows(item('c', { published: day(-1) }), item('b', { published: day(-2) }));
    await feed.pass(MINUTE);
    feed.shows(item('b', { published: day(-2) }), item('a', { published: day(-3) }));
    await feed.pass(10 * MINUTE);
    feed.shows(item('late', { published: day(-1.5) }), item('b', { published: day(-2) }));
    await feed.pass(10 * MINUTE);
    expect(titles(feed.noted)).toEqual(['LATE']);
  });

  test('is a dated item among undated ones, whatever the clock of its server', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(MINUTE);
    feed.shows(item('b', { published: START - MINUTE }), item('a'));
    await feed.pass(10 * MINUTE);
    expect(titles(feed.noted)).toEqual(['B']);
  });

  test('is only the newest five where all the ids of a feed have changed', async () => {
    const feed = await reading();
    const all = (letter: string) => Array.from({ length: 30 }, (_, n) => item(`${letter}${n}`, { published: day(n) }));
    feed.shows(...all('a'));
    await feed.pass(MINUTE);
    feed.shows(...all('b'));
    await feed.pass(20 * MINUTE);
    expect(titles(feed.noted)).toEqual(['B25', 'B26', 'B27', 'B28', 'B29']);
  });

  test('is remembered for the latest 5,000 items, and for all that are there', async () => {
    const feed = await reading();
    const batch = (n: number) => Array.from({ length: 150 }, (_, each) => item(`${n}-${each}`));
    for (let n = 0; n < 40; n++) {
      feed.shows(item('pinned'), ...batch(n));
      await feed.pass(10 * MINUTE);
    }
    expect((await feed.state())?.feed?.seen).toHaveLength(5_000);
    expect(titles(feed.noted).filter((title) => title === 'PINNED')).toEqual([]);
  });
});

describe('a crash', () => {
  test('between what was found and its note loses nothing, and makes the same occurrence again', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(MINUTE);
    feed.shows(item('b'), item('a'));
    feed.at(START + 10 * MINUTE);
    feed.loseNotes(true);
    await expect(feed.step()).rejects.toThrow('power');
    await feed.reopen();
    feed.loseNotes(false);
    feed.shows(item('a'));
    expect((await feed.state())?.next).toBe(feed.now());
    await feed.step();
    expect(feed.reads).toHaveLength(2);
    await feed.pass(30 * MINUTE);
    expect(feed.noted).toMatchObject([{ at: START + 10 * MINUTE, view: { title: 'B' } }]);
  });

  test('after the note, before that is written, notes it again as the same occurrence', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(MINUTE);
    feed.at(START + 10 * MINUTE);
    feed.answers(() => ({ kind: 'feed', feed: { title: 'News', items: [item('b'), item('a')] } }));
    feed.whenNoted(() => feed.broken.add('clocks'));
    await expect(feed.step()).rejects.toMatchObject({ name: 'StoreError' });
    feed.broken.clear();
    feed.whenNoted(() => {});
    await feed.reopen();
    feed.at(START + 12 * MINUTE);
    await feed.step();
    const jobs = feed.jobs();
    expect(jobs).toHaveLength(2);
    expect(new Set(jobs).size).toBe(1);
  });

  test('of the store says so, and reads nothing', async () => {
    const feed = await reading();
    feed.broken.add('clocks');
    await expect(feed.step()).rejects.toMatchObject({ name: 'StoreError' });
    expect(feed.reads).toEqual([]);
  });
});

describe('politeness', () => {
  test('every ten minutes, with what the server said last time', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(25 * MINUTE);
    expect(feed.reads).toEqual([
      { at: START },
      { at: START + 10 * MINUTE, etag: '"a"' },
      { at: START + 20 * MINUTE, etag: '"a"' },
    ]);
  });

  test('never twice within five minutes: not after a restart, a resume, or a change of its words', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.step();
    for (const since of [START, START + 1, START + 2]) {
      feed.change({ since, words: 'other' });
      await feed.reopen();
      expect(await feed.step()).toBeGreaterThanOrEqual(START + 5 * MINUTE);
    }
    expect(feed.reads).toHaveLength(1);
    feed.change({ trigger: { kind: 'feed', url: 'https://other.example/feed' }, since: START + 3 });
    await feed.step();
    expect(feed.reads).toHaveLength(2);
  });

  test('what happened while it was paused is not announced', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(MINUTE);
    feed.change({ paused: { since: feed.now() } });
    feed.shows(item('b'), item('a'));
    await feed.pass(HOUR);
    feed.change({ since: feed.now() });
    await feed.pass(MINUTE);
    feed.shows(item('c'), item('b'), item('a'));
    await feed.pass(10 * MINUTE);
    expect(titles(feed.noted)).toEqual(['C']);
  });

  test('a feed that fails is asked less and less often, up to once a day, and shows why until it is back', async () => {
    const feed = await reading();
    feed.shows(item('a'));
    await feed.pass(MINUTE);
    feed.answers(() => {
      throw new Refusal('input', 'media_url_unknown', { host: 'news.example' });
    });
    await feed.pass(5 * 24 * HOUR);
    const gaps = feed.reads.map(({ at }, n) => (at - (feed.reads[n - 1]?.at ?? START)) / MINUTE);
    expect(gaps).toEqual([0, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]);
    expect((await feed.state())?.feed).toMatchObject({
      failures: 11,
      trouble: { key: 'media_url_unknown', params: { host: 'news.example' } },
    });
    feed.shows(item('b'), item('a'));
    await feed.pass(24 * HOUR);
    expect((await feed.state())?.feed).not.toHaveProperty('trouble');
    expect(titles(feed.noted)).toEqual(['B']);
    const [last, before] = feed.reads.toReversed();
    expect((last?.at ?? 0) - (before?.at ?? 0)).toBe(10 * MINUTE);
  });

  test.each([
    ['in two hours', 2 * HOUR, 2 * HOUR],
    ['in a second', 1_000, 5 * MINUTE],
    ['in a year', 365 * 24 * HOUR, 24 * HOUR],
  ])('a server that is busy is asked again %s, as it says, within reason', async (_, wait, next) => {
    const feed = await reading();
    feed.answers(() => ({ kind: 'later', at: START + wait }));
    expect(await feed.step()).toBe(START + next);
    expect((await feed.state())?.feed?.trouble).toEqual({ key: 'feed_busy', params: { host: 'news.example' } });
  });

  test('a feed that is gone pauses its announcement', async () => {
    const feed = await reading();
    feed.answers(() => ({ kind: 'gone' }));
    expect(await feed.step()).toBeUndefined();
    expect(feed.pauses).toEqual(['feed_gone']);
  });
});
