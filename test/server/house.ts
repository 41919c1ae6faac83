import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { onTestFinished } from 'vitest';
import type { AvatarRequest } from '../../commands/avatar.ts';
import type { Jobs } from '../../commands/jobs.ts';
import { readConfig } from '../../src/config.ts';
import { jobId } from '../../src/jobs/identity.ts';
import type { Job } from '../../src/jobs/job.ts';
import { createLinks } from '../../src/links.ts';
import type { Blobs } from '../../src/media/blobs.ts';
import { Refusal } from '../../src/refusal.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import type { IdempotencyEntry } from '../../src/server/idempotency.ts';
import { createServer } from '../../src/server/server.ts';

/** A command's fake: jobs in memory, and everything that was asked of it. */
export interface House {
  readonly base: string;
  readonly port: number;
  readonly server: ReturnType<typeof createServer>;
  readonly deps: ServerDeps;
  readonly jobs: Map<string, Job>;
  readonly asked: (AvatarRequest & { photoBytes: Buffer })[];
  readonly fetched: string[];
  readonly callbacks: { job: string; headers: Readonly<Record<string, string>>; body: string }[];
  readonly log: string[];
  readonly links: ReturnType<typeof createLinks>;
  readonly entries: Map<string, IdempotencyEntry>;
  /** Changes a job and tells those who watch. */
  change(id: string, to: Partial<Job>): void;
  incoming(): Promise<string[]>;
  keep(key: string, bytes: Uint8Array): Promise<void>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export interface HouseOptions {
  readonly env?: Record<string, string>;
  readonly deps?: Partial<ServerDeps>;
  /** In place of the fakes, or beside them. */
  readonly commands?: Partial<ServerDeps['commands']>;
  /** Called in the middle of `avatar`. */
  readonly onAvatar?: (request: AvatarRequest) => Promise<void>;
}

/** For tests in which nobody asks for them. */
const NOBODY = {} as Pick<ServerDeps['commands'], 'presenters' | 'announcements' | 'hooks'>;

export function job(id: string, more: Partial<Job> = {}): Job {
  return {
    id,
    state: 'queued',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    day: '2023-11-14',
    requester: { person: 'api' },
    place: { platform: 'api', space: 'api' },
    ask: { speak: { kind: 'words', text: 'hello', voiceId: 'v', language: 'en' }, ratio: '16:9' },
    target: { baseUrl: 'http://kling', account: 'a' },
    estimate: 3,
    ...more,
  };
}

/** A running server on a free port, closed when the test ends. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-server-'));
  const incomingDir = join(dir, 'incoming');
  const jobs = new Map<string, Job>();
  const listeners = new Set<() => void>();
  const asked: House['asked'] = [];
  const fetched: string[] = [];
  const callbacks: House['callbacks'] = [];
  const log: string[] = [];
  const entries = new Map<string, IdempotencyEntry>();
  const config = readConfig({ PORT: '0', ...options.env });
  let port = 0;
  const links = createLinks({ secret: 'x'.repeat(32), base: () => `http://127.0.0.1:${port}`, now: Date.now });

  const find = (id: string): Job => {
    const found = jobs.get(id);
    if (!found) throw new Refusal('missing', 'http_no_job');
    return found;
  };
  const commands: Jobs = {
    show: async (id) => ({ job: find(id) }),
    async list({ state, limit, cursor }) {
      const all = [...jobs.values()].filter((one) => state === undefined || one.state === state).reverse();
      const from = cursor === undefined ? 0 : Number(cursor);
      const next = from + limit < all.length ? String(from + limit) : undefined;
      return {
        jobs: all.slice(from, from + limit).map((one) => ({ job: one, position: 1 })),
        ...(next !== undefined && { cursor: next }),
      };
    },
    async cancel(id) {
      const changed = { ...find(id), cancelAsked: 1 };
      jobs.set(id, changed);
      return { job: changed };
    },
    async *watch(id, signal) {
      let last: Job | undefined;
      while (!signal.aborted) {
        const now = find(id);
        if (now !== last) {
          last = now;
          yield { job: now };
        } else {
          const { promise, resolve } = Promise.withResolvers<void>();
          listeners.add(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
          await promise;
        }
      }
    },
  };
  const unused = () => Promise.reject(new Error('the server only reads'));
  const blobs: Blobs = {
    put: unused,
    withFile: unused,
    keepFile: unused,
    remove: unused,
    touch: unused,
    olderThan: () => {
      throw new Error('the server only reads');
    },
    free: unused,
    size: async (key) => (existsSync(join(dir, key)) ? statSync(join(dir, key)).size : undefined),
    read: async (key, range): Promise<Readable | undefined> =>
      existsSync(join(dir, key)) ? createReadStream(join(dir, key), range) : undefined,
  };

  const deps: ServerDeps = {
    config,
    log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    commands: {
      ...NOBODY,
      jobs: commands,
      async avatar(request) {
        asked.push({ ...request, photoBytes: await readFile(request.photo.path) });
        await options.onAvatar?.(request);
        const id = jobId(request.origin.key, request.origin.at);
        const known = jobs.get(id);
        const made = known ?? job(id, { state: 'accepted' });
        jobs.set(id, made);
        return { job: made, repeated: known !== undefined };
      },
      ...options.commands,
    },
    voices: [{ id: 'oversea_male1', language: 'en', name: 'Anchor' }],
    blobs,
    links,
    async fetchBytes(url) {
      fetched.push(url);
      return (async function* () {
        yield Buffer.from(`fetched ${url}`);
      })();
    },
    idempotency: {
      get: async (key) => entries.get(key),
      getMany: async (keys) => keys.map((key) => entries.get(key)),
      set: async (key, value) => void entries.set(key, value),
      delete: async (key) => void entries.delete(key),
      async *entries() {
        yield* entries;
      },
    },
    onCallback: async (id, headers, body) => void callbacks.push({ job: id, headers, body }),
    readiness: async () => ({ ready: true, reasons: [] }),
    mounts: [],
    metrics: new Registry(),
    incomingDir,
    now: Date.now,
    randomId: randomUUID,
    ...options.deps,
  };
  const server = createServer(deps);
  ({ port } = await server.listen());
  onTestFinished(async () => {
    await server.close(0);
    await rm(dir, { recursive: true, force: true });
  });

  return {
    base: `http://127.0.0.1:${port}`,
    port,
    server,
    deps,
    jobs,
    asked,
    fetched,
    callbacks,
    log,
    links,
    entries,
    change(id, to) {
      jobs.set(id, { ...find(id), ...to });
      for (const tell of listeners) tell();
      listeners.clear();
    },
    incoming: () => readdir(incomingDir),
    keep: async (key, bytes) => writeFile(join(dir, key), bytes),
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
  };
}

/** A form for `POST /api/jobs`: a photo and words, unless told otherwise. */
export function form(fields: Record<string, string | Blob> = {}): FormData {
  const data = new FormData();
  const all = { photo: new Blob(['the photo']), text: 'Good morning.', ...fields };
  for (const [name, value] of Object.entries(all)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, `${name}.bin`);
  }
  return data;
}
