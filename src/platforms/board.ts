import type { Logger } from 'pino';
import type { JobView } from '../../commands/jobs.ts';
import type { Clock } from '../clock.ts';
import { type Job, STATES } from '../jobs/job.ts';
import type { Records } from '../jobs/records.ts';
import { hasEnded } from '../jobs/transitions.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Platform, Sent } from './platform.ts';
import { queueSign } from './queue-sign.ts';
import { statusOf } from './status.ts';
import type { Entry, StatusRecord } from './status-entry.ts';
import { statusRounds } from './status-rounds.ts';

/** How long is waited for a status message that is being posted (ms): by a person, and by a video. */
const SHOW_WAIT = 5_000;
const SENT_WAIT = 15_000;

/** How long a stop waits for calls under way (ms). */
const GRACE = 3_000;

/** The status messages of all jobs: each is posted once and then edited, until it says how its job ended. */
export interface Board {
  /** Goes on with all that is unfinished, once the open jobs were read; from now on, every new job has a status message. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Sees to the status message of a job. @returns it, or undefined when there is none within a few seconds */
  show(job: Job): Promise<Sent | undefined>;
  /** The status message of a job, where there is one; waits a little for one that is being posted. @throws StoreError */
  sentOf(job: Pick<Job, 'id'>): Promise<Sent | undefined>;
}

export interface BoardOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly platforms: readonly Platform[];
  readonly records: Pick<Records, 'open' | 'getMany' | 'listen'>;
  /** @throws Refusal `missing` */
  readonly view: (id: string) => Promise<JobView>;
  /** How long Kling usually takes (ms). */
  readonly usual: () => number | undefined;
  /** The record of each status message, for good. */
  readonly statuses: Namespace<StatusRecord>;
  /** Those that are not final. */
  readonly pending: Namespace<1>;
}

export function createBoard({ clock, log, platforms, records, view, usual, statuses, pending }: BoardOptions): Board {
  const stopping = new AbortController();
  const waiting = () => records.open('accepted').size + records.open('queued').size;
  const sign = queueSign(clock, platforms, waiting);
  const rounds = statusRounds({ clock, log, statuses, pending, signal: stopping.signal }, async (id) => {
    const seen = await view(id);
    return { job: seen.job, message: statusOf(seen, { now: clock.now(), usual: usual(), length: waiting() }) };
  });
  let stopListening = () => {};

  function follow(job: Job, wanted = !hasEnded(job)): Entry | undefined {
    const platform = platforms.find(({ name }) => name === job.place.platform);
    return platform && !stopping.signal.aborted ? rounds.follow(job, platform, wanted) : undefined;
  }

  /** Waits, but not for ever. */
  async function within<T>(ms: number, coming: Promise<T>): Promise<T | undefined> {
    let cancel = () => {};
    const bound = new Promise<undefined>((resolve) => {
      cancel = clock.after(ms, () => resolve(undefined));
    });
    return Promise.race([coming, bound]).finally(() => cancel());
  }

  return {
    async start() {
      stopListening = records.listen((job) => {
        follow(job);
        sign.look();
      });
      for (const state of STATES) for (const job of records.open(state).values()) follow(job);
      const ids: string[] = [];
      for await (const [id] of pending.entries()) if (!rounds.entries.has(id)) ids.push(id);
      for (const [at, job] of (await records.getMany(ids)).entries()) {
        if (job) follow(job);
        else await pending.delete(ids[at] ?? '');
      }
      sign.look();
    },
    async stop() {
      stopping.abort(new Error('The board stops.'));
      stopListening();
      sign.stop();
      await within(GRACE, rounds.stop());
    },
    async show(job) {
      const entry = follow(job, true);
      return entry && within(SHOW_WAIT, entry.decided.promise);
    },
    async sentOf({ id }) {
      const entry = rounds.entries.get(id);
      if (!entry) return (await statuses.get(id))?.sent;
      const { kept } = entry;
      return kept?.sent || kept?.without ? kept.sent : within(SENT_WAIT, entry.decided.promise);
    },
  };
}
