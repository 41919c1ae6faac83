import { createHash } from 'node:crypto';
import type { Avatar, AvatarRequest } from '../../commands/avatar.ts';
import type { Jobs, JobView } from '../../commands/jobs.ts';
import { jobId } from '../jobs/identity.ts';
import { Refusal } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';
import { HttpProblem } from './problems.ts';

/** What is kept for an `Idempotency-Key`, under its hash. Written before the job is made. */
export interface IdempotencyEntry {
  /** When it was first used (ms); the job's time of origin. */
  readonly at: number;
  /** The job's origin key. */
  readonly origin: string;
  /** Hash of everything that was sent with it. */
  readonly fingerprint: string;
}

export interface Outcome {
  readonly view: JobView;
  /** An earlier request had made this job. */
  readonly repeated: boolean;
}

/** Makes the job of a key once; the same key with the same input finds it again. */
export type Once = (
  key: string,
  fingerprint: string,
  make: (origin: AvatarRequest['origin']) => ReturnType<Avatar>,
) => Promise<Outcome>;

interface Options {
  readonly entries: Namespace<IdempotencyEntry>;
  readonly jobs: Jobs;
  readonly now: () => number;
}

/** Two requests with one key run one after the other. A key whose first request was refused is free again. */
export function createOnce({ entries, jobs, now }: Options): Once {
  const mutex = keyedMutex();

  return (key, fingerprint, make) => {
    const name = createHash('sha256').update(key).digest('hex');
    return mutex.run(name, async () => {
      const known = await entries.get(name);
      if (known && known.fingerprint !== fingerprint) throw new Refusal('conflict', 'http_idempotency_conflict');
      // the origin alone tells the job's id, also when a crash came before anybody was told of it
      const view = known && (await find(jobs, jobId(known.origin, known.at)));
      if (view) return { view, repeated: true };

      const entry = known ?? { at: now(), origin: `api:key:${name}`, fingerprint };
      if (!known) await entries.set(name, entry);
      try {
        const { job, repeated } = await make({ key: entry.origin, at: entry.at });
        return { view: { job }, repeated };
      } catch (error) {
        // a refusal means that nothing was accepted; whatever else it was, the entry is needed to find out
        if (error instanceof Refusal || error instanceof HttpProblem) await entries.delete(name);
        throw error;
      }
    });
  };
}

async function find(jobs: Jobs, id: string): Promise<JobView | undefined> {
  try {
    return await jobs.show(id);
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'missing') return undefined;
    throw error;
  }
}
