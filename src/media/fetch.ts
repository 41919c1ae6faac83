import { Agent, type Dispatcher, errors, request } from 'undici';
import { Refusal } from '../refusal.ts';
import { isPublicAddress } from './addresses.ts';
import { dnsLookup, guardedConnector, type Lookup } from './guarded-connect.ts';

const CONNECT_TIMEOUT = 10_000;
/** Without a header, or without a further byte, for so long (ms): given up. */
const IDLE_TIMEOUT = 20_000;
const DEADLINE = 120_000;
const REDIRECTS = 5;

export interface GuardedFetchOptions {
  /**
   * `host:port` (the port always, IPv6 in brackets) of what the operator configured: its address may be private, on every
   * hop. Nothing that a person typed belongs in here.
   */
  readonly trusted?: ReadonlySet<string>;
  readonly lookup?: Lookup;
  /** Which IP addresses may be connected to. Default: {@link isPublicAddress}. */
  readonly allows?: (address: string) => boolean;
  readonly connectTimeout?: number;
  readonly idleTimeout?: number;
}

export interface DownloadOptions {
  /** Bytes that are taken at most. */
  readonly limit: number;
  readonly signal?: AbortSignal;
  /** Which addresses may be asked at all: the first one and every one it leads on to. Default: any. */
  readonly permits?: (url: URL) => boolean;
  /** Headers to send along, decided anew for every address that it leads on to: what belongs to one host goes to no other. */
  readonly headers?: (url: URL) => Readonly<Record<string, string>>;
  /** How often it may be led on. Default: 5 times. */
  readonly redirects?: number;
  /** ms from the call to the last byte. Default: 2 minutes. */
  readonly deadline?: number;
  /** HTTP statuses that are handed back, beside 200. Default: none. */
  readonly statuses?: readonly number[];
}

export interface Download {
  /** 200, or one of {@link DownloadOptions.statuses}. */
  readonly status: number;
  /** The bytes; to be read to the end or left by `break`, which ends the connection. Throws as {@link GuardedFetch.download} does. */
  readonly source: AsyncIterable<Uint8Array>;
  /** The media type that the server claims, without parameters. */
  readonly type?: string;
  /** The length that the server claims. */
  readonly bytes?: number;
  /** A header of the answer, by its name in lower case. */
  header(name: string): string | undefined;
}

/** Fetches what strangers name, and reaches nothing but the public internet by it. */
export interface GuardedFetch {
  /**
   * GETs an http(s) address, following redirects.
   * @throws Refusal `input` with a sentence that names the host and never the path or query; `too_large` past the limit; the
   * signal's reason when that aborts.
   */
  download(url: string, options: DownloadOptions): Promise<Download>;
  close(): Promise<void>;
}

export function createGuardedFetch({
  trusted = new Set(),
  lookup = dnsLookup,
  allows = isPublicAddress,
  connectTimeout = CONNECT_TIMEOUT,
  idleTimeout = IDLE_TIMEOUT,
}: GuardedFetchOptions = {}): GuardedFetch {
  const timeouts = { headersTimeout: idleTimeout, bodyTimeout: idleTimeout };
  const open = new Agent({ ...timeouts, connect: guardedConnector(lookup, allows, connectTimeout) });
  const configured = new Agent({ ...timeouts, connect: { timeout: connectTimeout }, allowH2: false });

  async function ask(
    url: URL,
    more: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const dispatcher = trusted.has(hostPort(url)) ? configured : open;
    const headers = { ...more, 'accept-encoding': 'identity', 'user-agent': 'Herald' };
    return await request(url, { dispatcher, signal, headers });
  }

  return {
    async download(address, options) {
      const { limit, signal = new AbortController().signal, deadline = DEADLINE, redirects = REDIRECTS } = options;
      const { permits = () => true, headers = () => ({}), statuses = [] } = options;
      const timer = AbortSignal.timeout(deadline);
      const either = AbortSignal.any([signal, timer]);
      let url = parse(address);
      const translate = (error: unknown) => (signal.aborted ? signal.reason : asRefusal(error, url, timer.aborted));
      for (let hops = 0; hops <= redirects; hops++) {
        if (!permits(url)) throw new Refusal('input', 'media_url_elsewhere', { host: url.hostname });
        const answer = await ask(url, headers(url), either).catch((error: unknown) => Promise.reject(translate(error)));
        const location = redirectOf(answer);
        if (location === undefined) return accept(answer, url.hostname, { limit, statuses }, translate);
        discard(answer);
        url = parse(location, url);
      }
      throw new Refusal('input', 'media_url_redirects', { host: url.hostname });
    },

    async close() {
      await Promise.all([open.destroy(), configured.destroy()]);
    },
  };
}

function parse(address: string, base?: URL): URL {
  const url = URL.parse(address, base?.href);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new Refusal('input', 'media_url_invalid');
  }
  return url;
}

/** How {@link GuardedFetchOptions.trusted} names the host of an address. */
export function hostPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? header(headers.location) : undefined;
}

function accept(
  answer: Dispatcher.ResponseData,
  host: string,
  { limit, statuses }: Pick<Required<DownloadOptions>, 'limit' | 'statuses'>,
  translate: (error: unknown) => unknown,
): Download {
  const type = header(answer.headers['content-type'])?.split(';')[0]?.trim().toLowerCase();
  const length = header(answer.headers['content-length']);
  const bytes = length === undefined ? undefined : Number(length);
  const status = answer.statusCode;
  const refusal = statuses.includes(status) ? undefined : refusalOf(answer, host, bytes, limit);
  if (refusal !== undefined) {
    discard(answer);
    throw refusal;
  }
  const source = bounded(answer.body, host, limit, translate);
  const told = (name: string) => header(answer.headers[name]);
  return { source, status, header: told, ...(type && { type }), ...(bytes !== undefined && { bytes }) };
}

function refusalOf(
  { statusCode, headers }: Dispatcher.ResponseData,
  host: string,
  bytes: number | undefined,
  limit: number,
): Refusal | undefined {
  const encoding = header(headers['content-encoding'])?.toLowerCase() ?? 'identity';
  if (statusCode !== 200) return new Refusal('input', 'media_url_status', { host, status: statusCode });
  if (encoding !== 'identity') return new Refusal('input', 'media_url_encoding', { host });
  return bytes !== undefined && bytes > limit ? tooLarge(host, limit) : undefined;
}

async function* bounded(
  body: AsyncIterable<Uint8Array>,
  host: string,
  limit: number,
  translate: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  let left = limit;
  try {
    for await (const chunk of body) {
      left -= chunk.byteLength;
      if (left < 0) throw tooLarge(host, limit);
      yield chunk;
    }
  } catch (error) {
    throw translate(error);
  }
}

function tooLarge(host: string, limit: number): Refusal {
  return new Refusal('too_large', 'media_url_bytes', { host, megabytes: Math.round(limit / 100_000) / 10 });
}

/** What went wrong on the way, as a sentence. undici's and Node's errors name hosts and addresses, never a path. */
function asRefusal(error: unknown, { hostname: host }: URL, late: boolean): Refusal {
  if (error instanceof Refusal) return error;
  const cause = { cause: error };
  const slow = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];
  if (late || slow.some((kind) => error instanceof kind))
    return new Refusal('input', 'media_url_slow', { host }, cause);
  const unknown = error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
  return new Refusal('input', unknown ? 'media_url_unknown' : 'media_url_failed', { host }, cause);
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Ends the connection without reading what comes. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => undefined).destroy();
}
