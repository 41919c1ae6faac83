import { pausesQueue } from '../kling/errors.ts';
import type { Profile, Task } from '../kling/profile.ts';
import type { Job } from './job.ts';
import type { Listing } from './listing.ts';

/** Tasks that a list did not show, asked for singly on one beat. */
const SINGLES = 5;

/** With callbacks on their way, the list is the safety net: on every sixth beat. */
const NET = 6;

export interface News {
  readonly job: Job;
  readonly task: Task;
}

export interface Look {
  /** Tasks that have ended. */
  readonly news: readonly News[];
  /** What a read threw (KlingError, or what the transport throws); the other reads were made all the same. */
  readonly failure?: unknown;
}

/** Reads how tasks stand: one list request for up to 500, single reads for the few that it does not show. */
export interface Watch {
  /** Looks at the tasks of jobs that are due. */
  look(profile: Profile, due: readonly Job[], signal: AbortSignal): Promise<Look>;
  lookedAt(id: string): number | undefined;
  hint(id: string): void;
  hinted(id: string): boolean;
  forget(id: string): void;
  /** The time between two looks (ms), from the operator's beat. */
  beat(ms: number): number;
}

export function watch(options: {
  readonly now: () => number;
  readonly listing: Listing;
  readonly callbacks: boolean;
}): Watch {
  const looked = new Map<string, number>();
  const hints = new Set<string>();

  return {
    async look(profile, due, signal) {
      const tasks = new Map<string, Task>();
      let failure: unknown;
      const unlessFailed = async <T>(read: Promise<T>): Promise<T | undefined> => {
        try {
          return await read;
        } catch (error) {
          failure ??= error;
          return undefined;
        }
      };
      // a few that were hinted at are cheaper, and surer, to read singly
      const hinted = new Set(due.filter((job) => hints.delete(job.id)));
      const few = due.length <= 1 || (due.length <= SINGLES && due.every((job) => hinted.has(job)));
      if (!few) {
        const listed = await unlessFailed(options.listing.page(profile, 1, signal));
        for (const task of listed ?? []) tasks.set(task.id, task);
      }
      const missing = due
        .filter((job) => job.taskId !== undefined && !tasks.has(job.taskId))
        .sort((a, b) => (looked.get(a.id) ?? 0) - (looked.get(b.id) ?? 0))
        .slice(0, SINGLES);
      const now = options.now();
      for (const job of due) if (job.taskId !== undefined && tasks.has(job.taskId)) looked.set(job.id, now);
      for (const job of missing) {
        if (signal.aborted || pausesQueue(failure)) break;
        const task = await unlessFailed(profile.task(job.taskId ?? '', signal));
        looked.set(job.id, now);
        if (task) tasks.set(task.id, task);
      }
      const news = due.flatMap((job) => {
        const task = tasks.get(job.taskId ?? '');
        return task && (task.status === 'succeeded' || task.status === 'failed') ? [{ job, task }] : [];
      });
      return { news, failure };
    },
    lookedAt: (id) => looked.get(id),
    hint: (id) => hints.add(id),
    hinted: (id) => hints.has(id),
    forget(id) {
      looked.delete(id);
      hints.delete(id);
    },
    beat: (ms) => (options.callbacks ? ms * NET : ms),
  };
}
