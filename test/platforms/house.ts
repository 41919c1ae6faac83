import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { jobs as jobsCommand } from '../../commands/jobs.ts';
import { jobId } from '../../src/jobs/identity.ts';
import type { Job, JobState, Place } from '../../src/jobs/job.ts';
import { noteBox } from '../../src/jobs/notes.ts';
import { records } from '../../src/jobs/records.ts';
import { type Changes, hasEnded, update } from '../../src/jobs/transitions.ts';
import { createBoard } from '../../src/platforms/board.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import type { StatusRecord } from '../../src/platforms/status-entry.ts';
import { appendLists } from '../../src/store/append-list.ts';
import type { Namespace } from '../../src/store/namespace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { TextKey } from '../../src/texts.ts';
import { type TestClock, testClock } from '../clock.ts';
import { type Paper, type PaperOptions, paperPlatform } from '../fakes/paper.ts';
import { exampleJob } from '../jobs/example.ts';
import { fragile } from '../jobs/parts.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const PLACE: Place = { platform: 'paper', space: 'home', channel: 'general' };

/** How a job ends that Kling refuses. */
export const FAILED = { reason: { key: 'kling_policy', params: {} }, charged: 'no' } as const;

/** Where a life of the board ends: at its so many-th call to the outside, before that takes effect or after. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** What outlives the board: the disk, the time, the platform, and what the conductor knows. */
interface Ground {
  readonly clock: TestClock;
  readonly store: Store;
  readonly paper: Paper;
  /** Places in line, and reasons to wait, by job. */
  readonly position: Map<string, number>;
  readonly waiting: Map<string, TextKey>;
  /** `skew`: how far the board's clock is ahead of everybody's (ms). */
  readonly known: { usual: number | undefined; asked: number; skew: number; connected: boolean };
}

export type House = Awaited<ReturnType<typeof startHouse>>;

/** The board over a real SQLite file and a paper platform, on a clock that stands. Jobs are moved by hand. */
export async function openHouse(
  death?: Death,
  platform: Pick<PaperOptions, 'edits' | 'posts' | 'forgets'> = {},
): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-'));
  const clock = testClock();
  const store = openStore(join(dir, 'herald.sqlite'), 0);
  onTestFinished(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });
  const paper = paperPlatform({ now: clock.now, ...platform });
  return startHouse(
    {
      clock,
      store,
      paper,
      position: new Map(),
      waiting: new Map(),
      known: { usual: undefined, asked: 0, skew: 0, connected: true },
    },
    death,
  );
}

async function startHouse(ground: Ground, death?: Death) {
  const { clock, store, paper, position, waiting, known } = ground;
  const life = { over: false, calls: 0 };
  const never = () => new Promise<never>(() => {});

  /** A call to the outside, at which this life may end. */
  async function call<T>(act: () => Promise<T>): Promise<T> {
    if (life.over) return never();
    life.calls += 1;
    const last = death?.at === life.calls;
    if (last && death.when === 'before') life.over = true;
    if (life.over) return never();
    const result = await act();
    if (last) life.over = true;
    return life.over ? never() : result;
  }

  function mortal<T>(namespace: Namespace<T>): Namespace<T> {
    return {
      get: (key) => call(() => namespace.get(key)),
      getMany: (keys) => call(() => namespace.getMany(keys)),
      set: (key, value) => call(() => namespace.set(key, value)),
      delete: (key) => call(() => namespace.delete(key)),
      entries: () => namespace.entries(),
    };
  }

  const platform: Platform = {
    ...paper,
    post: (...args) => call(() => paper.post(...args)),
    find: (...args) => call(() => paper.find(...args)),
    edit: (...args) => call(() => paper.edit(...args)),
    openDirect: (...args) => call(() => paper.openDirect(...args)),
  };
  const kept = records({
    jobs: await store.namespace('jobs'),
    open: await store.namespace('open'),
    tasks: await store.namespace('tasks'),
    lists: appendLists(await store.namespace('lists')),
  });
  const view = jobsCommand({
    records: kept,
    notes: noteBox(await store.namespace('notes')),
    engine: { wake: () => {} },
    conductor: { position: (id) => position.get(id), waitingFor: ({ id }) => waiting.get(id) },
    clock,
  }).show;
  const statuses = await store.namespace<StatusRecord>('statuses');
  const pending = await store.namespace<1>('pending statuses');
  const log: string[] = [];
  const broken = new Set<string>();
  const board = createBoard({
    clock: {
      now: () => clock.now() + known.skew,
      after: (ms, callback) => clock.after(ms, () => life.over || callback()),
    },
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    platforms: [platform],
    isConnected: () => known.connected,
    records: kept,
    view,
    usual: () => known.usual,
    statuses: mortal(fragile(statuses, 'statuses', broken)),
    pending: mortal(pending),
  });
  await kept.load();
  await board.start();
  onTestFinished(async () => {
    paper.release();
    if (!life.over) await board.stop();
  });

  async function jobOf(id: string): Promise<Job> {
    const job = await kept.get(id);
    if (!job) throw new Error(`There is no job ${id}.`);
    return job;
  }

  return {
    ...ground,
    board,
    records: kept,
    log,
    /** Put `statuses` in, and what is kept of them cannot be written. */
    broken,
    /** A job is accepted, by another person each time unless told so. */
    async accept(more: Partial<Job> = {}): Promise<Job> {
      known.asked += 1;
      const now = clock.now();
      const id = jobId(`request ${known.asked}`, now);
      const base = { id, state: 'accepted', createdAt: now, updatedAt: now, place: PLACE } as const;
      const job = exampleJob({ ...base, requester: { person: `p${known.asked}` }, estimate: 6.4, ...more });
      await kept.create(job);
      return job;
    },
    /** The job goes on, as its worker would have it. */
    async change(id: string, state: JobState, changes: Changes = {}): Promise<void> {
      const next = { ...update(await jobOf(id), changes, clock.now()), state };
      await kept.save(next);
      if (hasEnded(next)) await kept.close(id);
    },
    /** Lets time pass until nothing more happens at once. */
    pass: clock.pass,
    /** What the status message of a job shows. */
    text: (id: string): string | undefined => paper.message(`${id}s`)?.text,
    /** Ids of jobs whose status is not final. */
    async unfinished(): Promise<string[]> {
      return (await Array.fromAsync(pending.entries())).map(([id]) => id);
    },
    /** How many calls the board made to the outside. */
    calls: () => life.calls,
    /** Whether the process has died. */
    isDead: () => life.over,
    die(): void {
      life.over = true;
    },
  };
}

/** The process dies, whatever is under way; another one starts on the same disk. */
export async function restart(house: House): Promise<House> {
  house.die();
  await house.clock.settle();
  const { clock, store, paper, position, waiting, known } = house;
  return startHouse({ clock, store, paper, position, waiting, known });
}
