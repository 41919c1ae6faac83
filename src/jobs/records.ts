import type { AppendLists } from '../store/append-list.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';
import { type Job, type JobState, STATES } from './job.ts';
import { hasEnded } from './transitions.ts';

export type JobListener = (job: Job, before: Job | undefined) => void;

/**
 * The jobs' records, and what finds them: open jobs by an index and in memory; all jobs, each person's and each space's by
 * lists; tasks by Kling's id. A change is told to listeners after it is on the disk, never before.
 */
export interface Records {
  /** Reads the open jobs; once, at the start. @returns their ids */
  load(): Promise<readonly string[]>;
  get(id: string): Promise<Job | undefined>;
  getMany(ids: readonly string[]): Promise<(Job | undefined)[]>;
  /** Open jobs in one state, as last persisted. */
  open(state: JobState): ReadonlyMap<string, Job>;
  /** Persists a new job, after the entries that find it. */
  create(job: Job): Promise<void>;
  /** Persists a change. Only the worker that was woken for the job may call it; also of one that was closed. */
  save(job: Job): Promise<void>;
  /** Takes a job that has ended out of the index of open jobs, and out of memory. */
  close(id: string): Promise<void>;
  jobOfTask(taskId: string): Promise<string | undefined>;
  /** Newest first. @param before where the page before ended */
  newest(limit: number, before?: number, whose?: Whose): ReturnType<AppendLists['newest']>;
  listen(listener: JobListener): () => void;
}

export interface RecordsOptions {
  readonly jobs: Namespace<Job>;
  readonly open: Namespace<1>;
  readonly tasks: Namespace<string>;
  readonly lists: AppendLists;
}

/** A person's jobs (`platform:person`), or those of a space (`platform:space`); everybody's when neither is named. */
export type Whose = { readonly person: string } | { readonly space: string };

/** The name of the list of somebody's jobs. */
export function listOf(whose?: Whose): string {
  if (!whose) return 'all';
  return 'person' in whose ? `person:${whose.person}` : `space:${whose.space}`;
}

/** A person's id across platforms. */
export const personOf = (job: Pick<Job, 'place' | 'requester'>) => `${job.place.platform}:${job.requester.person}`;

/** A space's id across platforms. */
export const spaceOf = (job: Pick<Job, 'place'>) => `${job.place.platform}:${job.place.space}`;

/** Ids read from the store at once. */
const BATCH = 500;

export function records({ jobs, open, tasks, lists }: RecordsOptions): Records {
  const states = new Map<JobState, Map<string, Job>>(STATES.map((state) => [state, new Map()]));
  const known = new Map<string, Job>();
  const listeners = new Set<JobListener>();

  const inState = (state: JobState) => states.get(state) ?? new Map<string, Job>();

  function remember(job: Job, before?: Job): void {
    if (before && before.state !== job.state) inState(before.state).delete(job.id);
    known.set(job.id, job);
    inState(job.state).set(job.id, job);
    tell(job, before);
  }

  function tell(job: Job, before: Job | undefined): void {
    for (const listener of listeners) listener(job, before);
  }

  return {
    async load() {
      const ids = await keysOf(open);
      for (let start = 0; start < ids.length; start += BATCH) {
        const batch = ids.slice(start, start + BATCH);
        const found = await jobs.getMany(batch);
        for (const [at, job] of found.entries()) {
          if (job) remember(job);
          // the process died between the index and the record: nobody was told "accepted"
          else await open.delete(batch[at] ?? '');
        }
      }
      return [...known.keys()];
    },
    get: async (id) => known.get(id) ?? jobs.get(id),
    async getMany(ids) {
      // held on to: a job may be closed while the others are read
      const found = new Map(ids.map((id) => [id, known.get(id)]));
      const asked = ids.filter((id) => !found.get(id));
      for (const [at, job] of (await jobs.getMany(asked)).entries()) found.set(asked[at] ?? '', job);
      return ids.map((id) => known.get(id) ?? found.get(id));
    },
    open: inState,
    async create(job) {
      await Promise.all([
        open.set(job.id, 1),
        lists.append(listOf(), job.id),
        lists.append(listOf({ person: personOf(job) }), job.id),
        lists.append(listOf({ space: spaceOf(job) }), job.id),
      ]);
      await jobs.set(job.id, job);
      remember(job);
    },
    async save(job) {
      const open = known.get(job.id);
      const before = open ?? (await jobs.get(job.id));
      const named = job.taskId !== undefined && job.taskId !== before?.taskId && tasks.set(job.taskId, job.id);
      await Promise.all([jobs.set(job.id, job), named]);
      if (open) remember(job, before);
      else tell(job, before);
    },
    async close(id) {
      await open.delete(id);
      const job = known.get(id);
      known.delete(id);
      if (job && hasEnded(job)) inState(job.state).delete(id);
    },
    jobOfTask: (taskId) => tasks.get(taskId),
    newest: (limit, before, whose) => lists.newest(listOf(whose), limit, before),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
