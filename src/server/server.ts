import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { ServerDeps } from './deps.ts';
import { HttpProblem, problemResponse } from './problems.ts';

/** Limits on callers that send slowly, in ms. An upload of 110 MB in five minutes needs 3 Mbit/s. */
const TIMEOUTS = { headersTimeout: 15_000, requestTimeout: 300_000, keepAliveTimeout: 10_000 } as const;

/** How long answers under way may take once the server closes (ms). The whole process has 10 s. */
const CLOSE_MS = 5000;

export interface Server {
  /** Begins to listen; resolves with the port that was taken. */
  listen(): Promise<{ readonly port: number }>;
  /** From now on no new jobs: they are refused with a sentence, and readiness says no. Everything else goes on. */
  stopAccepting(): void;
  /** Stops listening, ends event streams, lets answers under way finish for at most `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/** The one HTTP server of Herald. */
export function createServer(deps: ServerDeps): Server {
  let accepting = true;
  const ending = new AbortController();
  const adopted = new Set<Promise<void>>();

  const app = createApp(deps, {
    accepting: () => accepting,
    ending: ending.signal,
    adopt(work) {
      const tracked = work.finally(() => adopted.delete(tracked));
      adopted.add(tracked);
    },
  });
  const listener = getRequestListener(app.fetch, {
    // Kling's client and the media room have no use for a changed Request and Response
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      deps.log.debug({ err: error }, 'a request could not be read');
      return problemResponse(new HttpProblem(400, 'http_host'));
    },
  });
  const http = createHttpServer({ ...TIMEOUTS }, (incoming, outgoing) => {
    // a connection that the last answer leaves idle would keep the server open until its time is over
    outgoing.once('close', () => {
      if (ending.signal.aborted) setImmediate(() => http.closeIdleConnections());
    });
    const { url = '' } = incoming;
    const isTaken = deps.mounts.some(({ prefix, take }) => url.startsWith(prefix) && take(incoming, outgoing));
    if (!isTaken) void listener(incoming, outgoing);
  });

  return {
    async listen() {
      await rm(deps.incomingDir, { recursive: true, force: true });
      await mkdir(deps.incomingDir, { recursive: true, mode: 0o700 });
      http.listen(deps.config.port, deps.config.host);
      await once(http, 'listening');
      const address = http.address();
      if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
      return { port: address.port };
    },

    stopAccepting() {
      accepting = false;
    },

    async close(graceMs = CLOSE_MS) {
      accepting = false;
      ending.abort();
      if (http.listening) {
        const closed = once(http, 'close');
        http.close();
        const done = new AbortController();
        const cut = delay(graceMs, undefined, { signal: done.signal }).then(
          () => http.closeAllConnections(),
          () => undefined,
        );
        await closed;
        done.abort();
        await cut;
      }
      await Promise.all(adopted);
    },
  };
}
