import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Credentials } from '../../src/kling/credentials.ts';
import { createTransport, type RequestNews, type Transport, type TransportOptions } from '../../src/kling/transport.ts';

/** A request as a stand-in for Kling received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (request: Received, response: ServerResponse, raw: IncomingMessage) => void;

/** A server on loopback that answers as the test says; it ends with the test. */
export async function standIn(answer: Answer): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (raw, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of raw) chunks.push(chunk);
    } catch {
      return; // The client went away, as some tests want it to.
    }
    const request = {
      method: raw.method ?? '',
      url: raw.url ?? '',
      headers: raw.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    received.push(request);
    answer(request, response, raw);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Answers in Kling's envelope. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const ok = (data: unknown) => ({ code: 0, message: 'SUCCEED', request_id: 'r1', data });
export const refused = (code: number | string, message: string) => ({ code, message, request_id: 'r1', data: null });

export const KEY: Credentials = { kind: 'key', apiKey: 'api-key-kling-0123456789' };
export const PAIR: Credentials = {
  kind: 'pair',
  accessKey: 'an-access-key',
  secretKey: 'a-secret-key-of-32-characters-xx',
};

interface Bench {
  readonly transport: Transport;
  /** What the transport waited for between attempts, in ms; no test really waits. */
  readonly waits: number[];
  readonly news: RequestNews[];
}

/** A transport whose waits are over at once and whose random source gives 1. */
export function transportTo(baseUrl: string, options: Partial<TransportOptions> = {}): Bench {
  const waits: number[] = [];
  const news: RequestNews[] = [];
  const transport = createTransport({
    baseUrl,
    credentials: KEY,
    now: () => Date.now(),
    random: () => 1,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
    },
    onRequest: (entry) => news.push(entry),
    ...options,
  });
  onTestFinished(() => transport.close());
  return { transport, waits, news };
}

/** A signal that nobody aborts. */
export const calm = (): AbortSignal => new AbortController().signal;
