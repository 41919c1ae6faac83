import type { Clock } from '../src/clock.ts';
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
  readonly clock: Clock;
}

/** Records read for one page of a list that is narrowed to a state: rare states end early, and go on from the cursor. */
const READ_AT_MOST = 2_000;

/** Records read at once for such a list. */
const PAGE = 100;

/** How often a job that waits is looked at for a new place in line (ms). */
const REVIEW = 1_000;

export function jobs({ records, notes, engine, conductor, clock }: JobsOptions): Jobs {
  function view(job: Job): JobView {
    const position = hasEnded(job) ? undefined : conductor.position(job.id);
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
        const { ids, next = 0 } = await records.newest(state === undefined ? limit - found.length : PAGE, before);
        before = next + ids.length;
        for (const job of await records.getMany(ids)) {
          before -= 1;
          if (job && (state === undefined || job.state === state)) found.push(view(job));
          if (found.length === limit) break;
        }
        read += ids.length;
        if (before === 0) break;
      }
      return { jobs: found, ...(before ? { cursor: String(before) } : {}) };
    },

    async cancel(id) {
      const job = await find(id);
      if (!hasEnded(job)) {
        await notes.leave(id, 'cancel', clock.now());
        engine.wake(id);
      }
      return view((await records.get(id)) ?? job);
    },

    async *watch(id, signal) {
      const changes: Job[] = [];
      let tell = () => {};
      // before the record is read, so that nothing falls in between
      const stop = records.listen((job) => {
        if (job.id !== id) return;
        changes.push(job);
        tell();
      });
      const onAbort = () => tell();
      signal.addEventListener('abort', onAbort);
      try {
        changes.unshift(await find(id));
        let shown: JobView | undefined;
        while (!signal.aborted) {
          const change = changes.shift();
          const latest = change ?? shown?.job;
          if (latest && (change || isNews(shown, view(latest)))) {
            shown = view(latest);
            yield shown;
            if (hasEnded(latest)) return;
          } else {
            await new Promise<void>((resolve) => {
              const cancel = clock.after(REVIEW, resolve);
              tell = () => {
                cancel();
                resolve();
              };
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

/** Whether anything but the record changed: its place in line, or why it waits. */
function isNews(shown: JobView | undefined, now: JobView): boolean {
  return shown?.position !== now.position || shown?.waiting !== now.waiting;
}
