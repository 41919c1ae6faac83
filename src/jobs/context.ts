import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Blobs } from '../media/blobs.ts';
import type { Media } from '../media/media.ts';
import type { Conductor } from './conductor.ts';
import type { Job } from './job.ts';
import type { KlingApi } from './kling-api.ts';
import type { Ledger } from './ledger.ts';
import type { Listing } from './listing.ts';
import type { NoteBox } from './notes.ts';
import type { Outlets } from './outlet.ts';
import type { Records } from './records.ts';

/** What the steps of a job's life work with. */
export interface JobContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: Records;
  readonly notes: NoteBox;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly media: Media;
  readonly conductor: Pick<Conductor, 'nudge' | 'release' | 'wasAccepted' | 'wasRefused' | 'lookRefused'>;
  readonly api: () => KlingApi;
  readonly listing: Listing;
  readonly outlets: Outlets;
  /** Where Kling, and people, reach Herald. */
  readonly links: {
    /** Undefined where Kling cannot call back: `PUBLIC_URL` is not set. */
    callback(jobId: string): string | undefined;
    /** An address of kept bytes that lives at least a day; undefined where Kling could not reach it. */
    media(blobKey: string): string | undefined;
    /** An address of a kept video for people, until it is cleared away (ms); undefined without `PUBLIC_URL`. */
    video(blobKey: string): { readonly url: string; readonly until: number } | undefined;
  };
  /** Streams what Kling made: speech and videos. Guarded; `limit` in bytes. */
  readonly download: (url: string, limit: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** `KLING_SETTLE_SECONDS`, in ms. */
  readonly settle: number;
  /** The least time between two searches of one job (ms). */
  readonly beat: number;
  readonly maxVideoSeconds: number;
}

/**
 * What a step came to: the job as persisted, and whether its next step can begin at once. With `at`, the step is tried again
 * then (ms); without either, somebody will wake the job.
 */
export interface Outcome {
  readonly job: Job;
  readonly go?: true;
  readonly at?: number;
}

/** Fetching a video, and then posting it, is tried for this long after the first failure (ms). */
export const PATIENCE = 24 * 3_600_000;

/** The wait before the next try of a step, of which so many failed already (ms): 2 s, doubling, up to 5 minutes. */
export function backoff(tries: number): number {
  return Math.min(300_000, 2_000 * 2 ** Math.min(tries, 10));
}
