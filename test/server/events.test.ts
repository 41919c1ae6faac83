import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { jobId } from '../../src/jobs/identity.ts';
import type { AppEnv } from '../../src/server/deps.ts';
import { jobEvents } from '../../src/server/events.ts';
import { jobJson } from '../../src/server/job-json.ts';
import { job, openHouse } from './house.ts';

const ID = jobId('a', 1);

interface Event {
  readonly id: string;
  readonly data: { readonly state: string; readonly task_id?: string };
}

/** Reads events one by one; `rest` is what came up to the end of the stream. */
function reader(answer: Response) {
  const bytes = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const parse = (block: string): Event => {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? '';
    return { id: field('id'), data: JSON.parse(field('data')) as Event['data'] };
  };
  return {
    async next(): Promise<Event> {
      while (!text.includes('\n\n')) {
        const { value, done } = (await bytes?.read()) ?? { done: true };
        if (done) throw new Error('the stream has ended');
        text += value;
      }
      const end = text.indexOf('\n\n');
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      return parse(block);
    },
    async ended(): Promise<boolean> {
      const { done } = (await bytes?.read()) ?? { done: true };
      return done;
    },
    cancel: () => bytes?.cancel(),
  };
}

describe('the events of a job', () => {
  test('begin with the present state, follow each change in order, and end with the job', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID));
    const answer = await house.fetch(`/api/jobs/${ID}/events`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const events = reader(answer);

    expect((await events.next()).data).toEqual(jobJson({ job: job(ID) }, (path) => path));
    house.change(ID, { state: 'submitting', updatedAt: 2 });
    expect((await events.next()).data.state).toBe('submitting');
    house.change(ID, { state: 'rendering', taskId: 't', updatedAt: 3 });
    expect(await events.next()).toMatchObject({ id: '3', data: { state: 'rendering', task_id: 't' } });
    house.change(ID, { state: 'delivered', updatedAt: 4 });
    expect((await events.next()).data.state).toBe('delivered');
    expect(await events.ended()).toBe(true);
  });

  test('of a job that has ended are one event', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID, { state: 'failed' }));
    const text = await (await house.fetch(`/api/jobs/${ID}/events`)).text();
    expect(text.match(/^event: job$/gm)).toHaveLength(1);
  });

  test('tell a browser that comes again after the end to stop', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID, { state: 'delivered', updatedAt: 9 }));
    const answer = await house.fetch(`/api/jobs/${ID}/events`, { headers: { 'last-event-id': '9' } });
    expect(answer.status).toBe(204);
  });

  test('of a job that is not there are a 404', async () => {
    const house = await openHouse();
    const answer = await house.fetch(`/api/jobs/${ID}/events`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('end when the server stops', async () => {
    const house = await openHouse();
    house.jobs.set(ID, job(ID));
    const events = reader(await house.fetch(`/api/jobs/${ID}/events`));
    await events.next();
    await house.server.close();
    expect(await events.ended()).toBe(true);
  });

  test('keep a silent connection open with comments, and stop watching when the reader leaves', async () => {
    const left = Promise.withResolvers<void>();
    async function* watch(_id: string, signal: AbortSignal) {
      yield { job: job(ID) };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      left.resolve();
    }
    const app = new Hono<AppEnv>().get('/', (c) =>
      jobEvents(c, ID, {
        jobs: { watch },
        show: (view) => jobJson(view, (path) => path),
        ending: new AbortController().signal,
        onError: left.reject,
        heartbeatMs: 1,
      }),
    );
    const bytes = (await app.request('/')).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('\n\n:\n\n:\n\n')) text += (await bytes?.read())?.value ?? '';
    await bytes?.cancel();
    await left.promise;
  });
});
