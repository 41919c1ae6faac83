import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Agent } from 'undici';
import { type Clock, systemClock } from '../clock.ts';
import { createApp } from './app.ts';
import { type CallbackShape, createCallbacks } from './callbacks.ts';
import type { Accept } from './credentials.ts';
import { createFaults, type Faults, type Route } from './faults.ts';
import { createHandlers } from './handlers.ts';
import { createInputs } from './inputs.ts';
import { createLife } from './life.ts';
import { createResultLinks } from './links.ts';
import { openRecords } from './records.ts';
import { createRenderer, type Render } from './renderer.ts';
import { createRunning } from './running.ts';
import {
  describeTask,
  type ProfileName,
  statusAt,
  type TaskRecord,
  type TaskStatus,
  UNITS_PER_SPEECH,
  unitsOf,
} from './task.ts';

export interface SandboxOptions {
  /** Where tasks, photos, sounds and results are kept; found again by the next start. One process at a time. */
  readonly dir: string;
  /** Which shapes of the API are served. Default both. */
  readonly profiles?: readonly ProfileName[];
  /** How long a task takes at least, in seconds. Default 6. */
  readonly seconds?: number;
  /** How many tasks may be open at once; more are refused with 1303. Default 5. */
  readonly slots?: number;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: any bearer. */
  readonly accept?: Accept;
  /** Default 500; 30 for a server that follows the contract page's example. */
  readonly maxPageSize?: number;
  /** Whether a second create with the same `external_task_id` is refused. Default: by image2video only; the contract page does not say. */
  readonly uniqueExternalIds?: Partial<Record<ProfileName, boolean>>;
  /** In which order lists come; `random` is another one for each request. Default `newest`. */
  readonly tasksOrder?: 'newest' | 'oldest' | 'random';
  /** `whsec_…`; callbacks are signed with it. Default: they are not. */
  readonly webhookSecret?: string;
  /** Default `legacy`. */
  readonly callbackShape?: CallbackShape;
  /** Default: a real video, made in a separate process. */
  readonly render?: Render;
  readonly clock?: Clock;
  /** 0 to 1, for the random order. */
  readonly random?: () => number;
}

/** A task that was accepted, as the sandbox knows it. */
export type SandboxTask = TaskRecord & { readonly status: TaskStatus };

export interface Sandbox {
  /** Base address, without a slash at the end. */
  readonly url: string;
  readonly faults: Faults;
  /** All tasks ever accepted, oldest first. */
  tasks(): readonly SandboxTask[];
  /** How many requests each route has met since the start; for `callback`, how many were due. */
  requests(): Readonly<Record<Route, number>>;
  /** How many tasks hold a slot. */
  open(): number;
  /** The most that ever held one at once, since the start. */
  mostOpen(): number;
  /** Units charged so far: for videos, for speech, and how often speech was made. */
  charges(): { readonly video: number; readonly speech: number; readonly speeches: number };
  /** Ends at once: connections are cut, open tasks go on at the next start. */
  close(): Promise<void>;
}

/** Starts a stand-in for Kling's HTTP API that listens on its own port. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock = systemClock, host = '127.0.0.1', seconds = 6 } = options;
  const dir = resolve(options.dir);
  const results = resolve(dir, 'results');
  mkdirSync(results, { recursive: true });

  const stop = new AbortController();
  const stopped = stop.signal;
  const dispatcher = new Agent();
  const running = createRunning();
  const faults = createFaults();
  const requests: Record<Route, number> = { create: 0, task: 0, list: 0, speech: 0, result: 0, callback: 0 };
  const count = (route: Route) => {
    requests[route] += 1;
  };
  const newId = () => `${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;

  const renderer = options.render ? { render: options.render, close: async () => undefined } : createRenderer();
  const records = openRecords(dir, clock.now());
  const inputs = createInputs(dir, dispatcher, stopped);
  let url = '';
  const links = createResultLinks({ dir, base: () => url, now: clock.now });
  const shape = options.callbackShape ?? 'legacy';
  const secret = options.webhookSecret === undefined ? {} : { secret: options.webhookSecret };
  const call = createCallbacks({
    shape,
    ...secret,
    clock,
    faults,
    dispatcher,
    running,
    stopped,
    count: () => count('callback'),
  });
  const changed = (task: TaskRecord) => {
    const describe = () => describeTask(task, clock.now(), ({ id, endedAt = 0 }) => links.to(`${id}.mp4`, endedAt));
    if (task.callbackUrl !== undefined) call(task.callbackUrl, describe());
  };
  const life = createLife({
    records,
    inputs,
    render: renderer.render,
    results,
    clock,
    running,
    stopped,
    changed,
    newId,
  });
  const handlers = createHandlers({
    records,
    life,
    inputs,
    links,
    slots: options.slots ?? 5,
    renderTime: seconds * 1000,
    maxPageSize: options.maxPageSize ?? 500,
    uniqueExternalIds: { avatar: false, image2video: true, ...options.uniqueExternalIds },
    tasksOrder: options.tasksOrder ?? 'newest',
    random: options.random ?? Math.random,
    newId,
    takeFate: faults.takeFate,
  });
  const profiles = options.profiles ?? ['avatar', 'image2video'];
  const accept = options.accept ?? (() => true);
  const app = createApp({
    profiles,
    accept,
    handlers,
    records,
    links,
    results,
    faults,
    count,
    clock,
    running,
    stopped,
  });

  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const address = server.address();
  url = `http://${host}:${typeof address === 'object' ? address?.port : ''}`;
  life.resume();
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    stop.abort();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, renderer.close(), dispatcher.destroy()]);
    await running.settled();
    records.close();
  }

  return {
    url,
    faults,
    tasks: () => records.tasks().map((task) => ({ ...task, status: statusAt(task, clock.now()) })),
    requests: () => ({ ...requests }),
    open: life.open,
    mostOpen: life.mostOpen,
    charges: () => ({
      video: records.tasks().reduce((sum, task) => sum + unitsOf(task), 0),
      speech: records.speeches() * UNITS_PER_SPEECH,
      speeches: records.speeches(),
    }),
    close() {
      closing ??= end();
      return closing;
    },
  };
}
