import { AsyncLocalStorage } from 'node:async_hooks';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { jobs as jobsCommand } from '../../commands/jobs.ts';
import { embeddedEngine } from '../../src/engine/embedded.ts';
import type { Acceptable } from '../../src/jobs/accept.ts';
import type { Announced, Job, JobState, Place, Target } from '../../src/jobs/job.ts';
import type { KlingApi } from '../../src/jobs/kling-api.ts';
import { type Ceilings, ledger } from '../../src/jobs/ledger.ts';
import { noteBox } from '../../src/jobs/notes.ts';
import type { Pause } from '../../src/jobs/pause.ts';
import { records } from '../../src/jobs/records.ts';
import { jobRoom } from '../../src/jobs/room.ts';
import type { ProfileName } from '../../src/kling/profile.ts';
import { folderBlobs } from '../../src/media/blobs-folder.ts';
import { appendLists } from '../../src/store/append-list.ts';
import { openStore } from '../../src/store/store.ts';
import type { Locale } from '../../src/texts.ts';
import { type TestClock, testClock } from '../clock.ts';
import { type Chat, openChat } from './chat.ts';
import { newFolder } from './disk.ts';
import { type ScriptedKling, scriptedKling } from './kling.ts';
import { fragile, scriptedMedia } from './parts.ts';
import { stepping } from './steps.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const CEILINGS: Ceilings = {
  maxVideoSeconds: 60,
  dailySecondsPerPerson: 1e6,
  dailySecondsPerSpace: 1e6,
  dailySeconds: 1e6,
};

export interface HouseOptions {
  readonly profile?: ProfileName;
  /** `KLING_MAX_CONCURRENT` */
  readonly slots?: number;
  readonly ceilings?: Partial<Ceilings>;
  /** ms */
  readonly beat?: number;
  readonly callbacks?: boolean;
  /** False to open what is kept without going on with it. */
  readonly started?: boolean;
  /** Whether Kling can fetch a recording from Herald. */
  readonly reachable?: boolean;
  /** Whether people can be given lasting links. */
  readonly public?: boolean;
  /** Bytes that a file on the chat platform may have. */
  readonly limit?: number;
  /** The chat platform remembers no keys, and marks its files. */
  readonly forgets?: boolean;
}

/** What outlives a crash of Herald: the disk, the time, and Kling. */
interface Ground {
  readonly dir: string;
  readonly clock: TestClock;
  readonly kling: ScriptedKling;
  readonly options: HouseOptions;
  /** Works of the engine that are under way, less those that wait for time to pass. */
  readonly at: { work: number };
  /** Namespaces whose writes fail. */
  readonly broken: Set<string>;
  readonly chat: Chat;
}

export type House = Awaited<ReturnType<typeof startHouse>>;

const inWork = new AsyncLocalStorage<true>();

/** The job room with a real SQLite file, real folders and the real engine, on a clock that stands, beside a scripted Kling. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const dir = await newFolder();
  const at = { work: 0 };
  const clock = testClock(undefined, () => at.work > 0);
  const kling = scriptedKling(options.profile ?? 'avatar', clock.now);
  const { limit, forgets = false } = options;
  const chat = openChat({ now: clock.now, forgets, ...(limit === undefined ? {} : { limit }) });
  onTestFinished(async () => {
    await rm(dir, { recursive: true, force: true });
    expect(kling.complaints).toEqual([]);
  });
  return startHouse({ dir, clock, kling, options, at, broken: new Set(), chat });
}

async function startHouse(ground: Ground) {
  const { dir, kling, at, broken, chat, options } = ground;
  const life = { over: false };
  const clock = {
    now: ground.clock.now,
    after: (ms: number, callback: () => void) => ground.clock.after(ms, () => life.over || callback()),
  };
  const store = openStore(join(dir, 'herald.sqlite'), 0);
  const namespace = async <T>(name: string) => fragile(await store.namespace<T>(name), name, broken);
  const lists = appendLists(await namespace('lists'));
  const written = records({
    jobs: await namespace('jobs'),
    open: await namespace('open'),
    tasks: await namespace('tasks'),
    lists,
  });
  const kept = {
    records: {
      ...written,
      save: (job: Job) => steps.around(`save ${job.state}`, () => written.save(job)),
    },
    notes: noteBox(await namespace('notes')),
    ledger: ledger(await namespace('ledger'), { ...CEILINGS, ...options.ceilings }, clock.now),
    blobs: await folderBlobs(join(dir, 'media')),
  };
  const steps = stepping(() => until(() => {}));
  const media = scriptedMedia();
  const slow = { ms: 0 };
  const errors: unknown[] = [];
  const log: string[] = [];
  const pauses: (Pause | undefined)[] = [];
  const real = embeddedEngine({ clock, concurrency: 64, onError: (_, error) => errors.push(error) });
  const engine: typeof real = {
    ...real,
    start: (work) =>
      real.start((key, signal) =>
        inWork.run(true, async () => {
          at.work += 1;
          return work(key, signal).finally(() => {
            if (!life.over) at.work -= 1;
          });
        }),
      ),
  };
  const target: Target = { baseUrl: 'https://kling', account: 'ours', profile: kling.profile.name };
  const api: { present: KlingApi } = { present: { target, profile: kling.profile } };
  const room = jobRoom({
    ...kept,
    notes: {
      ...kept.notes,
      async leave(id, kind, note) {
        if (slow.ms > 0) await new Promise<void>((resolve) => clock.after(slow.ms, resolve));
        await kept.notes.leave(id, kind, note);
      },
    },
    clock,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    media,
    engine,
    api: () => api.present,
    links: {
      callback: (id) => (options.callbacks ? `https://here/kling/callback/${id}` : undefined),
      media: (key) => (options.reachable === false ? undefined : `https://here/media/${key}`),
      video: (key) => (options.public ? { url: `https://here/media/${key}`, until: clock.now() + 7 * DAY } : undefined),
    },
    outlets: chat.outlets(steps.around),
    download: async (url) => [Buffer.from(await kling.file(url))] as unknown as AsyncIterable<Uint8Array>,
    settle: 60 * SECOND,
    beat: options.beat ?? 5 * SECOND,
    maxVideoSeconds: options.ceilings?.maxVideoSeconds ?? CEILINGS.maxVideoSeconds,
    maxConcurrent: options.slots ?? 5,
    callbacks: options.callbacks ?? false,
    onPause: (pause) => pauses.push(pause),
  });
  if (options.started !== false) {
    await room.load();
    room.start([]);
  }

  let asked = 0;
  async function end(): Promise<void> {
    await ground.clock.settle();
    if (life.over) return;
    life.over = true;
    at.work = 0;
    await store.close();
  }
  onTestFinished(end);

  async function request(more: Partial<Asked> = {}): Promise<Acceptable> {
    asked += 1;
    const { person = `p${asked}`, space = 'home', text = 'Good morning.', seconds, key = `request ${asked}` } = more;
    const [photo, audio] = [join(dir, `photo ${asked}`), join(dir, `audio ${asked}`)];
    await writeFile(photo, more.photo ?? 'a photo');
    if (seconds !== undefined) await writeFile(audio, String(seconds));
    return {
      origin: { key, at: clock.now() },
      requester: { person, ...(more.locale === undefined ? {} : { locale: more.locale }) },
      place: more.place ?? { platform: 'test', space },
      ...(more.replyTo === undefined ? {} : { replyTo: more.replyTo }),
      ask: {
        speak:
          seconds === undefined
            ? { kind: 'words', text, voiceId: 'v', language: 'en' }
            : { kind: 'recording', seconds },
        ratio: '16:9',
      },
      estimate: more.estimate ?? seconds ?? 3,
      photo: { path: photo, bytes: 7 },
      ...(more.announced && { announced: more.announced }),
      ...(seconds === undefined ? {} : { audio: { path: audio, bytes: String(seconds).length } }),
    };
  }

  const ask = async (more: Partial<Asked> = {}) => (await room.acceptance.accept(await request(more))).job.id;

  async function jobOf(id: string): Promise<Job> {
    const job = await kept.records.get(id);
    if (!job) throw new Error(`There is no job ${id}.`);
    return job;
  }

  async function until(wait: (go: () => void) => void): Promise<void> {
    const working = inWork.getStore() ? 1 : 0;
    at.work -= working;
    await new Promise<void>(wait);
    at.work += working;
  }

  const state = async (id: string): Promise<JobState> => (await jobOf(id)).state;

  return {
    ...kept,
    ...ground,
    lists,
    steps,
    paper: chat.paper,
    room,
    engine,
    media,
    errors,
    log,
    pauses,
    /** The Kling that is configured; change `present` to change it. */
    api,
    commands: jobsCommand({ ...kept, engine, conductor: room.conductor, clock }),
    pass: ground.clock.pass,
    settle: ground.clock.settle,
    end,
    /** A request that is as good as any other, from another person of the same space each time, unless told so. */
    request,
    /** Asks for a video, and is told that it is accepted. @returns the job's id */
    ask,
    job: jobOf,
    state,
    /** Asks for a video and waits until Kling renders it. */
    async rendering(more: Partial<Asked> = {}): Promise<string> {
      const id = await ask(more);
      await ground.clock.pass(100);
      expect(await state(id)).toBe('rendering');
      return id;
    },
    /** An answer of Kling's takes this long (ms). */
    async takes(ms: number): Promise<void> {
      await until((resolve) => clock.after(ms, resolve));
    },
    /** Waits for something that does not happen by itself. */
    until,
    /** From now on, leaving a note takes this long (ms), until stopped. */
    slowNotes(ms: number) {
      slow.ms = ms;
      return {
        stop() {
          slow.ms = 0;
        },
      };
    },
    /** Kling never answers. */
    async never(): Promise<never> {
      await until(() => {});
      throw new Error('It happened.');
    },
    /** Herald stops as it should. */
    async stop(): Promise<void> {
      await room.stop(6 * SECOND);
      await end();
    },
    /** Files that are kept for a job, by what they are; with no id, all that are kept. */
    async files(id: string): Promise<string[]> {
      const kinds: string[] = [];
      for await (const key of kept.blobs.olderThan(Number.POSITIVE_INFINITY)) {
        if (key.startsWith(id)) kinds.push(id === '' ? key : key.slice(id.length + 1));
      }
      return kinds.sort();
    },
  };
}

/** The process dies, whatever is under way; another one starts on the same disk. */
export async function crash(house: House, options = house.options): Promise<House> {
  await house.end();
  const { dir, clock, kling, at, broken, chat } = house;
  return startHouse({ dir, clock, kling, at, broken, chat, options });
}

interface Asked {
  readonly person: string;
  readonly space: string;
  readonly text: string;
  /** Of a recording, in place of a text. */
  readonly seconds: number;
  readonly photo: string;
  readonly key: string;
  readonly estimate: number;
  readonly place: Place;
  readonly replyTo: string;
  readonly locale: Locale;
  readonly announced: Announced;
}
