import { setImmediate } from 'node:timers/promises';
import { backoff } from '../jobs/context.ts';
import type { Job } from '../jobs/job.ts';
import { ticker } from '../jobs/ticker.ts';
import { hasEnded } from '../jobs/transitions.ts';
import { Refusal } from '../refusal.ts';
import type { Platform } from './platform.ts';
import { type Entry, newEntry } from './status-entry.ts';
import {
  edit,
  isFinal,
  isUnheard,
  load,
  post,
  type Showing,
  type Step,
  type StepContext,
  tell,
} from './status-steps.ts';
import { statusTurns, type Turns } from './status-turns.ts';

/** The least time between a change and the edit that follows (ms), so that a burst of changes is one edit. */
const BREATH = 200;

/** How often what changes without a record being changed is looked at: places in line, the progress (ms). */
const BEAT = 5_000;

/** What could not be shown for a day is tried calmly from then on (ms); the last word is never given up. */
const PATIENCE = 24 * 3_600_000;
const SELDOM = 3_600_000;

/** Messages that are looked at without letting anything else have its turn: about 2 ms. */
const AT_A_STRETCH = 200;

/** Brings the status messages up to date that are not final, each in its turn. */
export interface Rounds extends Pick<Turns, 'turnIn'> {
  /** The job is new, or has changed. @param wanted its status is posted even if it has ended */
  follow(job: Job, platform: Platform, wanted: boolean): Entry;
  readonly entries: ReadonlyMap<string, Entry>;
  /** A video waits for this one: it is posted before all others. @returns since when one waits (ms) */
  hurry(entry: Entry): number;
  /** Something may be shown that could not be before. */
  nudge(): void;
  /** Begins nothing more, and resolves when what is under way is over. */
  stop(): Promise<void>;
}

export interface RoundsOptions extends Omit<StepContext, 'hold'> {
  /** What is to be shown of a job. @throws Refusal `missing` */
  readonly showing: (id: string) => Promise<Showing>;
  /** Whether anything can be shown on a platform yet. */
  readonly isConnected: (platform: string) => boolean;
}

export function statusRounds({ showing, isConnected, ...options }: RoundsOptions): Rounds {
  const { clock, log, signal } = options;
  const entries = new Map<string, Entry>();
  const turns = statusTurns({ now: clock.now, entries, isConnected });
  const context: StepContext = { ...options, hold: turns.hold };
  const works = new Set<Promise<void>>();
  let nextBeat = 0;

  const { nudge, stop } = ticker({
    clock,
    breath: BREATH,
    tick,
    rest,
    onError: (err) => log.error({ err }, 'the status messages cannot be brought up to date'),
  });

  async function tick(): Promise<void> {
    const now = clock.now();
    if (now >= nextBeat || nextBeat > now + BEAT) {
      nextBeat = now + BEAT;
      for (const entry of entries.values()) if (!entry.ended) entry.stale = true;
    }
    // one after the other, so that the budget goes to those whose turn it is
    for (const [at, entry] of turns.due().entries()) {
      if (at % AT_A_STRETCH === AT_A_STRETCH - 1) await setImmediate();
      if (signal.aborted) return;
      if (turns.wait(entry) > 0) continue;
      const act = await next(entry).catch((error: unknown) => failed(entry, error));
      if (act) run(entry, act);
    }
  }

  function rest(): number | undefined {
    const now = clock.now();
    const waits = [...entries.values()].flatMap((entry) => {
      if (entry.work || (!entry.stale && entry.ended) || !isConnected(entry.platform.name)) return [];
      return entry.stale ? turns.wait(entry) : nextBeat - now;
    });
    return waits.length === 0 ? undefined : waits.reduce((a, b) => Math.min(a, b));
  }

  /** What is to be done next for a status message; undefined for nothing. What is final is forgotten; its record stays. */
  async function next(entry: Entry): Promise<(() => Promise<Step>) | undefined> {
    if (!entry.kept) return () => load(context, entry);
    const { sent, without, word } = entry.kept;
    entry.stale = false;
    const latest = await showing(entry.id);
    if (sent && entry.shown !== JSON.stringify(latest.message)) {
      return turns.mayEdit(entry) ? () => edit(context, entry, latest, sent) : undefined;
    }
    if (!sent && !without) return turns.mayPost(entry) ? () => post(context, entry, latest) : undefined;
    if (without && !word?.done && isUnheard(latest.job)) {
      return turns.mayPost(entry) ? () => tell(context, entry, latest) : undefined;
    }
    if (entry.stale || !isFinal(entry, latest.job)) return undefined;
    const forgotten = forget(entry);
    return () => forgotten;
  }

  function run(entry: Entry, act: () => Promise<Step>): void {
    const work = act()
      .then(
        (step) => done(entry, step),
        (error: unknown) => failed(entry, error),
      )
      .catch((err: unknown) => log.error({ job: entry.id, err }, 'the status message is left as it is'))
      .finally(() => {
        works.delete(work);
        entry.work = undefined;
        nudge();
      });
    entry.work = work;
    works.add(work);
  }

  function done(entry: Entry, step: Step): void {
    if (typeof step === 'object') {
      later(entry, step.later);
      return;
    }
    if (step === 'again') entry.stale = true;
    entry.tries = 0;
    entry.failingSince = undefined;
  }

  async function failed(entry: Entry, error: unknown): Promise<undefined> {
    if (signal.aborted) return;
    if (error instanceof Refusal && error.kind === 'missing') return void (await forget(entry));
    log.error({ job: entry.id, err: error }, 'the status message could not be seen to');
    later(entry);
  }

  function later(entry: Entry, at?: number): void {
    const now = clock.now();
    entry.failingSince ??= now;
    entry.failedAt = now;
    entry.stale = true;
    entry.notBefore = at ?? now + (now - entry.failingSince < PATIENCE ? backoff(entry.tries) : SELDOM);
    entry.tries += 1;
  }

  async function forget(entry: Entry): Promise<Step> {
    entries.delete(entry.id);
    entry.decided.resolve(entry.kept?.sent);
    await context.pending.delete(entry.id);
    return 'rest';
  }

  return {
    entries,
    turnIn: turns.turnIn,
    nudge,
    hurry(entry) {
      entry.awaitedSince ??= clock.now();
      nudge();
      return entry.awaitedSince;
    },
    follow(job, platform, wanted) {
      const known = entries.get(job.id);
      if (known) {
        if (hasEnded(job) && !known.ended) {
          // what comes now is the last word, which has the whole patience
          known.ended = true;
          known.tries = 0;
          known.failingSince = undefined;
        }
        known.stale = true;
        known.wanted ||= wanted;
        nudge();
        return known;
      }
      const entry = newEntry(job, platform, wanted);
      entries.set(job.id, entry);
      // at once, since somebody waits for it
      run(entry, async () => {
        await load(context, entry);
        if (!isConnected(platform.name) || turns.isBehind(entry)) return 'again';
        const act = await next(entry);
        return act ? act() : 'rest';
      });
      return entry;
    },
    async stop() {
      await stop();
      await Promise.allSettled(works);
    },
  };
}
