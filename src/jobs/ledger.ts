import { Refusal } from '../refusal.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Job } from './job.ts';
import { personOf, spaceOf } from './records.ts';

/** The operator's ceilings, in seconds of video, the unit that Kling bills. Days are UTC days. */
export interface Ceilings {
  readonly maxVideoSeconds: number;
  readonly dailySecondsPerPerson: number;
  readonly dailySecondsPerSpace: number;
  readonly dailySeconds: number;
}

/** What one person, one space or everybody spent on one day. */
export interface LedgerEntry {
  readonly seconds: number;
  /** Kling's own units, as far as it told them. */
  readonly units: number;
  readonly jobs: number;
  /** The last jobs that were counted: a job that is settled again after a crash is not counted twice. */
  readonly recent: readonly string[];
}

/** What a job counts against. */
export type Counted = Pick<Job, 'id' | 'day' | 'place' | 'requester' | 'estimate'>;

/** What is left of a day's ceilings, in seconds of video. */
export interface Left {
  readonly person: number;
  readonly space: number;
  readonly all: number;
}

/** Seconds of video reserved and spent, by day, space and person. */
export interface Ledger {
  /** Sets a job's estimate aside. @throws Refusal `limit`, saying which ceiling, what is left and when it resets */
  reserve(job: Counted): Promise<void>;
  /** Sets more aside for a job that turned out longer than its estimate was. @throws Refusal `limit`; the estimate stays then */
  raise(job: Counted): Promise<void>;
  /** Sets aside without asking: for the jobs that were open at the last stop. */
  restore(job: Counted): void;
  /** Gives back what was set aside for a job that was not accepted after all. */
  release(id: string): void;
  /** Counts what an ended job cost in place of its estimate. Settling again changes nothing. */
  settle(job: Job): Promise<void>;
  left(counted: Pick<Job, 'day' | 'place' | 'requester'>): Promise<Left>;
  /** Forgets a person's own entry of a day; what the space and everybody spent stays. Tells whether there was one. */
  forget(day: string, person: string): Promise<boolean>;
}

/** More jobs than can be between their end and their settling at once: the engine's workers. */
const RECENT = 128;

const EMPTY: LedgerEntry = { seconds: 0, units: 0, jobs: 0, recent: [] };

const keyOf = {
  person: (day: string, person: string) => `${day} person ${person}`,
  space: (day: string, space: string) => `${day} space ${space}`,
  all: (day: string) => `${day} all`,
};

export function ledger(namespace: Namespace<LedgerEntry>, ceilings: Ceilings, now: () => number): Ledger {
  /** Entries as they will be on the disk; those of earlier days are let go when a new one begins. */
  const entries = new Map<string, LedgerEntry>();
  const reservations = new Map<string, { readonly keys: readonly string[]; readonly seconds: number }>();
  const reserved = new Map<string, number>();

  /** Runs `use` in a turn in which `entries` holds the keys; between two turns those of an earlier day may be let go. */
  async function holding<T>(keys: readonly string[], use: () => T): Promise<Awaited<T>> {
    for (;;) {
      const missing = keys.filter((key) => !entries.has(key));
      if (missing.length === 0) return await use();
      const stored = await namespace.getMany(missing);
      for (const [at, key] of missing.entries()) {
        if (entries.has(key)) continue;
        for (const other of entries.keys()) if (dayIn(other) < dayIn(key)) entries.delete(other);
        entries.set(key, stored[at] ?? EMPTY);
      }
    }
  }

  const keysOf = (job: Pick<Job, 'day' | 'place' | 'requester'>) =>
    [
      [keyOf.person(job.day, personOf(job)), 'limit_person', ceilings.dailySecondsPerPerson],
      [keyOf.space(job.day, spaceOf(job)), 'limit_space', ceilings.dailySecondsPerSpace],
      [keyOf.all(job.day), 'limit_day', ceilings.dailySeconds],
    ] as const;

  function hold(job: Counted): void {
    if (reservations.has(job.id)) return;
    const keys = keysOf(job).map(([key]) => key);
    reservations.set(job.id, { keys, seconds: job.estimate });
    for (const key of keys) reserved.set(key, (reserved.get(key) ?? 0) + job.estimate);
  }

  function release(id: string): void {
    const reservation = reservations.get(id);
    if (!reservation) return;
    reservations.delete(id);
    for (const key of reservation.keys) {
      const rest = (reserved.get(key) ?? 0) - reservation.seconds;
      if (rest > 0) reserved.set(key, rest);
      else reserved.delete(key);
    }
  }

  function leftOf(job: Pick<Job, 'day' | 'place' | 'requester'>) {
    return keysOf(job).map(([key, refusal, ceiling]) => ({
      refusal,
      ceiling,
      left: Math.max(0, ceiling - (entries.get(key)?.seconds ?? 0) - (reserved.get(key) ?? 0)),
    }));
  }

  function reserve(job: Counted): void {
    for (const { refusal, ceiling, left } of leftOf(job)) {
      if (job.estimate <= left) continue;
      throw new Refusal('limit', refusal, {
        seconds: Math.ceil(job.estimate),
        left: Math.floor(left),
        ceiling,
        resets: secondsToMidnight(now()),
        when: untilMidnight(now()),
      });
    }
    hold(job);
  }

  async function settle(job: Job, keys: readonly string[]): Promise<void> {
    const changed = keys.filter((key) => !entries.get(key)?.recent.includes(job.id));
    for (const key of changed) {
      const before = entries.get(key) ?? EMPTY;
      entries.set(key, {
        seconds: before.seconds + (job.spent ?? 0),
        units: before.units + (job.units ?? 0),
        jobs: before.jobs + 1,
        recent: [...before.recent, job.id].slice(-RECENT),
      });
    }
    try {
      await Promise.all(changed.map((key) => namespace.set(key, entries.get(key) ?? EMPTY)));
      release(job.id);
    } catch (error) {
      for (const key of changed) entries.delete(key);
      throw error;
    }
  }

  return {
    reserve: (job) =>
      holding(
        keysOf(job).map(([key]) => key),
        () => reserve(job),
      ),
    raise: (job) =>
      holding(
        keysOf(job).map(([key]) => key),
        () => {
          const before = reservations.get(job.id);
          release(job.id);
          try {
            reserve(job);
          } catch (error) {
            if (before) hold({ ...job, estimate: before.seconds });
            throw error;
          }
        },
      ),
    restore: hold,
    release,
    settle(job) {
      const keys = keysOf(job)
        .map(([key]) => key)
        .filter((key) => !(job.erased && key === keyOf.person(job.day, personOf(job))));
      return holding(keys, () => settle(job, keys));
    },
    left: (job) =>
      holding(
        keysOf(job).map(([key]) => key),
        () => {
          const [person, space, all] = leftOf(job);
          return { person: person?.left ?? 0, space: space?.left ?? 0, all: all?.left ?? 0 };
        },
      ),
    async forget(day, person) {
      const key = keyOf.person(day, person);
      const there = (await namespace.get(key)) !== undefined;
      entries.delete(key);
      await namespace.delete(key);
      return there;
    },
  };
}

const dayIn = (key: string) => key.slice(0, 10);

const DAY_SECONDS = 86_400;

/** Until the ceilings of a new day (UTC) hold (s). @param now ms */
export function secondsToMidnight(now: number): number {
  return DAY_SECONDS - (Math.floor(now / 1000) % DAY_SECONDS);
}

function untilMidnight(now: number): string {
  const minutes = Math.ceil(secondsToMidnight(now) / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
