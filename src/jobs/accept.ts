import { copyFile, rename } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Blobs } from '../media/blobs.ts';
import { Refusal } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import { StoreError } from '../store/store-error.ts';
import { blobKeys, dayOf, jobId } from './identity.ts';
import type { Announced, Ask, Job, Place, Requester, Target } from './job.ts';
import type { Ledger } from './ledger.ts';
import type { Records } from './records.ts';

/** Room that is left for the jobs that run already (bytes): their videos and records are to be finished. */
export const ROOM = 200_000_000;

/** A request that was checked, ready to become a job. */
export interface Acceptable {
  /** What caused it; the same cause gives the same job. `at` is the cause's own time (ms). */
  readonly origin: { readonly key: string; readonly at: number };
  readonly requester: Requester;
  readonly place: Place;
  readonly replyTo?: string;
  readonly ask: Ask;
  /** Seconds of video, to be reserved. */
  readonly estimate: number;
  readonly announced?: Announced;
  readonly photo: { readonly path: string; readonly bytes: number };
  readonly audio?: { readonly path: string; readonly bytes: number };
}

/** Makes a request a job, or says why not; when it returns, the job survives any crash. */
export interface Acceptance {
  /** The job that the same cause made before. */
  find(origin: Acceptable['origin']): Promise<Job | undefined>;
  /** @throws Refusal `limit` or `unavailable`; nothing is kept then */
  accept(request: Acceptable): Promise<{ readonly job: Job; readonly repeated: boolean }>;
  /** From now on everything is refused: the process stops. */
  close(): void;
}

export interface AcceptanceOptions {
  readonly clock: Clock;
  readonly records: Records;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly engine: Engine;
  readonly target: () => Target;
  readonly maxVideoSeconds: number;
}

export function acceptance(options: AcceptanceOptions): Acceptance {
  const { clock, records, ledger, blobs, engine } = options;
  const mutex = keyedMutex();
  let closing = false;

  async function make(id: string, request: Acceptable): Promise<Job> {
    if (closing) throw new Refusal('unavailable', 'ask_closing');
    const { estimate, photo, audio } = request;
    const max = options.maxVideoSeconds;
    if (estimate > max) throw new Refusal('input', 'job_too_long', { seconds: Math.ceil(estimate), max });
    const bytes = photo.bytes + (audio?.bytes ?? 0);
    if ((await blobs.free()) < ROOM + 2 * bytes) throw new Refusal('unavailable', 'storage_full');

    const now = clock.now();
    const job: Job = {
      id,
      state: 'accepted',
      createdAt: now,
      updatedAt: now,
      day: dayOf(now),
      requester: request.requester,
      place: request.place,
      ...(request.replyTo === undefined ? {} : { replyTo: request.replyTo }),
      ask: request.ask,
      target: options.target(),
      estimate,
      ...(request.announced && { announced: request.announced }),
    };
    await ledger.reserve(job);
    const keys = blobKeys(id);
    const keeping = [
      blobs.keepFile(keys.photo, (path) => move(photo.path, path)),
      audio && blobs.keepFile(keys.audio, (path) => move(audio.path, path)),
    ];
    try {
      await Promise.all(keeping);
      await records.create(job);
    } catch (error) {
      ledger.release(id);
      // nothing of it stays; what cannot be removed now, the janitor removes
      await Promise.allSettled(keeping);
      await Promise.allSettled([blobs.remove(keys.photo), blobs.remove(keys.audio)]);
      if (error instanceof StoreError && error.full)
        throw new Refusal('unavailable', 'storage_full', {}, { cause: error });
      throw error;
    }
    engine.wake(id);
    return job;
  }

  return {
    find: (origin) => records.get(jobId(origin.key, origin.at)),
    accept(request) {
      const id = jobId(request.origin.key, request.origin.at);
      return mutex.run(id, async () => {
        const first = await records.get(id);
        return first ? { job: first, repeated: true } : { job: await make(id, request), repeated: false };
      });
    },
    close() {
      closing = true;
    },
  };
}

/** Uploads mostly lie beside the blobs, where moving one costs nothing; from another disk it is copied. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(from, to);
  }
}
