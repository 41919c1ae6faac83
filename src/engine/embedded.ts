import type { Clock } from '../clock.ts';
import type { Engine, Work } from './engine.ts';

/** Waits after the first, second, … failure of a key's work in a row (ms); the last one goes on. */
const BACKOFF = [1_000, 5_000, 30_000, 120_000, 300_000] as const;

/**
 * No timer waits for longer than this (ms). Timers count the time that the machine runs: where its clock is put forward, or it was asleep,
 * one that was set for hours would come late by as much. Where the clock was put back meanwhile, whoever asked may have meant a time that is
 * far off now: it is woken at once, and asks anew.
 */
const LONGEST_TIMER = 60_000;

export interface EmbeddedOptions {
  readonly clock: Clock;
  /** How many keys may be at work at once. */
  readonly concurrency: number;
  readonly onError: (key: string, error: unknown, failures: number) => void;
}

interface Entry {
  /** Asked for, not yet due; takes the timer back. */
  timer?: { readonly at: number; readonly cancel: () => void };
  /** In `ready`, waiting for a free worker. */
  waiting?: boolean;
  /** At work; with `again` when it was woken meanwhile. */
  working?: { again?: number };
  failures: number;
}

/** The engine inside the bot's own process: timers and a bounded number of workers. */
export function embeddedEngine({ clock, concurrency, onError }: EmbeddedOptions): Engine {
  const entries = new Map<string, Entry>();
  const ready: string[] = [];
  const running = new Set<Promise<void>>();
  const aborting = new AbortController();
  let stopping = false;
  let work: Work | undefined;

  function wake(key: string, at = clock.now()): void {
    if (stopping) return;
    let entry = entries.get(key);
    if (!entry) {
      entry = { failures: 0 };
      entries.set(key, entry);
    }
    if (entry.waiting) return;
    if (entry.working) {
      entry.working.again = Math.min(entry.working.again ?? at, at);
      return;
    }
    if (entry.timer) {
      if (entry.timer.at <= at) return;
      entry.timer.cancel();
      delete entry.timer;
    }
    const now = clock.now();
    const delay = at - now;
    if (delay <= 0) {
      line(key, entry);
      return;
    }
    const due = entry;
    entry.timer = {
      at,
      cancel: clock.after(Math.min(delay, LONGEST_TIMER), () => {
        delete due.timer;
        const then = clock.now();
        if (then >= now && then < at) wake(key, at);
        else line(key, due);
      }),
    };
  }

  function line(key: string, entry: Entry): void {
    entry.waiting = true;
    ready.push(key);
    next();
  }

  function next(): void {
    while (work && !stopping && running.size < concurrency) {
      const key = ready.shift();
      if (key === undefined) return;
      const entry = entries.get(key);
      if (!entry) continue;
      const run: Promise<void> = perform(key, entry, work).then(() => {
        running.delete(run);
        next();
      });
      running.add(run);
    }
  }

  async function perform(key: string, entry: Entry, doWork: Work): Promise<void> {
    const mine: NonNullable<Entry['working']> = {};
    entry.waiting = false;
    entry.working = mine;
    let again: number | undefined;
    try {
      again = await doWork(key, aborting.signal);
      entry.failures = 0;
    } catch (error) {
      entry.failures += 1;
      again = clock.now() + (BACKOFF[Math.min(entry.failures, BACKOFF.length) - 1] ?? 0);
      // work that gives up because of the stop has not failed
      if (error !== aborting.signal.reason) onError(key, error, entry.failures);
    }
    delete entry.working;
    const due = Math.min(again ?? Number.POSITIVE_INFINITY, mine.again ?? Number.POSITIVE_INFINITY);
    if (due !== Number.POSITIVE_INFINITY) wake(key, due);
    else if (entry.failures === 0) entries.delete(key);
  }

  return {
    start(doWork) {
      work = doWork;
      next();
    },
    wake,
    async stop(graceMs) {
      stopping = true;
      for (const entry of entries.values()) entry.timer?.cancel();
      const cancel = clock.after(graceMs, () => aborting.abort(new Error('Herald stops.')));
      await Promise.all(running);
      cancel();
    },
  };
}
