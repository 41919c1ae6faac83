import type { Logger } from 'pino';
import type { JobView } from '../../commands/jobs.ts';
import { type Clock, wait, within } from '../clock.ts';
import { type Job, STATES } from '../jobs/job.ts';
import type { StatusOutcome } from '../jobs/outlet.ts';
import type { Records } from '../jobs/records.ts';
import { hasEnded } from '../jobs/transitions.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Platform, Sent } from './platform.ts';
import { statusOf } from './status.ts';
import type { Entry, StatusRecord } from './status-entry.ts';
import { statusRounds } from './status-rounds.ts';

/**
 * How long is waited for a status message whose turn to be posted has come (ms): by a person; and by a video, which belongs below it:
 * longer than a post takes that stalls (15 s), is looked for until it surely is not there (20 s on Slack), and is made again.
 */
const SHOW_WAIT = 5_000;
const SENT_WAIT = 60_000;

/** How often it is looked whether a message is still in line (ms). */
const LOOK = 1_000;

/** How long a video waits for a status message that is in line, before all others (ms): longer than a channel is ever put off. */
const SOON = 300_000;

/** …and is looked for again, at the earliest (ms). */
const AGAIN = 2_000;

/** How long a stop waits for calls under way (ms). */
const GRACE = 2_000;

/** The status messages of all jobs: each is posted once and then edited, until it says how its job ended. */
export interface Board {
  /** Goes on with all that is unfinished, once the open jobs were read; from now on, every new job has a status message. */
  start(): Promise<void>;
  /** A platform is connected: what is to be shown there is shown. */
  onConnected(): void;
  stop(): Promise<void>;
  /**
   * Sees to the status message of a job.
   * @returns it, once it is there, however long the line is in which it waits; undefined when its turn came, and it is not there within
   * a few seconds. @throws the reason of a stop
   */
  show(job: Job): Promise<Sent | undefined>;
  /** The status message of a job, where there is one; waits a little for one that is just being posted. @throws StoreError */
  sentOf(job: Pick<Job, 'id'>): Promise<Sent | undefined>;
  /** …for its video: it is posted before all others, and waited for while that is under way. @throws StoreError */
  sentAhead(job: Pick<Job, 'id'>): Promise<StatusOutcome>;
}

export interface BoardOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly platforms: readonly Platform[];
  /** Whether a platform, by its name, is connected; until then nothing is tried there. */
  readonly isConnected: (platform: string) => boolean;
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

export function createBoard(options: BoardOptions): Board {
  const { clock, log, platforms, isConnected, records, view, usual, statuses, pending } = options;
  const stopping = new AbortController();
  const waiting = () => records.open('accepted').size + records.open('queued').size;
  const { signal } = stopping;
  const rounds = statusRounds({
    clock,
    log,
    statuses,
    pending,
    signal,
    isConnected,
    async showing(id) {
      const seen = await view(id);
      return { job: seen.job, message: statusOf(seen, { now: clock.now(), usual: usual(), length: waiting() }) };
    },
  });
  let stopListening = () => {};
  let queue: number | undefined;
  let ended: Promise<void> | undefined;

  function showQueue(): void {
    if (queue === waiting()) return;
    queue = waiting();
    for (const platform of platforms) platform.showQueue(queue);
  }

  function follow(job: Job, wanted = !hasEnded(job)): Entry | undefined {
    // an announcement is nobody's request in its place: all that is shown of it is its video
    if (job.announced) return undefined;
    const platform = platforms.find(({ name }) => name === job.place.platform);
    return platform && !signal.aborted ? rounds.follow(job, platform, wanted) : undefined;
  }

  async function sentOf({ id }: Pick<Job, 'id'>): Promise<Sent | undefined> {
    const entry = rounds.entries.get(id);
    if (!entry) return (await statuses.get(id))?.sent;
    if (isDecided(entry) || rounds.turnIn(entry) !== undefined) return entry.kept?.sent;
    return within(clock, SHOW_WAIT, entry.decided.promise);
  }

  /** Resolves some seconds after the turn of a message came, or when it is there, with it. @throws the signal's reason */
  async function outOfPatience(entry: Entry): Promise<Sent | undefined> {
    for (let left = SHOW_WAIT; left > 0 && !isDecided(entry); ) {
      await wait(clock, LOOK, signal);
      left = rounds.turnIn(entry) === undefined ? left - LOOK : SHOW_WAIT;
    }
    return entry.kept?.sent;
  }

  async function end(): Promise<void> {
    stopping.abort(new Error('The board stops.'));
    stopListening();
    await within(clock, GRACE, rounds.stop());
  }

  return {
    async start() {
      stopListening = records.listen((job) => {
        follow(job);
        showQueue();
      });
      for (const state of STATES) for (const job of records.open(state).values()) follow(job);
      const ids = (await keysOf(pending)).filter((id) => !rounds.entries.has(id));
      for (const [at, job] of (await records.getMany(ids)).entries()) {
        if (job && !job.announced) follow(job);
        else await pending.delete(ids[at] ?? '');
      }
      showQueue();
    },
    onConnected: () => rounds.nudge(),
    stop: () => (ended ??= end()),
    async show(job) {
      const entry = follow(job, true);
      if (!entry) return undefined;
      return Promise.race([entry.decided.promise, outOfPatience(entry)]);
    },
    sentOf,
    async sentAhead(job) {
      const entry = rounds.entries.get(job.id);
      if (!entry || isDecided(entry)) return outcomeOf(await sentOf(job));
      const since = rounds.hurry(entry);
      for (const patience of [SHOW_WAIT, SENT_WAIT - SHOW_WAIT]) {
        const sent = await within(clock, patience, entry.decided.promise);
        if (sent) return outcomeOf(sent);
        const turnIn = rounds.turnIn(entry);
        const now = clock.now();
        if (turnIn !== undefined && now - since < SOON) return { outcome: 'soon', at: now + Math.max(turnIn, AGAIN) };
      }
      return outcomeOf(undefined);
    },
  };
}

/** Whether it is known that there is a status message, or none. */
const isDecided = ({ kept }: Entry) => kept?.sent !== undefined || kept?.without === true;

const outcomeOf = (sent: Sent | undefined): StatusOutcome => (sent ? { outcome: 'there', sent } : { outcome: 'none' });
