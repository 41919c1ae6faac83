import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Figures } from './announcements/figures.ts';
import type { Conductor } from './jobs/conductor.ts';
import { ENDED, type JobState, STATES } from './jobs/job.ts';
import type { Records } from './jobs/records.ts';
import { hasEnded } from './jobs/transitions.ts';
import type { RequestNews } from './kling/transport.ts';

export interface Metrics {
  readonly registry: Registry;
  onRequest(news: RequestNews): void;
  /** Begins to count jobs; once the records are open. */
  observe(records: Records, conductor: Pick<Conductor, 'slots' | 'pause'>): void;
  /** Begins to count announcements. */
  observeAnnouncements(figures: Figures): void;
}

/** What Prometheus is shown. Labels have few values; none is a person, a job or an address. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'herald_' });
  const registers = [registry];
  const requests = new Counter({
    name: 'herald_kling_requests_total',
    help: 'Requests to Kling that ended, by what they were for and how they went.',
    labelNames: ['route', 'outcome'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'herald_kling_request_seconds',
    help: 'How long requests to Kling took.',
    labelNames: ['route'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const ended = new Counter({
    name: 'herald_jobs_ended_total',
    help: 'Jobs that ended since the start, by state and reason.',
    labelNames: ['state', 'reason'],
    registers,
  });
  const deliverSeconds = new Histogram({
    name: 'herald_deliver_seconds',
    help: 'Time from accepting a job to its delivery.',
    buckets: [5, 15, 30, 60, 120, 300, 600, 1200, 3600, 14400],
    registers,
  });
  const spent = new Counter({
    name: 'herald_seconds_spent_total',
    help: 'Seconds of video that were charged since the start.',
    registers,
  });

  return {
    registry,
    onRequest({ route, outcome, ms }) {
      requests.inc({ route, outcome });
      requestSeconds.observe({ route }, ms / 1000);
    },
    observe(records, conductor) {
      const openStates = STATES.filter((state) => !ENDED.has(state));
      new Gauge<'state'>({
        name: 'herald_jobs_open',
        help: 'Open jobs by state.',
        labelNames: ['state'],
        registers,
        collect() {
          for (const state of openStates) this.set({ state }, records.open(state).size);
        },
      });
      gauge('herald_queue_length', 'Jobs that wait for a slot.', () => waitingJobs(records));
      gauge('herald_open_tasks', 'Tasks that are, or may be, open at Kling.', () => conductor.slots.used);
      gauge('herald_slots', 'Tasks that Kling was seen to allow at once.', () => conductor.slots.limit);
      gauge('herald_queue_paused', '1 while Kling refuses the account.', () => (conductor.pause ? 1 : 0));
      records.listen((job, before) => {
        if (!before || hasEnded(before) || !hasEnded(job)) return;
        ended.inc({ state: job.state, reason: job.reason?.key ?? '' });
        spent.inc(job.spent ?? 0);
        if (job.state === 'delivered') deliverSeconds.observe((job.updatedAt - job.createdAt) / 1000);
      });
    },
    observeAnnouncements(figures) {
      new Gauge<'kind' | 'paused'>({
        name: 'herald_announcements',
        help: 'Announcements that are set up, by what triggers them and whether they are paused.',
        labelNames: ['kind', 'paused'],
        registers,
        collect() {
          this.reset();
          for (const { kind, paused } of figures.held()) this.inc({ kind, paused: String(paused) });
        },
      });
      new Counter<'cause' | 'outcome' | 'reason'>({
        name: 'herald_occurrences_ended_total',
        help: 'What was to be announced and has ended since the start: a job was made of it, or it was refused, and why.',
        labelNames: ['cause', 'outcome', 'reason'],
        registers,
        collect() {
          this.reset();
          for (const { cause, reason, count } of figures.ended())
            this.inc({ cause, outcome: reason === undefined ? 'made' : 'refused', reason: reason ?? '' }, count);
        },
      });
      gauge('herald_occurrences_open', 'What is to be announced, or is being made.', figures.open);
      gauge(
        'herald_feeds_failing',
        'Feeds that could not be read when they were last looked at.',
        figures.failingFeeds,
      );
      gauge('herald_messages_waiting', 'Direct messages to owners that wait to be sent.', figures.waiting);
    },
  };

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
}

function waitingJobs(records: Records): number {
  const waiting: readonly JobState[] = ['accepted', 'queued'];
  return waiting.reduce((sum, state) => sum + records.open(state).size, 0);
}
