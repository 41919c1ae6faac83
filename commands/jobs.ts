import type { Engine } from '../src/engine/engine.ts';
import type { Conductor } from '../src/jobs/conductor.ts';
import type { Job, JobState } from '../src/jobs/job.ts';
import type { NoteBox } from '../src/jobs/notes.ts';
import type { Records } from '../src/jobs/records.ts';
import { hasEnded } from '../src/jobs/transitions.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';

/** A job as a person sees it: the record and what is only known while it waits. */
export interface JobView {
  readonly job: Job;
  /** Place in line, from 1, while it waits for a slot. */
  readonly position?: number;
  /** Why it takes longer than it usually would. */
  readonly waiting?: TextKey;
}

/** Looking at jobs, and asking to cancel one. */
export interface Jobs {
  /** @throws Refusal `missing` */
  show(id: string): Promise<JobView>;
  /** Newest first. `cursor` comes from the page before. */
  list(query: {
    readonly state?: JobState;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<{ readonly jobs: readonly JobView[]; readonly cursor?: string }>;
  /** Leaves a note to cancel; a job that has ended is shown as it is. @throws Refusal `missing` */
  cancel(id: string): Promise<JobView>;
  /** Each change of one job, the present state first, until it has ended or the signal aborts. @throws Refusal `missing` */
  watch(id: string, signal: AbortSignal): AsyncIterable<JobView>;
}

export interface JobsOptions {
  readonly records: Records;
  readonly notes: NoteBox;
  readonly engine: Pick<Engine, 'wake'>;
  readonly conductor: Pick<Conductor, 'position' | 'waitingFor'>;
  readonly now: () => number;
}

/** Records read for one page of a list that is narrowed to a state: rare states end early, and go on from the cursor. */
const READ_AT_MOST = 2_000;

export function jobs({ records, notes, engine, conductor, now }: JobsOptions): Jobs {
  function view(job: Job): JobView {
    const position = job.state === 'accepted' || job.state === 'queued' ? conductor.position(job.id) : undefined;
    const waiting = hasEnded(job) ? undefined : conductor.waitingFor(job);
    return { job, ...(position === undefined ? {} : { position }), ...(waiting === undefined ? {} : { waiting }) };
  }

  async function find(id: string): Promise<Job> {
    const job = await records.get(id);
    if (!job) throw new Refusal('missing', 'job_missing');
    return job;
  }

  return {
    show: async (id) => view(await find(id)),

    async list({ state, limit, cursor }) {
      const found: JobView[] = [];
      let before = cursor === undefined ? undefined : Number(cursor);
      if (before !== undefined && !Number.isSafeInteger(before)) throw new Refusal('input', 'job_cursor');
      for (let read = 0; read < READ_AT_MOST && found.length < limit; ) {
        const page = await records.newest(limit - found.length, before);
        for (const job of await records.getMany(page.ids)) {
          if (job && (state === undefined || job.state === state)) found.push(view(job));
        }
        read += page.ids.length;
        before = page.next;
        if (before === undefined) break;
      }
      return { jobs: found, ...(before === undefined ? {} : { cursor: String(before) }) };
    },

    async cancel(id) {
      const job = await find(id);
      if (!hasEnded(job)) {
        await notes.leave(id, 'cancel', now());
        engine.wake(id);
      }
      return view((await records.get(id)) ?? job);
    },

    async *watch(id, signal) {
      const first = await find(id);
      const changes: Job[] = [first];
      let tell = () => {};
      const stop = records.listen((job) => {
        if (job.id !== id) return;
        changes.push(job);
        tell();
      });
      const onAbort = () => tell();
      signal.addEventListener('abort', onAbort);
      try {
        // between reading the record and listening it may have changed
        const latest = await records.get(id);
        if (latest && latest.updatedAt !== first.updatedAt) changes.push(latest);
        while (!signal.aborted) {
          const change = changes.shift();
          if (change) {
            yield view(change);
            if (hasEnded(change)) return;
          } else {
            await new Promise<void>((resolve) => {
              tell = resolve;
            });
          }
        }
      } finally {
        stop();
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
