import type { z } from 'zod';
import { type Credentials, createSigner, secretsOf } from './credentials.ts';
import { type ErrorKind, KlingError, UnknownOutcome, Unreadable } from './errors.ts';
import { type Fields, type JsonBody, jsonBody } from './json-body.ts';
import { type Judge, judgeRead, judgeSend } from './judge.ts';
import { backoffMs, LONGEST_WAIT_MS, READ_ATTEMPTS } from './retry.ts';
import { openWire, WireFailure } from './wire.ts';

/** All in ms. */
export interface Timeouts {
  readonly connect: number;
  /** Until the headers of a read's answer have come. */
  readonly read: number;
  /** Until the headers of a create's answer have come, for an empty body. */
  readonly create: number;
  /** What each MB (1,000,000 bytes) of a body adds to it. KAPI's figures (facts/kling.md §1). */
  readonly perMegabyte: number;
  /** Until the headers of speech have come: made while the request waits, so longer than a create. */
  readonly speech: number;
  /** From the headers of any answer until it has come whole. */
  readonly body: number;
}

const TIMEOUTS: Timeouts = {
  connect: 10_000,
  read: 30_000,
  create: 30_000,
  perMegabyte: 4_000,
  speech: 120_000,
  body: 30_000,
};

/** What a request is for; a label of few values, without ids. */
type Route = 'create' | 'speech' | 'task' | 'list';

/** One HTTP request that has ended, for the metrics. */
export interface RequestNews {
  readonly method: 'GET' | 'POST';
  readonly route: Route;
  /** `network` covers every read without a usable answer, and sends that never left; `aborted`, those that Herald gave up. */
  readonly outcome: 'ok' | ErrorKind | 'unknown_outcome' | 'network' | 'aborted';
  readonly ms: number;
}

export interface TransportOptions {
  /** May carry a path prefix. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** ms since the epoch. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Rejects when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  readonly timeouts?: Partial<Timeouts>;
  onRequest?(news: RequestNews): void;
}

interface Call<T> {
  readonly route: Route;
  /** Below the base URL, with its query; every part already encoded. */
  readonly path: string;
  /** What `data` must be. */
  readonly data: z.ZodType<T>;
}

/** Kling over HTTP: sends, authorises, judges what comes back. Knows no profile. */
export interface Transport {
  /**
   * A read: tried up to three times.
   * @throws KlingError when Kling refused, Unreadable when no usable answer came, the signal's reason when it aborted.
   */
  read<T>(call: Call<T>, signal: AbortSignal): Promise<T>;
  /**
   * What costs money: never repeated, except once with a new token after Kling refused the old one (1003, 1004).
   * @throws KlingError when Kling definitely refused, NotSent when nothing was sent, UnknownOutcome otherwise.
   */
  send<T>(call: Call<T>, body: Fields, signal: AbortSignal): Promise<T>;
  /** Ends the connections; requests under way fail. */
  close(): Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const { credentials, now, random, wait, onRequest } = options;
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const signer = createSigner(credentials, now);
  const secrets = secretsOf(credentials);
  const wire = openWire(base.origin, timeouts.connect);

  async function once<T>(call: Call<T>, judge: Judge, body: JsonBody | undefined, signal: AbortSignal): Promise<T> {
    const authorization = await signer.authorization();
    try {
      return await attempt(call, judge, body, authorization, signal);
    } catch (error) {
      const stale = error instanceof KlingError && (error.code === 1003 || error.code === 1004);
      if (!stale || !signer.renew(authorization)) throw error;
      return attempt(call, judge, body, await signer.authorization(), signal);
    }
  }

  async function attempt<T>(
    call: Call<T>,
    judge: Judge,
    body: JsonBody | undefined,
    authorization: string,
    signal: AbortSignal,
  ): Promise<T> {
    const { route, path, data } = call;
    const method = body ? 'POST' : 'GET';
    const started = now();
    const tell = (outcome: RequestNews['outcome']) => onRequest?.({ method, route, outcome, ms: now() - started });
    try {
      const answer = await wire.exchange(
        {
          method,
          path: prefix + path,
          headers: {
            accept: 'application/json',
            authorization,
            ...(body && { 'content-type': 'application/json', 'content-length': String(body.bytes) }),
          },
          ...(body && { body }),
          headersMs: headersMs(route, body?.bytes ?? 0),
          bodyMs: timeouts.body,
        },
        signal,
      );
      const value = judge.answer(answer, data, { secrets, now: now() });
      tell('ok');
      return value;
    } catch (error) {
      const judged = error instanceof WireFailure ? judge.failure(error, signal) : error;
      tell(error instanceof WireFailure && error.reason === 'aborted' ? 'aborted' : outcomeOf(judged));
      throw judged;
    }
  }

  function headersMs(route: Route, bytes: number): number {
    if (route === 'task' || route === 'list') return timeouts.read;
    return (route === 'speech' ? timeouts.speech : timeouts.create) + (timeouts.perMegabyte * bytes) / 1_000_000;
  }

  return {
    async read(call, signal) {
      for (let tried = 1; ; tried += 1) {
        try {
          return await once(call, judgeRead, undefined, signal);
        } catch (error) {
          const ms = tried < READ_ATTEMPTS && !signal.aborted ? waitBeforeNext(error, tried, random) : undefined;
          if (ms === undefined) throw error;
          await wait(ms, signal);
        }
      }
    },
    send: (call, body, signal) => once(call, judgeSend, jsonBody(body), signal),
    close: () => wire.close(),
  };
}

/** In ms; undefined where another attempt would not help, or would have to wait too long. */
function waitBeforeNext(error: unknown, tried: number, random: () => number): number | undefined {
  if (!(error instanceof KlingError || error instanceof Unreadable) || !error.transient) return undefined;
  const ms = error.retryAfterMs ?? backoffMs(tried, random);
  return ms <= LONGEST_WAIT_MS ? ms : undefined;
}

function outcomeOf(error: unknown): RequestNews['outcome'] {
  if (error instanceof KlingError) return error.kind;
  return error instanceof UnknownOutcome ? 'unknown_outcome' : 'network';
}
