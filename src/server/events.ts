import { setTimeout as delay } from 'node:timers/promises';
import { streamSSE } from 'hono/streaming';
import type { Jobs, JobView } from '../../commands/jobs.ts';
import { ENDED } from '../jobs/job.ts';
import type { AppContext } from './deps.ts';
import type { JobJson } from './job-json.ts';

/** Proxies close connections that are silent for long; a comment keeps them open. */
const HEARTBEAT_MS = 15_000;

export interface EventsOptions {
  readonly jobs: Pick<Jobs, 'watch'>;
  readonly show: (view: JobView) => JobJson;
  /** Aborts when the server ends its streams. */
  readonly ending: AbortSignal;
  readonly onError: (error: unknown) => void;
  readonly heartbeatMs?: number;
}

/**
 * A job's changes as server-sent events: the present state at once, then each change, until it has ended. A browser that
 * comes again after the end, as `EventSource` does by itself, is told with 204 to stop.
 */
export async function jobEvents(c: AppContext, id: string, options: EventsOptions): Promise<Response> {
  const { jobs, show, ending, onError, heartbeatMs = HEARTBEAT_MS } = options;
  const left = new AbortController();
  const signal = AbortSignal.any([ending, left.signal]);
  const views = jobs.watch(id, signal)[Symbol.asyncIterator]();
  // before the answer begins, so that a job that is not there is still a 404
  const first = await views.next();
  const seen = c.req.header('last-event-id');
  const over = !first.done && ENDED.has(first.value.job.state) && seen === eventId(first.value);
  if (first.done || over || c.req.method === 'HEAD') {
    left.abort();
    await views.return?.();
    return c.body(null, over ? 204 : 200, { 'Content-Type': 'text/event-stream' });
  }

  return streamSSE(c, async (stream) => {
    stream.onAbort(() => left.abort());
    if (stream.aborted) left.abort();
    try {
      let step: IteratorResult<JobView> = first;
      while (!step.done && !signal.aborted) {
        const view: JobView = step.value;
        await stream.writeSSE({ event: 'job', id: eventId(view), data: JSON.stringify(show(view)) });
        if (ENDED.has(view.job.state)) break;
        const next: Promise<IteratorResult<JobView>> = views.next();
        step = await beating(next, heartbeatMs, signal, () => stream.write(':\n\n'));
      }
    } catch (error) {
      if (!signal.aborted) onError(error);
    } finally {
      left.abort();
      await views.return?.();
    }
  });
}

const eventId = ({ job }: JobView) => String(job.updatedAt);

/** Awaits `next`, and calls `beat` each time that it takes another `ms`. Rejects when the signal aborts. */
async function beating<T>(next: Promise<T>, ms: number, signal: AbortSignal, beat: () => Promise<unknown>): Promise<T> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  next.then(
    () => done.abort(),
    () => done.abort(),
  );
  while (true) {
    const beaten = await delay(ms, true, { signal: either }).catch(() => false);
    signal.throwIfAborted();
    if (!beaten) return next;
    await beat();
  }
}
