import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { type KlingError, pausesQueue } from '../kling/errors.ts';
import type { Task } from '../kling/profile.ts';
import type { TextKey } from '../texts.ts';
import { allowed, type Concurrency, freshConcurrency, probed, refused } from './concurrency.ts';
import { type Durations, isDue, isLate, learned } from './durations.ts';
import type { Job } from './job.ts';
import type { KlingApi } from './kling-api.ts';
import { fairOrder, servedKeys, type Waiting } from './line.ts';
import type { NoteBox } from './notes.ts';
import { personOf, type Records, spaceOf } from './records.ts';
import type { Watch } from './watch.ts';

/** While the queue is paused, one job tries again this often (ms). */
const PROBE_EVERY = 5 * 60_000;

/** A slot of a task that renders for longer is no longer counted (ms); the watch goes on. */
const SLOT_HELD = 24 * 3_600_000;

/** Spaces and people whose last turn is remembered. */
const SERVED = 20_000;

/** The least time between two ticks (ms), so that a burst of news is one tick. */
const BREATH = 20;

/** Why nothing is started: Kling refused the account. */
export interface Pause {
  /** For people. */
  readonly key: TextKey;
  /** For the operator. */
  readonly operator: string;
  /** ms since the epoch. */
  readonly since: number;
  /** What Kling refused: a look ends the pause that a look began; only a create that succeeds ends the other. */
  readonly by: 'look' | 'create';
}

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
  /** A worker tells how Kling took a create. */
  wasAccepted(id: string): void;
  wasRefused(id: string, error: KlingError): void;
  /** Place in line, from 1, of a job that waits for a slot. */
  position(id: string): number | undefined;
  /** Why a job waits longer than it usually would, for people. */
  waitingFor(job: Job): TextKey | undefined;
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

const asWaiting = (job: Job): Waiting => ({
  id: job.id,
  space: spaceOf(job),
  person: personOf(job),
  since: job.createdAt,
});

export function conductor(options: ConductorOptions): Conductor {
  const { clock, records, notes, engine, watch } = options;
  /** Given a slot and not yet seen to use it. */
  const granted = new Map<string, Waiting>();
  /** Whose step failed in the bot itself, and when it may be tried again (ms). */
  const resting = new Map<string, number>();
  /** Jobs whose worker was told of the task's end. */
  const told = new Set<string>();
  const served = new Map<string, number>();
  const stopping = new AbortController();
  let turn = 0;
  let concurrency: Concurrency = freshConcurrency(options.maxConcurrent);
  let durations: Durations = [];
  let pause: Pause | undefined;
  let nextProbe = 0;
  let line: ReadonlyMap<string, number> | undefined;
  let ticking: Promise<void> | undefined;
  let again = false;
  let looking: Promise<void> | undefined;
  let nextLook = 0;
  let timer: { at: number; cancel: () => void } | undefined;

  const stopListening = records.listen((job, before) => {
    if (job.state !== before?.state) line = undefined;
    const uses = job.state === 'submitting' && job.send !== undefined;
    if (uses || (job.state !== 'submitting' && job.state !== 'queued')) {
      granted.delete(job.id);
      resting.delete(job.id);
    }
    if (before?.state === 'rendering' && job.state !== 'rendering') {
      told.delete(job.id);
      watch.forget(job.id);
      nudge();
    }
    if (job.state === 'queued' && before?.state !== 'queued') nudge();
  });

  /** Jobs whose task is, or may be, open at Kling. */
  function running(): Waiting[] {
    const since = clock.now() - SLOT_HELD;
    const held: Waiting[] = [...granted.values()];
    for (const job of records.open('submitting').values()) {
      if ((job.send?.sentAt ?? 0) > since) held.push(asWaiting(job));
    }
    for (const job of records.open('rendering').values()) {
      if ((job.renderingSince ?? 0) > since) held.push(asWaiting(job));
    }
    return held;
  }

  function mayStart(job: Job): boolean {
    const after = Math.max(job.notBefore ?? 0, resting.get(job.id) ?? 0);
    return !granted.has(job.id) && after <= clock.now();
  }

  /** Jobs that Kling refused for a while stay ahead of the line: they had their turn. */
  const refusedBefore = () => [...records.open('submitting').values()].filter((job) => !job.send && mayStart(job));

  async function startJobs(): Promise<void> {
    const now = clock.now();
    concurrency = probed(concurrency, options.maxConcurrent, now);
    if (pause && now < nextProbe) return;
    if (now < concurrency.notBefore) return;
    const held = running();
    const free = pause ? (granted.size === 0 ? 1 : 0) : concurrency.limit - held.length;
    if (free <= 0) return;
    const chosen = refusedBefore().slice(0, free).map(asWaiting);
    if (chosen.length < free) {
      const queued = [...records.open('queued').values()].filter(mayStart).map(asWaiting);
      const byId = new Map(queued.map((job) => [job.id, job]));
      for (const id of fairOrder(queued, held, served).slice(0, free - chosen.length)) {
        const job = byId.get(id);
        if (job) chosen.push(job);
      }
    }
    if (pause && chosen.length > 0) nextProbe = now + PROBE_EVERY;
    await Promise.all(
      chosen.map(async (job) => {
        granted.set(job.id, job);
        resting.delete(job.id);
        for (const key of servedKeys(job)) wasServed(key);
        try {
          await notes.leave(job.id, 'go', now);
        } catch (error) {
          granted.delete(job.id);
          throw error;
        }
        engine.wake(job.id);
      }),
    );
  }

  function wasServed(key: string): void {
    served.delete(key);
    served.set(key, ++turn);
    const [oldest] = served.size > SERVED ? served.keys() : [];
    if (oldest !== undefined) served.delete(oldest);
  }

  function lookForNews(): void {
    const now = clock.now();
    const { profile } = options.api();
    if (!profile || looking || now < nextLook) return;
    const due = [...records.open('rendering').values()].filter(
      (job) => watch.hinted(job.id) || isDue(durations, job.renderingSince ?? 0, watch.lookedAt(job.id), now),
    );
    if (due.length === 0) return;
    nextLook = now + (pause ? options.beat * 12 : watch.beat(options.beat));
    looking = watch
      .look(profile, due, stopping.signal)
      .then(async ({ news, failure }) => {
        await Promise.all(news.map(({ job, task }) => tell(job, task)));
        if (failure !== undefined) throw failure;
        if (pause?.by === 'look') endPause();
      })
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        if (pausesQueue(error)) startPause(error, 'look');
        else options.onError(error);
      })
      .finally(() => {
        looking = undefined;
      });
  }

  async function tell(job: Job, task: Task): Promise<void> {
    const { createdAt, updatedAt } = task;
    if (!told.has(job.id) && task.status === 'succeeded' && createdAt !== undefined && updatedAt !== undefined) {
      durations = learned(durations, updatedAt - createdAt);
    }
    told.add(job.id);
    await notes.leave(job.id, 'news', task);
    engine.wake(job.id);
  }

  function startPause(error: KlingError, by: 'look' | 'create'): void {
    const now = clock.now();
    if (!pause) nextProbe = now + PROBE_EVERY;
    const began = !pause;
    pause = { key: error.person, operator: error.row.operator, since: pause?.since ?? now, by: pause?.by ?? by };
    if (began) options.onPause(pause);
  }

  function endPause(): void {
    pause = undefined;
    options.onPause(undefined);
    nudge();
  }

  async function tick(): Promise<void> {
    if (options.api().profile) {
      lookForNews();
      await startJobs();
    }
  }

  function run(): void {
    timer = undefined;
    if (stopping.signal.aborted) return;
    if (ticking) {
      // something changed while this tick was under way
      again = true;
      return;
    }
    again = false;
    ticking = tick()
      .catch(options.onError)
      .finally(() => {
        ticking = undefined;
        if (again) nudge();
        else schedule();
      });
  }

  /** While anything is open there is always a next tick. */
  function schedule(): void {
    const open = records.open('queued').size + records.open('submitting').size + records.open('rendering').size;
    if (open === 0) return;
    const now = clock.now();
    const next = [options.beat];
    if (records.open('rendering').size > 0) next.push(nextLook - now);
    if (concurrency.notBefore > now) next.push(concurrency.notBefore - now);
    soon(Math.max(BREATH, Math.min(...next.filter((ms) => ms > 0))));
  }

  function soon(ms: number): void {
    if (stopping.signal.aborted) return;
    const at = clock.now() + ms;
    if (timer && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.after(ms, run) };
  }

  function nudge(): void {
    soon(BREATH);
  }

  function release(id: string, after = 0): void {
    granted.delete(id);
    if (after > 0) resting.set(id, after);
    nudge();
  }

  return {
    start(remembered) {
      durations = remembered;
      nudge();
    },
    async stop() {
      stopping.abort(new Error('The conductor stops.'));
      timer?.cancel();
      stopListening();
      await ticking;
      await looking;
    },
    nudge,
    hint(id) {
      watch.hint(id);
      nextLook = Math.min(nextLook, clock.now() + BREATH);
      nudge();
    },
    wasAccepted(id) {
      granted.delete(id);
      concurrency = allowed(concurrency);
      if (pause) endPause();
      nudge();
    },
    release,
    wasRefused(id, error) {
      release(id);
      if (error.kind === 'busy') {
        const others = running().filter((job) => job.id !== id).length;
        concurrency = refused(concurrency, others, clock.now());
      } else if (pausesQueue(error)) startPause(error, 'create');
    },
    position(id) {
      line ??= new Map(lineUp().map((waiting, at) => [waiting, at + 1]));
      return line.get(id);
    },
    waitingFor(job) {
      if (job.state === 'rendering' && job.cancelAsked !== undefined) return 'job_cancel_asked';
      if (job.state === 'rendering') {
        return isLate(durations, job.renderingSince ?? 0, clock.now()) ? 'job_late' : undefined;
      }
      if (job.state !== 'accepted' && job.state !== 'queued' && job.state !== 'submitting') return undefined;
      if (job.send?.lostAt !== undefined) return 'job_in_doubt';
      return pause?.key ?? options.api().undecided?.key;
    },
    get pause() {
      return pause;
    },
    get durations() {
      return durations;
    },
    get slots() {
      return { limit: concurrency.limit, used: running().length };
    },
  };

  function lineUp(): readonly string[] {
    const waiting = [...records.open('queued').values(), ...records.open('accepted').values()].map(asWaiting);
    return fairOrder(waiting, running(), served);
  }
}
