import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type Clock, wait } from '../clock.ts';
import { type Accept, authorize } from './credentials.ts';
import type { FaultSource, Route } from './faults.ts';
import type { Handler, Handlers } from './handlers.ts';
import type { ResultLinks } from './links.ts';
import { misbehave, show, toResponse } from './misbehave.ts';
import type { Records } from './records.ts';
import { ApiError, type Reply, refused, succeeded } from './replies.ts';
import { type ResultFile, serveFile, serveHalf, serveSlowly, speechFile } from './results.ts';
import type { Running } from './running.ts';
import type { ProfileName } from './task.ts';

export interface AppOptions {
  readonly profiles: readonly ProfileName[];
  readonly accept: Accept;
  readonly handlers: Handlers;
  readonly records: Records;
  readonly links: ResultLinks;
  /** Where speech is kept once it was fetched. */
  readonly results: string;
  readonly faults: FaultSource;
  readonly count: (route: Route) => void;
  readonly clock: Clock;
  readonly running: Running;
  readonly stopped: AbortSignal;
}

type Env = { Bindings: HttpBindings };

/** Bytes: a photo of 10 MB and a sound of 5 MB as base64, and room for more. */
const BODY_LIMIT = 30_000_000;
/** Between two pieces of a slow result, ms. */
const TRICKLE = 100;

const PATHS: Record<ProfileName, string> = {
  image2video: '/v1/videos/avatar/image2video',
  avatar: '/v1/videos/avatar',
};

/** The HTTP side of the sandbox: routes, envelopes, and the faults that tests asked for. */
export function createApp(options: AppOptions): Hono<Env> {
  const { handlers, faults, count, clock, running, stopped } = options;
  const pause = (ms: number) => wait(clock, ms, stopped);

  function api(route: Route, handler: Handler) {
    return async (c: Context<Env>) => {
      count(route);
      const body = await readBody(c.env.incoming);
      if (body === undefined) return toResponse({ ...refused(1200, 'Request body too large'), status: 413 });
      const request = { id: c.req.param('id') ?? '', query: c.req.query(), body };
      const act = (ago = 0) => {
        const work = reply(async () => {
          await authorize(c.req.header('authorization'), options.accept, clock.now());
          return handler(request, clock.now() - ago);
        });
        running.add(work.then(ignore, ignore)); // its failure is the answer's
        return work;
      };
      const fault = faults.take(route);
      if (!fault) return toResponse(await act());
      const later = (ms: number, work: () => Promise<unknown>) =>
        running.add(pause(ms).then(work).catch(unless(stopped)));
      return misbehave(fault, { outgoing: c.env.outgoing, act, wait: pause, later });
    };
  }

  async function result(c: Context<Env>): Promise<Response> {
    count('result');
    const { Expires = '', Signature = '' } = c.req.query();
    const name = c.req.param('name') ?? '';
    if (!options.links.lives(name, Expires, Signature)) return new Response('AccessDenied', { status: 403 });
    const file = await find(name);
    if (!file) return new Response('NoSuchKey', { status: 404 });
    const fault = faults.take('result')?.answer;
    if (fault === 'truncated') return serveHalf(file, c.env.outgoing);
    if (fault === 'slow') return serveSlowly(file, () => pause(TRICKLE).catch(unless(stopped)));
    if (typeof fault === 'object' && 'lateMs' in fault) await pause(fault.lateMs);
    else if (fault) return show(fault, '', c.env.outgoing);
    return serveFile(file, c.req.header('range'));
  }

  async function find(name: string): Promise<ResultFile | undefined> {
    const id = name.replace(/\.\w+$/, '');
    const outcome = options.records.task(id)?.outcome;
    if (outcome?.status === 'succeed') return { path: outcome.path, type: 'video/mp4' };
    const speech = options.records.speech(id);
    return speech && speechFile(speech, join(options.results, `${id}.wav`));
  }

  const app = new Hono<Env>();
  for (const profile of ['image2video', 'avatar'] as const) {
    if (!options.profiles.includes(profile)) continue;
    app.post(PATHS[profile], api('create', handlers.create(profile)));
    app.get(PATHS[profile], api('list', handlers.list(profile)));
    app.get(`${PATHS[profile]}/:id`, api('task', handlers.task(profile)));
  }
  if (options.profiles.includes('image2video')) app.post('/v1/audio/tts', api('speech', handlers.speak));
  app.get('/results/:name', result);
  app.notFound((c) => toResponse(refused(1202, `Method or path is invalid: ${c.req.method} ${c.req.path}`)));
  app.onError((error, c) => {
    // A caller that hung up is no mishap of ours.
    if (!stopped.aborted && !c.env.outgoing.destroyed) process.emitWarning(error);
    return toResponse(refused(5000, 'Internal error'));
  });
  return app;
}

/** All of a request's body as text; undefined when it is too large (it is read to its end, so that the answer is heard). */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming) {
    size += piece.length;
    if (size <= BODY_LIMIT) pieces.push(piece);
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(pieces).toString('utf8');
}

async function reply(handle: () => Promise<unknown>): Promise<Reply> {
  try {
    return succeeded(await handle());
  } catch (error) {
    if (error instanceof ApiError) return refused(error.code, error.message);
    throw error;
  }
}

function ignore(): void {}

function unless(stopped: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!stopped.aborted) throw error;
  };
}
