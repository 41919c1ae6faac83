import type { Engine } from '../engine/engine.ts';
import { type Acceptance, acceptance } from './accept.ts';
import { callbackReceiver } from './callback.ts';
import { type Conductor, conductor } from './conductor.ts';
import type { JobContext } from './context.ts';
import type { Durations } from './durations.ts';
import { isSameTarget } from './kling-api.ts';
import { listing } from './listing.ts';
import type { Pause } from './pause.ts';
import { preparer } from './prepare.ts';
import { turnstile } from './turnstile.ts';
import { watch } from './watch.ts';
import { jobWork } from './worker.ts';

/** Videos fetched at once: fewer than there are workers, so that slow downloads never hold up what is to be created. */
const DELIVERIES = 32;

/** …and of these, videos posted at once in one space: a platform makes those wait that come too fast, and nobody else's. */
const POSTS = 4;

export interface JobRoomOptions extends Omit<JobContext, 'conductor' | 'listing' | 'beat'> {
  readonly engine: Engine;
  /** `KLING_MAX_CONCURRENT` */
  readonly maxConcurrent: number;
  /** `KLING_POLL_SECONDS`, in ms */
  readonly beat: number;
  /** Whether Kling calls back, so that lists are only the safety net. */
  readonly callbacks: boolean;
  readonly onPause: (pause: Pause | undefined) => void;
}

/** The job room, put together: what others use of it. */
export interface JobRoom {
  readonly acceptance: Acceptance;
  readonly conductor: Conductor;
  readonly onCallback: ReturnType<typeof callbackReceiver>;
  /** Finds the open jobs again. Before this, no new one may come. @returns how many there are */
  load(): Promise<number>;
  /** Goes on with the open jobs. */
  start(durations: Durations): void;
  /** The profile is known now: jobs that waited for that go on. */
  onDecided(): void;
  /** A chat platform is connected: videos that waited for it are posted. */
  onConnected(platform: string): void;
  /** Takes no new jobs, lets each step under way reach what is persisted next, within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export function jobRoom(options: JobRoomOptions): JobRoom {
  const { clock, log, records, notes, ledger, blobs, engine, api } = options;
  const pages = listing();
  const conducting = conductor({
    clock,
    records,
    notes,
    engine,
    api,
    watch: watch({ now: clock.now, listing: pages, callbacks: options.callbacks }),
    maxConcurrent: options.maxConcurrent,
    beat: options.beat,
    onPause: options.onPause,
    onError: (err) => log.warn({ err }, 'could not see how the tasks stand; looking again on the next beat'),
  });
  const context: JobContext = { ...options, conductor: conducting, listing: pages };
  const accepting = acceptance({
    clock,
    records,
    ledger,
    blobs,
    engine,
    target: () => api().target,
    maxVideoSeconds: options.maxVideoSeconds,
  });

  return {
    acceptance: accepting,
    conductor: conducting,
    onCallback: callbackReceiver({ records, notes, engine, conductor: conducting }),
    async load() {
      const open = await records.load();
      // those that had ended first: what they cost is settled before anything else is
      for (const state of ['delivered', 'failed', 'cancelled'] as const) {
        for (const job of records.open(state).values()) {
          ledger.restore(job);
          engine.wake(job.id);
        }
      }
      for (const state of ['accepted', 'queued', 'submitting', 'rendering', 'delivering'] as const) {
        for (const job of records.open(state).values()) {
          ledger.restore(job);
          // the conductor wakes those that wait for a slot; those that are another Kling's need none to be told so
          if (state !== 'queued' || !isSameTarget(job.target, api().target)) engine.wake(job.id);
        }
      }
      // what was asked of jobs that are closed
      const known = new Set(open);
      for (const id of await notes.jobs()) if (!known.has(id)) engine.wake(id);
      return open.length;
    },
    start(durations) {
      const wake = (id: string) => engine.wake(id);
      const deliveries = turnstile({ atOnce: DELIVERIES, atOnceOfOne: POSTS, wake });
      engine.start(jobWork(context, { preparer: preparer(wake), deliveries }));
      conducting.start(durations);
    },
    onDecided() {
      for (const state of ['accepted', 'queued', 'submitting', 'rendering'] as const) {
        for (const id of records.open(state).keys()) engine.wake(id);
      }
      conducting.nudge();
    },
    onConnected(platform) {
      for (const job of records.open('delivering').values()) if (job.place.platform === platform) engine.wake(job.id);
    },
    async stop(graceMs) {
      accepting.close();
      await conducting.stop();
      await engine.stop(graceMs);
    },
  };
}
