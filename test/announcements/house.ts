import { randomBytes, randomUUID } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Announcement, NewAnnouncement, Trigger } from '../../commands/announcements.ts';
import { jobs } from '../../commands/jobs.ts';
import type { NewPresenter, Presenter } from '../../commands/presenters.ts';
import { announcementRoom } from '../../src/announcements/room.ts';
import type { AnnouncementRoomOptions, AnnouncementTables } from '../../src/announcements/room-options.ts';
import { embeddedEngine } from '../../src/engine/embedded.ts';
import type { Job, Place } from '../../src/jobs/job.ts';
import { messageOf, videoKey } from '../../src/jobs/parcel.ts';
import { move } from '../../src/jobs/transitions.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { Refusal } from '../../src/refusal.ts';
import { appendLists } from '../../src/store/append-list.ts';
import type { Namespace } from '../../src/store/namespace.ts';
import type { TextKey } from '../../src/texts.ts';
import { type TestClock, testClock } from '../clock.ts';
import { openKept } from '../commands/kept.ts';
import { newLife } from '../commands/life.ts';
import { type Paper, paperPlatform } from '../fakes/paper.ts';
import { disk } from '../jobs/disk.ts';
import { type Busy, newBusy } from './busy.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ROOM: Place = { platform: 'paper', space: 'home', channel: 'room' };
export const NEWS: Place = { platform: 'paper', space: 'home', channel: 'news' };

export interface HouseOptions {
  /** In place of what the kit has for the room. */
  readonly parts?: Partial<AnnouncementRoomOptions>;
  /** False while the platform is not connected. */
  readonly connected?: boolean;
  readonly start?: number;
  readonly ceilings?: Parameters<typeof openKept>[2];
}

type Disk = Awaited<ReturnType<typeof disk>>;

/** What outlives a restart. */
interface Ground {
  readonly disk: Disk;
  readonly clock: TestClock;
  readonly paper: Paper;
  readonly busy: Busy;
  readonly options: HouseOptions;
}

export type House = Awaited<ReturnType<typeof start>>;

/** The announcements over a real store, real folders, the real engine and the real acceptance of jobs, on a clock that stands, beside paper. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  return start(await newGround(options));
}

/** The process dies, whatever is under way; another one starts on the same disk. */
export async function crash(house: House, options = house.options): Promise<House> {
  house.die();
  await house.disk.reopen();
  return start({ disk: house.disk, clock: house.clock, paper: house.paper, busy: house.busy, options });
}

async function newGround(options: HouseOptions = {}): Promise<Ground> {
  const busy = newBusy();
  const clock = testClock(options.start, () => busy.count > 0);
  const paper = paperPlatform({ now: clock.now });
  return { disk: await disk(), clock, paper, busy, options };
}

export async function tablesOf(namespace: Disk['namespace']): Promise<AnnouncementTables> {
  const table = <T>(name: string): Promise<Namespace<T>> => namespace<T>(name);
  return {
    presenters: await table('presenters'),
    defaults: await table('presenter_defaults'),
    announcements: await table('announcements'),
    clocks: await table('clocks'),
    occurrences: await table('occurrences'),
    openOccurrences: await table('open_occurrences'),
    counts: await table('counts'),
    failing: await table('failing'),
    secrets: await table('secrets'),
    deliveries: await table('deliveries'),
    tellings: await table('tellings'),
  };
}

/** Everything that the room needs, of one life of the process. */
async function partsOf({ disk: { dir, namespace }, clock: time, paper, busy, options }: Ground) {
  const life = newLife();
  const { living, holdAt, holdUntil } = life;
  onTestFinished(life.die);
  const clock = { now: time.now, after: (ms: number, act: () => void) => time.after(ms, () => life.isOver || act()) };
  const counted = busy.with;
  const kept = await openKept({ dir, namespace } as Disk, clock, options.ceilings);
  const log: string[] = [];
  const quiet: Pick<Platform, 'obstacles' | 'unheard' | 'names'> = {
    obstacles: async () => [],
    unheard: async () => [],
    names: async () => ({}),
  };
  const steps = newBusy();
  const engine = embeddedEngine({
    clock,
    concurrency: 64,
    onError: (key, error) => void log.push(`${key}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  /** The worker of a job that was asked to cancel, as far as that is not at Kling. */
  const cancels = counted(async (id: string) => {
    const job = await kept.records.get(id);
    const isAsked = (await kept.notes.read(id)).cancel !== undefined;
    if (job && isAsked && !job.send) await kept.records.save(move(job, 'cancelled', { charged: 'no' }, clock.now()));
  });
  const connection: { isThere: boolean; shutOut?: TextKey; waiting?: TextKey } = {
    isThere: options.connected !== false,
  };
  const platform: Platform = {
    ...quiet,
    ...paper,
    post: living('post', paper.post),
    find: living('find', paper.find),
  };
  const files = join(dir, 'incoming');
  await mkdir(files, { recursive: true });
  const parts: AnnouncementRoomOptions = {
    clock,
    log: pino({ level: 'debug' }, { write: (entry: string) => void log.push(entry) }),
    engine: { ...engine, start: (work) => engine.start(steps.with(work)) },
    tables: await tablesOf(namespace),
    lists: appendLists(await namespace('lists')),
    blobs: {
      ...kept.blobs,
      keepFile: counted(kept.blobs.keepFile) as typeof kept.blobs.keepFile,
      withFile: counted(kept.blobs.withFile) as typeof kept.blobs.withFile,
    },
    media: {
      preparePhoto: (input, output) => copyFile(input, output),
      readFeed: async () => {
        throw new Error('No feed is read here.');
      },
    },
    records: kept.records,
    ledger: kept.ledger,
    jobs: jobs({
      ...kept,
      clock,
      engine: { wake: (id) => void cancels(id) },
      conductor: { position: () => undefined, waitingFor: () => connection.waiting },
    }),
    avatar: living('avatar', counted(kept.avatar)),
    access: { refusal: () => connection.shutOut },
    speech: {
      choose: (_, voiceId) => ({ voiceId: voiceId ?? 'reader', language: 'en' }),
      estimate: (text) => text.length / 10,
    },
    platform: (name) => (name === paper.name && connection.isThere ? platform : undefined),
    fetch: { download: () => Promise.reject(new Refusal('input', 'media_url_failed')) },
    secret: 'the secret of the house',
    hookUrl: (id) => `https://herald.test/hooks/${id}`,
    dir: files,
    perDay: 24,
    late: HOUR,
    maxVideoSeconds: 60,
    zone: 'UTC',
    random: () => 0.5,
    randomId: randomUUID,
    randomBytes,
    ...options.parts,
  };
  return { parts, kept, log, connection, steps, life, holdAt, holdUntil };
}

async function start(ground: Ground) {
  const { clock, paper, disk: ownDisk } = ground;
  const { parts, kept, log, connection, steps, life, holdAt, holdUntil } = await partsOf(ground);
  const { tables } = parts;
  const room = announcementRoom(parts);
  await room.load();
  room.start();
  onTestFinished(async () => {
    if (!life.isOver) await room.stop(0);
  });
  let named = 0;

  /** Waits until nothing is at work any more, files and all; for where nothing is held or stalls. */
  async function idle(): Promise<void> {
    do await clock.settle();
    while (steps.count > 0);
  }

  /** A presenter of the space, without the checks of its photo. */
  async function presenter(more: Partial<NewPresenter> = {}): Promise<Presenter> {
    const photo = join(ownDisk.dir, 'incoming', randomUUID());
    await writeFile(photo, 'a photo');
    return room.presenters.add({
      origin: { key: `presenter ${more.name ?? 'Mayor'}`, at: clock.now() },
      space: 'paper:home',
      name: 'Mayor',
      owner: 'ada',
      photo: { path: photo, bytes: 7, sha256: '' },
      ...more,
    });
  }

  return {
    ...ground,
    parts,
    tables,
    records: kept.records,
    blobs: kept.blobs,
    log,
    room,
    announcements: room.announcements,
    presenters: room.presenters,
    die: life.die,
    idle,
    holdAt,
    holdUntil,
    presenter,
    /** The platform connects, or is lost. */
    connect(isThere = true): void {
      connection.isThere = isThere;
      if (isThere) room.onConnected();
    },
    /** Nobody may use the bot from now on, for this reason. */
    shutOut(why: TextKey): void {
      connection.shutOut = why;
    },
    /** No job begins, for this reason. */
    holdUp(why: TextKey): void {
      connection.waiting = why;
    },
    /** Sets up an announcement for `news`, by the Mayor unless told otherwise. */
    async announcement(trigger: Trigger, more: Partial<NewAnnouncement> = {}): Promise<Announcement> {
      return (await this.setUp(trigger, more)).announcement;
    },
    async setUp(trigger: Trigger, more: Partial<NewAnnouncement> = {}) {
      const by = more.presenter ?? (room.presenters.named('paper:home', 'Mayor') ?? (await presenter())).id;
      named += 1;
      return room.announcements.add({
        origin: { key: `test ${trigger.kind} ${named}`, at: clock.now() },
        name: `${trigger.kind} ${named}`,
        place: NEWS,
        owner: { person: 'ada' },
        trigger,
        ...more,
        presenter: by,
      });
    },
    /** All jobs, oldest first. */
    async jobs(): Promise<readonly Job[]> {
      const { ids } = await kept.records.newest(100);
      const found = await kept.records.getMany(ids.toReversed());
      return found.filter((job) => job !== undefined);
    },
    /** Changes a job's record, as its worker would. */
    async becomes(id: string, changes: Partial<Job>): Promise<Job> {
      const job = await kept.records.get(id);
      if (!job) throw new Error(`There is no job ${id}.`);
      const changed = { ...job, ...changes, updatedAt: clock.now() };
      await kept.records.save(changed);
      await idle();
      return changed;
    },
    /** Brings a job's video to its place, as its worker would. */
    async delivers(id: string, place?: Place): Promise<Job> {
      const job = await kept.records.get(id);
      if (!job) throw new Error(`There is no job ${id}.`);
      const message = messageOf(job, { kind: 'file', blob: '', bytes: 1 });
      const outcome = await paper.post(
        place ?? job.place,
        { key: videoKey(id), message },
        new AbortController().signal,
      );
      if (outcome.outcome !== 'posted') throw new Error(`Not posted: ${outcome.outcome}`);
      return this.becomes(id, { state: 'delivered', posted: outcome.sent });
    },
    /** What the bot has told somebody alone, in the order of the posts. */
    told: (person: string): readonly string[] => paper.messages(paper.direct(person)).map(({ text }) => text),
    keys: async (table: keyof typeof tables): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const [key] of tables[table].entries()) found.push(key);
      return found;
    },
  };
}
