import { setImmediate } from 'node:timers/promises';
import { backoff } from '../jobs/context.ts';
import type { Job } from '../jobs/job.ts';
import { ticker } from '../jobs/ticker.ts';
import { hasEnded } from '../jobs/transitions.ts';
import { Refusal } from '../refusal.ts';
import { budgets as createBudgets } from './budget.ts';
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

/** The least time between a change and the edit that follows (ms), so that a burst of changes is one edit. */
const BREATH = 200;

/** How often what changes without a record being changed is looked at: places in line, the progress (ms). */
const BEAT = 5_000;

/** Discord limits edits of messages older than this (ms; facts/discord.md, 30046); from then on there is one in a while. */
const OLD = 3_600_000;
const CALM = 300_000;

/** What could not be shown for a day is tried calmly from then on (ms); the last word is never given up. */
const PATIENCE = 24 * 3_600_000;
const SELDOM = 3_600_000;

/** Messages that are looked at without letting anything else have its turn: about 2 ms. */
const AT_A_STRETCH = 200;

/** Brings the status messages up to date that are not final, at the pace of edits in each space, and of posts in each channel. */
export interface Rounds {
  /** The job is new, or has changed. @param wanted its status is posted even if it has ended */
  follow(job: Job, platform: Platform, wanted: boolean): Entry;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Something may be shown that could not be before. */
  nudge(): void;
  /** Begins nothing more, and resolves when what is under way is over. */
  stop(): Promise<void>;
}

export interface RoundsOptions extends StepContext {
  /** What is to be shown of a job. @throws Refusal `missing` */
  readonly showing: (id: string) => Promise<Showing>;
  /** Whether anything can be shown on a platform yet. */
  readonly isConnected: (platform: string) => boolean;
}

export function statusRounds({ showing, isConnected, ...context }: RoundsOptions): Rounds {
  const { clock, log, signal } = context;
  const entries = new Map<string, Entry>();
  const works = new Set<Promise<void>>();
  const budgets = createBudgets(clock.now);
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
    for (const [at, entry] of inTurn(now).entries()) {
      if (at % AT_A_STRETCH === AT_A_STRETCH - 1) await setImmediate();
      if (signal.aborted) return;
      if (budgetWait(entry) > 0) continue;
      const act = await next(entry).catch((error: unknown) => failed(entry, error));
      if (act) run(entry, act);
    }
  }

  /** Those that can be seen to: jobs that have ended first, then the message that was not edited for longest. */
  function inTurn(now: number): readonly Entry[] {
    return [...entries.values()]
      .filter((entry) => entry.stale && !entry.work && isConnected(entry.platform.name) && dueAt(entry) <= now)
      .sort((a, b) => Number(b.ended) - Number(a.ended) || a.editedAt - b.editedAt);
  }

  /** What happened in the future, by a clock that was set back since, keeps nothing waiting. */
  function dueAt({ notBefore, failedAt, ended, kept, editedAt }: Entry): number {
    const now = clock.now();
    const isOld = !ended && kept?.at !== undefined && now - kept.at > OLD;
    return Math.max(failedAt <= now ? notBefore : 0, isOld && editedAt <= now ? editedAt + CALM : 0);
  }

  function budgetWait({ kept, platform, space, channel }: Entry): number {
    if (kept?.sent) return budgets.edits(platform).wait(space);
    return (kept && budgets.posts(platform)?.wait(channel)) ?? 0;
  }

  /** Whether it can be posted now; else it is in its turn. */
  function mayPost(entry: Entry): boolean {
    if (budgets.posts(entry.platform)?.take(entry.channel) !== false) return true;
    entry.stale = true;
    return false;
  }

  /** Whether others have waited for longer to be posted in the same channel. */
  function isBehind({ platform, channel }: Entry): boolean {
    if (!platform.posts) return false;
    for (const other of entries.values()) {
      const waits = other.stale && !other.work && other.kept && !other.kept.sent && !other.kept.without;
      if (waits && other.channel === channel && dueAt(other) <= clock.now()) return true;
    }
    return false;
  }

  function rest(): number | undefined {
    const now = clock.now();
    const waits = [...entries.values()].flatMap((entry) => {
      if (entry.work || (!entry.stale && entry.ended) || !isConnected(entry.platform.name)) return [];
      return entry.stale ? Math.max(dueAt(entry) - now, budgetWait(entry)) : nextBeat - now;
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
      if (budgets.edits(entry.platform).take(entry.space)) return () => edit(context, entry, latest, sent);
      entry.stale = true;
      return undefined;
    }
    if (!sent && !without) return mayPost(entry) ? () => post(context, entry, latest) : undefined;
    if (without && !word?.done && isUnheard(latest.job)) {
      return mayPost(entry) ? () => tell(context, entry, latest) : undefined;
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
      const { later: at, held = false } = step;
      if (held && at !== undefined) budgets.posts(entry.platform)?.hold(entry.channel, at);
      later(entry, at);
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
    nudge,
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
        if (!isConnected(platform.name) || isBehind(entry)) return 'again';
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
