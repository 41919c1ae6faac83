import type { Clock } from '../clock.ts';
import { allowed, type Concurrency, freshConcurrency, probed, refused, slowed } from './concurrency.ts';
import type { Job } from './job.ts';
import { fairOrder, servedKeys, type Waiting } from './line.ts';
import { personOf, type Records, spaceOf } from './records.ts';

/** A slot of a task that renders for longer is no longer counted (ms); the watch goes on. */
const SLOT_HELD = 24 * 3_600_000;

/** Spaces and people whose last turn is remembered. */
const SERVED = 20_000;

/** Who has a slot at Kling, and who is to have the next one. */
export interface Slots {
  readonly limit: number;
  readonly used: number;
  /** Nothing is started before this time (ms): Kling had no room. */
  readonly notBefore: number;
  /** Whose turn it is now, as many as there is room for, at most `most`; each is granted its slot. */
  grant(most?: number): readonly string[];
  /** Whether somebody was granted a slot and has not used it yet. */
  readonly granting: boolean;
  /** Takes a grant back. With `after` (ms), the job is granted none before that time. */
  release(id: string, after?: number): void;
  wasAccepted(id: string): void;
  /** For lack of a slot. */
  wasRefused(id: string): void;
  /** Nothing is started for a while, and not before `until` (ms). */
  slowDown(until: number): void;
  /** Place in line, from 1, of a job that waits. */
  position(id: string): number | undefined;
  /** A record changed. */
  see(job: Job, before: Job | undefined): void;
}

const asWaiting = (job: Job): Waiting => ({
  id: job.id,
  space: spaceOf(job),
  person: personOf(job),
  since: job.createdAt,
});

/** @param most `KLING_MAX_CONCURRENT` */
export function slots(clock: Clock, records: Records, most: number): Slots {
  /** Given a slot and not yet seen to use it. */
  const granted = new Map<string, Waiting>();
  /** Whose step failed in the bot itself, and when it may be tried again (ms). */
  const resting = new Map<string, number>();
  const served = new Map<string, number>();
  let turn = 0;
  let concurrency: Concurrency = freshConcurrency(most);
  let line: ReadonlyMap<string, number> | undefined;

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

  function startable(state: 'queued' | 'submitting'): Waiting[] {
    const jobs = [...records.open(state).values()];
    return jobs.filter((job) => !job.send && mayStart(job)).map(asWaiting);
  }

  function wasServed(key: string): void {
    served.delete(key);
    served.set(key, ++turn);
    const [oldest] = served.size > SERVED ? served.keys() : [];
    if (oldest !== undefined) served.delete(oldest);
  }

  return {
    get limit() {
      return concurrency.limit;
    },
    get used() {
      return running().length;
    },
    get notBefore() {
      return concurrency.notBefore;
    },
    get granting() {
      return granted.size > 0;
    },
    grant(atMost = Number.POSITIVE_INFINITY) {
      concurrency = probed(concurrency, most, clock.now());
      if (clock.now() < concurrency.notBefore) return [];
      // after a refusal one job tries at a time, until Kling accepts
      const trying = concurrency.refusals > 0;
      if (trying && granted.size > 0) return [];
      const held = running();
      const free = Math.min(trying ? 1 : atMost, concurrency.limit - held.length);
      if (free <= 0) return [];
      const waiting = [...startable('submitting'), ...startable('queued')];
      const byId = new Map(waiting.map((job) => [job.id, job]));
      const chosen = fairOrder(waiting, held, served)
        .slice(0, free)
        .flatMap((id) => byId.get(id) ?? []);
      for (const job of chosen) {
        granted.set(job.id, job);
        resting.delete(job.id);
        for (const key of servedKeys(job)) wasServed(key);
      }
      return chosen.map(({ id }) => id);
    },
    release(id, after = 0) {
      granted.delete(id);
      if (after > 0) resting.set(id, after);
    },
    wasAccepted(id) {
      granted.delete(id);
      concurrency = allowed(concurrency);
    },
    wasRefused(id) {
      granted.delete(id);
      const others = running().filter((job) => job.id !== id).length;
      concurrency = refused(concurrency, others, clock.now());
    },
    slowDown(until) {
      concurrency = slowed(concurrency, until, clock.now());
    },
    position(id) {
      if (!line) {
        const inLine = (['accepted', 'queued', 'submitting'] as const).flatMap((state) => [
          ...records.open(state).values(),
        ]);
        const waiting = inLine.filter((job) => !job.send && !granted.has(job.id)).map(asWaiting);
        line = new Map(fairOrder(waiting, running(), served).map((job, at) => [job, at + 1]));
      }
      return line.get(id);
    },
    see(job, before) {
      if (job.state !== before?.state || (job.send === undefined) !== (before?.send === undefined)) line = undefined;
      const used = job.state === 'submitting' && job.send !== undefined;
      if (!used && (job.state === 'submitting' || job.state === 'queued')) return;
      granted.delete(job.id);
      resting.delete(job.id);
    },
  };
}
