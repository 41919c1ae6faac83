import { STATUS_CODES } from 'node:http';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal, type RefusalKind } from '../refusal.ts';
import { StoreError } from '../store/store-error.ts';
import { say, type TextKey, type TextParams } from '../texts.ts';
import { plainLine } from './plain-line.ts';

export interface ProblemOptions {
  readonly params?: TextParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sentences that follow. */
  readonly more?: readonly string[];
  /** Members of the problem beyond those of RFC 9457. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A "no" that only makes sense in HTTP. Rooms that know no HTTP throw a {@link Refusal}. */
export class HttpProblem extends Error {
  readonly status: ContentfulStatusCode;
  readonly key: TextKey;
  readonly options: ProblemOptions;

  constructor(status: ContentfulStatusCode, key: TextKey, options: ProblemOptions = {}) {
    super(say(key, options.params));
    this.name = 'HttpProblem';
    this.status = status;
    this.key = key;
    this.options = options;
  }
}

const STATUS: Record<RefusalKind, ContentfulStatusCode> = {
  input: 422,
  unauthorized: 401,
  too_large: 413,
  type: 415,
  limit: 429,
  conflict: 422,
  missing: 404,
  unavailable: 503,
};

/** The problem that a refusal becomes. `resets` among its parameters (seconds) becomes `Retry-After`. */
function refusalProblem({ kind, key, params, lines }: Refusal): HttpProblem {
  const { resets } = params;
  const headers = {
    ...(kind === 'unauthorized' && { 'WWW-Authenticate': 'Bearer realm="Herald"' }),
    ...(kind === 'limit' && typeof resets === 'number' && { 'Retry-After': String(Math.ceil(resets)) }),
  };
  return new HttpProblem(key === 'storage_full' ? 507 : STATUS[kind], key, {
    params,
    headers,
    more: lines.map(plainLine),
  });
}

/** RFC 9457: a stable `type`, and a sentence for people in `detail`. */
export function problemResponse({ status, key, message, options }: HttpProblem): Response {
  const body = {
    type: `urn:herald:problem:${key.replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: [message, ...(options.more ?? [])].join(' '),
    ...options.extra,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Cache-Control': 'no-store', ...options.headers, 'Content-Type': 'application/problem+json' },
  });
}

/** A problem for whatever was thrown; undefined for what nobody foresaw. */
export function knownProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreError && error.full) return new HttpProblem(507, 'storage_full');
  return error instanceof Refusal ? refusalProblem(error) : undefined;
}
