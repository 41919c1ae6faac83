import { type Dispatcher, Pool } from 'undici';
import type { NetworkReason } from './errors.ts';
import type { JsonBody } from './json-body.ts';

/** The largest answer that is read: a list of 500 tasks is about 0.5 MB. */
const MAX_ANSWER_BYTES = 8_000_000;
/** Idle connections are kept this long unless the server says otherwise; short, so that a create seldom meets a stale one. */
const KEEP_ALIVE_MS = 4_000;
const CONNECTIONS = 64;

interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonBody;
  /** ms until the headers of the answer have come: waiting for a connection and sending the body included. */
  readonly headersMs: number;
  /** ms from then until the body of the answer has come whole. */
  readonly bodyMs: number;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  /** By lower-case name. */
  header(name: string): string | undefined;
}

/** No whole answer came. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
  /** Whether a first byte may have reached the server. */
  readonly sent: boolean;
  readonly reason: NetworkReason;

  constructor(sent: boolean, reason: NetworkReason, detail: string) {
    super(detail);
    this.sent = sent;
    this.reason = reason;
  }
}

/** One origin's connections: HTTP/1.1, kept alive, one request at a time on each. Follows no redirect. */
export interface Wire {
  /** @throws WireFailure */
  exchange(request: WireRequest, signal: AbortSignal): Promise<WireAnswer>;
  /** Ends the connections; requests under way fail. */
  close(): Promise<void>;
}

export function openWire(origin: string, connectMs: number): Wire {
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: connectMs },
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
    allowH2: false,
    // Each request keeps its own, exact deadlines below.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    exchange: (request, signal) => exchange(pool, request, signal),
    close: () => pool.destroy(),
  };
}

/**
 * Dispatches by hand, since only a handler is told when a request is put on a socket (`onRequestStart`): what fails before
 * that was surely never sent.
 */
function exchange(pool: Pool, request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  const { method, path, headers, body, headersMs, bodyMs } = request;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let ended = false;
    let status = 0;
    let answerHeaders: Record<string, string | string[] | undefined> = {};
    const chunks: Buffer[] = [];

    const end = () => {
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (reason: NetworkReason, detail: string) => {
      if (ended) return;
      end();
      const failure = new WireFailure(controller !== undefined, reason, detail);
      reject(failure);
      controller?.abort(failure);
    };
    const onAbort = () => fail('aborted', 'aborted');
    let timer = setTimeout(() => fail('timeout', `no answer within ${headersMs} ms`), headersMs);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });

    pool.dispatch(
      { method, path, headers, ...(body && { body: body.stream() }) },
      {
        onRequestStart(started) {
          // A second start would be undici sending again; whether that may be is for our caller to decide.
          if (ended || controller) return started.abort(new Error('ended'));
          controller = started;
        },
        onResponseStart(_, statusCode, received) {
          if (ended || statusCode < 200) return;
          status = statusCode;
          answerHeaders = received;
          clearTimeout(timer);
          timer = setTimeout(() => fail('timeout', `answer not whole within ${bodyMs} ms`), bodyMs);
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          if (ended) return;
          end();
          resolve({
            status,
            text: Buffer.concat(chunks).toString('utf8'),
            header: (name) => [answerHeaders[name] ?? []].flat()[0],
          });
        },
        onResponseError(_, error) {
          const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
          if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') fail('too_large', `answer over ${MAX_ANSWER_BYTES} bytes`);
          else fail(code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'network', code);
        },
      },
    );
  });
}
