import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { KlingError, NotSent, pausesQueue } from '../kling/errors.ts';
import type { Task } from '../kling/profile.ts';
import type { TextKey } from '../texts.ts';
import { type Durations, isDue, isLate, learned } from './durations.ts';
import type { Job } from './job.ts';
import type { KlingApi } from './kling-api.ts';
import type { NoteBox } from './notes.ts';
import { type Pause, pausing } from './pause.ts';
import type { Records } from './records.ts';
import { slots } from './slots.ts';
import { ticker } from './ticker.ts';
import type { Watch } from './watch.ts';

/** The least time between two ticks (ms), so that a burst of news is one tick. */
const BREATH = 20;

/** However long Kling asks us to wait (ms): longer would look as if the bot were gone. */
const LONGEST_WAIT = 600_000;

/** While the queue is paused, tasks are looked at this many times less often. */
const PAUSED_BEAT = 12;

/**
 * The only one that decides which job may start and sees which task has ended: one serial tick, so that slots need no lock. It
 * decides and wakes; it never creates a task and never downloads.
 */
export interface Conductor {
  /** @param durations what was learned before the last stop */
  start(durations: Durations): void;
  stop(): Promise<void>;
  /** Something changed: tick soon. */
  nudge(): void;
  /** An unsigned callback hints that this job's task changed: read it. */
  hint(id: string): void;
  /** A worker gives its slot back: nothing was created. With `after` (ms), it is given none before that time. */
  release(id: string, after?: number): void;
  /** Kling told of a task's end: how long it took is learned from. */
  heard(id: string, task: Task): void;
  /** A worker tells how Kling took a create. */
  wasAccepted(id: string): void;
  wasRefused(id: string, error: KlingError | NotSent): void;
  /** A worker's look for a task was refused because of the account. */
  lookRefused(error: KlingError): void;
  /** Place in line, from 1, of a job that waits for a slot. */
  position(id: string): number | undefined;
  /** Why a job waits longer than it usually would, for people. */
  waitingFor(job: Job): TextKey | undefined;
  /** Why nothing is begun just now, for people; undefined while all goes well. */
  readonly holdup: TextKey | undefined;
  readonly pause: Pause | undefined;
  readonly durations: Durations;
  readonly slots: { readonly limit: number; readonly used: number };
}

export interface ConductorOptions {
  readonly clock: Clock;
  readonly records: Records;
  readonly notes: NoteBox;
  readonly engine: Engine;
  readonly api: () => KlingApi;
  readonly watch: Watch;
  /** `KLING_MAX_CONCURRENT` */
  readonly maxConcurrent: number;
  /** `KLING_POLL_SECONDS`, in ms */
  readonly beat: number;
  readonly onPause: (pause: Pause | undefined) => void;
  readonly onError: (error: unknown) => void;
}

export function conductor(options: ConductorOptions): Conductor {
  const { clock, records, notes, engine, watch, api, onError } = options;
  const room = slots(clock, records, options.maxConcurrent);
  const paused = pausing(clock.now, options.onPause);
  const stopping = new AbortController();
  /** Jobs whose task is known to have ended. */
  const told = new Set<string>();
  let durations: Durations = [];
  /** Why nothing is started for a while, for people. */
  let slow: TextKey | undefined;
  let looking: Promise<void> | undefined;
  let nextLook = 0;

  const { nudge, stop } = ticker({ clock, breath: BREATH, tick, rest, onError });

  const stopListening = records.listen((job, before) => {
    room.see(job, before);
    if (before?.state === 'rendering' && job.state !== 'rendering') {
      told.delete(job.id);
      watch.forget(job.id);
      nudge();
    }
    // the only task was begun just now: it cannot be ready before the next beat
    const alone = job.state === 'rendering' && before?.state === 'submitting' && records.open('rendering').size === 1;
    if (alone && !watch.hinted(job.id)) nextLook = Math.max(nextLook, clock.now() + options.beat);
    if (job.state === 'queued' && before?.state !== 'queued') nudge();
  });

  async function tick(): Promise<void> {
    if (!api().profile) return;
    lookForNews();
    await startJobs();
  }

  /** While anything is open there is always a next tick. */
  function rest(): number | undefined {
    const open = records.open('queued').size + records.open('submitting').size + records.open('rendering').size;
    if (open === 0) return undefined;
    const now = clock.now();
    const next = [options.beat, room.notBefore - now];
    if (records.open('rendering').size > 0) next.push(nextLook - now);
    // what came due during this tick is not left for the next beat
    return Math.min(...next.filter((ms) => ms > -BREATH));
  }

  async function startJobs(): Promise<void> {
    if (paused.present && (!paused.mayProbe() || room.granting)) return;
    const chosen = room.grant(paused.present ? 1 : undefined);
    if (paused.present && chosen.length > 0) paused.probing();
    await Promise.all(
      chosen.map(async (id) => {
        try {
          await notes.leave(id, 'go', clock.now());
        } catch (error) {
          room.release(id);
          throw error;
        }
        engine.wake(id);
      }),
    );
  }

  function lookForNews(): void {
    const now = clock.now();
    const { profile } = api();
    if (!profile || looking || now < nextLook) return;
    const due = [...records.open('rendering').values()].filter(
      (job) => watch.hinted(job.id) || isDue(durations, job.renderingSince ?? 0, watch.lookedAt(job.id), now),
    );
    if (due.length === 0) return;
    nextLook = now + (paused.present ? options.beat * PAUSED_BEAT : watch.beat(options.beat));
    looking = watch
      .look(profile, due, stopping.signal)
      .then(async ({ news, failure }) => {
        await Promise.all(news.map(({ job, task }) => tell(job, task)));
        if (failure !== undefined) throw failure;
        if (paused.present) {
          paused.end('look');
          nudge();
        }
      })
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        if (pausesQueue(error)) paused.begin(error, 'look');
        else onError(error);
      })
      .finally(() => {
        looking = undefined;
        // a hint that came meanwhile
        nudge();
      });
  }

  function heard(id: string, { status, createdAt, updatedAt }: Task): void {
    if (told.has(id)) return;
    told.add(id);
    if (status !== 'succeeded' || createdAt === undefined || updatedAt === undefined) return;
    durations = learned(durations, updatedAt - createdAt);
  }

  async function tell(job: Job, task: Task): Promise<void> {
    heard(job.id, task);
    await notes.leave(job.id, 'news', task);
    engine.wake(job.id);
  }

  function slowDown(reason: TextKey, retryAfter: number): void {
    slow = reason;
    room.slowDown(clock.now() + Math.min(retryAfter, LONGEST_WAIT));
  }

  const holdup = () => paused.present?.key ?? api().undecided?.key ?? slow;

  function release(id: string, after?: number): void {
    room.release(id, after);
    nudge();
  }

  return {
    start(remembered) {
      durations = remembered;
      nudge();
    },
    async stop() {
      stopping.abort(new Error('The conductor stops.'));
      stopListening();
      await stop();
      await looking;
    },
    nudge,
    hint(id) {
      watch.hint(id);
      nextLook = Math.min(nextLook, clock.now() + BREATH);
      nudge();
    },
    release,
    heard,
    wasAccepted(id) {
      slow = undefined;
      room.wasAccepted(id);
      paused.end('create');
      nudge();
    },
    wasRefused(id, error) {
      slow = undefined;
      if (error instanceof NotSent) slowDown('job_undecided', 0);
      else if (error.kind === 'busy') room.wasRefused(id);
      else if (error.transient) slowDown(error.person, error.retryAfterMs ?? 0);
      if (pausesQueue(error)) paused.begin(error, 'create');
      else if (isKlings(error)) paused.end('create');
      release(id);
    },
    lookRefused: (error) => paused.begin(error, 'look'),
    position: room.position,
    waitingFor(job) {
      const { state } = job;
      if (state === 'rendering' && job.cancelAsked !== undefined) return 'job_cancel_asked';
      if (state === 'rendering') {
        return isLate(durations, job.renderingSince ?? 0, clock.now()) ? 'job_late' : undefined;
      }
      if (state !== 'accepted' && state !== 'queued' && state !== 'submitting') return undefined;
      if (job.send?.lostAt !== undefined) return 'job_in_doubt';
      return holdup();
    },
    get holdup() {
      return holdup();
    },
    get pause() {
      return paused.present;
    },
    get durations() {
      return durations;
    },
    get slots() {
      return { limit: room.limit, used: room.used };
    },
  };
}

/** Whether a refusal came from Kling itself, which then knows the account; a gateway and our own checks refuse as well. */
function isKlings(error: KlingError | NotSent): boolean {
  return error instanceof KlingError && error.status !== undefined && error.code !== 413;
}
