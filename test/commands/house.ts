import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type AccessRules, access } from '../../commands/access.ts';
import { createDesk, type DeskOptions } from '../../commands/create-desk.ts';
import type { Asked, Caller, Pressed } from '../../commands/desk.ts';
import { jobs } from '../../commands/jobs.ts';
import type { Given, VerbName } from '../../commands/verbs.ts';
import { blobKeys, jobId } from '../../src/jobs/identity.ts';
import type { Job, Place } from '../../src/jobs/job.ts';
import type { Ceilings } from '../../src/jobs/ledger.ts';
import type { Answer, Platform } from '../../src/platforms/platform.ts';
import type { TextKey } from '../../src/texts.ts';
import { type Busy, newBusy } from '../announcements/busy.ts';
import { type TestClock, testClock } from '../clock.ts';
import { type Paper, type PaperAnswer, paperPlatform } from '../fakes/paper.ts';
import { disk } from '../jobs/disk.ts';
import { openAnnouncing } from './announcing.ts';
import { openKept, SPEECH } from './kept.ts';
import { newLife } from './life.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const ROOM: Place = { platform: 'paper', space: 'home', channel: 'room' };

const VOICES = [
  { id: 'reader', language: 'en', name: 'Anchor' },
  { id: 'sunny', language: 'en', name: 'Sunny' },
  { id: 'sunny', language: 'zh', name: '阳光少年' },
  { id: 'grandpa', language: 'zh', name: '慈祥爷爷' },
  { id: 'ours', language: 'en', name: 'The Mayor' },
] as const;

export interface HouseOptions {
  readonly operator?: Partial<AccessRules>;
  readonly ceilings?: Partial<Ceilings>;
  /** No status message can be posted, or the board breaks. */
  readonly board?: 'away' | 'broken';
  /** False while the platform is not connected. */
  readonly connected?: boolean;
  /** Whether people can be given links to videos. */
  readonly public?: boolean;
  /** Whether `ada` has confirmed before. */
  readonly confirmed?: boolean;
  readonly limit?: number;
  /** The platform remembers no keys. */
  readonly forgets?: boolean;
  /** Why nothing is begun. */
  readonly holdup?: TextKey;
  readonly sandbox?: boolean;
}

interface Ground {
  /** What is at work on files, for which the clock waits. */
  readonly busy: Busy;
  readonly disk: Awaited<ReturnType<typeof disk>>;
  readonly clock: TestClock;
  readonly paper: Paper;
  readonly options: HouseOptions;
}

export type House = Awaited<ReturnType<typeof start>>;

/** The desk over a real store, real folders and the real acceptance of jobs, on a clock that stands, beside paper. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const busy = newBusy();
  const clock = testClock(undefined, () => busy.count > 0);
  const { limit, forgets = false } = options;
  const paper = paperPlatform({ now: clock.now, forgets, ...(limit === undefined ? {} : { limit }) });
  return start({ busy, disk: await disk(), clock, paper, options });
}

/** The process dies, whatever is under way; another one starts on the same disk. */
export async function crash(house: House, options = house.options): Promise<House> {
  house.die();
  await house.disk.reopen();
  return start({ ...house, options });
}

async function start(ground: Ground) {
  const { paper, clock: time, options } = ground;
  const { dir, namespace } = ground.disk;
  const life = newLife();
  const { living, die, holdAt, holdUntil } = life;
  onTestFinished(die);
  const clock = { now: time.now, after: (ms: number, act: () => void) => time.after(ms, () => life.isOver || act()) };

  const mine = (answer: PaperAnswer): Answer => ({
    ref: answer.ref,
    say: living('say', answer.say),
    done: living('done', answer.done),
  });

  const { woken, avatar, ...kept } = await openKept(ground.disk, clock, options.ceilings);
  const tables: DeskOptions['tables'] = {
    intake: await namespace('intake'),
    over: await namespace('over'),
    parked: await namespace('parked'),
    confirmations: await namespace('confirmations'),
  };
  const spaces = await namespace<AccessRules>('spaces');
  const rules = access(spaces, { roles: [], channels: [], shutOut: [], ...options.operator });
  await rules.load();
  if (options.confirmed !== false) {
    await tables.confirmations.set('paper:ada', { at: 1, key: 'face_terms', version: 1, locale: 'en' });
  }

  const log: string[] = [];
  const signal = new AbortController().signal;
  const statusOf = (job: Job) => paper.message(`${job.id}s`);
  const makes = living('avatar', ground.busy.with(avatar));
  const logger = pino({ level: 'debug' }, { write: (entry: string) => void log.push(entry) });
  const platform = (name: string): Platform | undefined =>
    name === paper.name && options.connected !== false
      ? {
          ...paper,
          fetch: living('fetch', paper.fetch),
          post: living('post', paper.post),
          find: living('find', paper.find),
          edit: living('edit', paper.edit),
          answer: (ref) => mine(paper.answer(ref)),
        }
      : undefined;
  const room = await openAnnouncing(ground.disk, {
    clock,
    log: logger,
    kept,
    avatar: makes,
    access: rules,
    platform,
    busy: ground.busy,
  });
  const desk = createDesk({
    ...kept,
    ...room,
    clock,
    log: logger,
    speech: SPEECH,
    zone: 'UTC',
    tables,
    access: rules,
    voices: VOICES,
    favourites: ['ours'],
    dir: join(dir, 'incoming'),
    randomId: randomUUID,
    conductor: { holdup: options.holdup },
    isSandbox: options.sandbox === true,
    jobs: jobs({
      ...kept,
      clock,
      conductor: { position: () => undefined, waitingFor: () => undefined },
    }),
    avatar: makes,
    videoLink: (key) => (options.public ? { url: `https://here/${key}`, until: clock.now() + 24 * HOUR } : undefined),
    platform,
    board: {
      show: living('show', async (job: Job) => {
        if (options.board === 'away') return undefined;
        if (options.board === 'broken') throw new Error('The board is broken.');
        const status = { locale: 'en', lines: [{ key: 'jobs_accepted' }] } as const;
        const made = await paper.post(job.place, { key: `${job.id}s`, message: status }, signal);
        return made.outcome === 'posted' ? made.sent : undefined;
      }),
      async sentOf(job: Job) {
        const sent = statusOf(job);
        return sent && { place: sent.place, message: sent.id, url: sent.url };
      },
    },
  });
  await desk.start();
  if (options.connected !== false) desk.connected(paper.name);

  const ada = (more: Partial<Caller> = {}): Caller => ({
    person: 'ada',
    locale: 'en',
    place: ROOM,
    roles: [],
    moderates: false,
    manages: false,
    ...more,
  });

  return {
    ...ground,
    ...kept,
    ...room,
    tables,
    access: rules,
    desk,
    log,
    woken,
    ada,
    die,
    holdAt,
    holdUntil,
    /** Asks for a video with words and a photo, unless told otherwise. */
    async ask(more: Partial<Asked> & { readonly as?: Caller } = {}) {
      const asked = request(more);
      await desk.ask(asked);
      return outcome(asked.origin, asked.answer.ref);
    },
    request,
    /** A request as it comes again, also in another life than the first time. */
    again: (asked: Asked): Asked => ({ ...asked, answer: mine(paper.answer(asked.answer.ref)) }),
    outcome,
    async press(name: string, subject: string, more: Partial<Pressed> & { readonly as?: Caller } = {}) {
      const answer = paper.answer();
      const origin = { key: `paper:press ${answer.ref}`, at: time.now() };
      const { as, ...rest } = more;
      const pressed = { caller: as ?? ada(), origin, obstacles: [], name, subject, ...rest };
      await desk.press({ ...pressed, answer: mine(answer) });
      return answer;
    },
    /** Asks for a verb, as somebody in charge unless told otherwise. @returns the answer, with what caused it */
    async verb(verb: VerbName, given: Given = {}, as: Partial<Caller> = {}) {
      const answer = paper.answer();
      const origin = { key: `paper:verb ${answer.ref}`, at: time.now() };
      await desk.verb({ origin, caller: ada({ moderates: true, ...as }), answer: mine(answer), verb, given });
      return answer;
    },
    /** What `jobs`, `help` or `settings` say. */
    async says(act: (answer: Answer) => Promise<void>) {
      const answer = paper.answer();
      await act(mine(answer));
      return answer;
    },
    /** Changes a job's record, as its worker would. */
    async becomes(id: string, changes: Partial<Job>): Promise<Job> {
      const job = await kept.records.get(id);
      if (!job) throw new Error(`There is no job ${id}.`);
      const changed = { ...job, ...changes };
      await kept.records.save(changed);
      return changed;
    },
    /** The video of a job is there. */
    async rendered(id: string, content = 'a video', as: 'video' | 'fit' = 'video'): Promise<void> {
      await kept.blobs.keepFile(blobKeys(id)[as], (path) => writeFile(path, content));
    },
    jobs: async () => (await kept.records.newest(100)).ids,
    /** Keys of all bytes that are kept, of jobs and of requests that wait. */
    kept: async () => (await readdir(join(dir, 'media'))).sort(),
    /** Files that were being looked at and are still there. */
    incoming: async () => {
      await mkdir(join(dir, 'incoming'), { recursive: true });
      return readdir(join(dir, 'incoming'));
    },
    spaces,
    /** Spaces in which something was set. */
    spaceNames: async () => (await Array.fromAsync(spaces.entries())).map(([space]) => space),
    keys: async (table: keyof typeof tables) => {
      const found: string[] = [];
      for await (const [key] of tables[table].entries()) found.push(key);
      return found;
    },
  };

  function request(more: Partial<Asked> & { readonly as?: Caller } = {}): Asked {
    const { as, ...rest } = more;
    const answer = paper.answer();
    return {
      origin: { key: `paper:${answer.ref}`, at: time.now() },
      caller: as ?? ada(),
      obstacles: [],
      ...('photo' in more || 'audio' in more || 'text' in more
        ? {}
        : { text: 'Good morning.', photo: { file: paper.upload('a photo') } }),
      ...rest,
      answer: mine(answer),
    };
  }

  async function outcome(origin: Asked['origin'], ref: string) {
    const id = jobId(origin.key, origin.at);
    return { id, answer: paper.answer(ref), job: await kept.records.get(id) };
  }
}
