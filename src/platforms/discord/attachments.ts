import { type GuardedFetch, hostPort } from '../../media/fetch.ts';
import { Refusal } from '../../refusal.ts';
import type { Platform } from '../platform.ts';

/** Where Discord keeps what people send. */
const CDN: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Where Discord shows pictures of embeds from, so that nobody has to go to the page itself. */
const PROXY = /^images-ext-\d{1,3}\.discordapp\.net$/;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Answers of a CDN that has no such file any more: the link has expired, or the message was deleted. */
const GONE: ReadonlySet<string | number | undefined> = new Set([403, 404, 410]);

/**
 * `host:port` of further hosts, for a guarded fetch that trusts them.
 * @param cdnHosts `host` (the usual port) or `host:port`
 */
export function trustedHosts(cdnHosts: readonly string[]): ReadonlySet<string> {
  return new Set(
    cdnHosts.flatMap((entry) => {
      const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (port !== undefined) return `${host}:${port}`;
      return LOOPBACK.test(host) ? [`${host}:443`, `${host}:80`] : `${host}:443`;
    }),
  );
}

/**
 * Fetches from Discord's own hosts, by https, and from those that the operator named; plain http from this machine alone.
 * @param download of a guarded fetch that trusts the same hosts
 * @param trusted as {@link trustedHosts} has them
 */
export function createFetch(download: GuardedFetch['download'], trusted: ReadonlySet<string>): Platform['fetch'] {
  const permits = (url: URL) => {
    if (trusted.has(hostPort(url))) return url.protocol === 'https:' || LOOPBACK.test(url.hostname);
    return url.protocol === 'https:' && url.port === '' && (CDN.has(url.hostname) || PROXY.test(url.hostname));
  };
  return async (file, limit, signal) => {
    if (file.bytes > limit) throw tooLarge(limit);
    try {
      const { source } = await download(file.url, { limit, signal, permits });
      return translated(source, limit);
    } catch (error) {
      throw asTold(error, limit);
    }
  };
}

async function* translated(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw asTold(error, limit);
  }
}

/** Sentences for somebody who sent a file in Discord, and never saw its address. */
function asTold(error: unknown, limit: number): unknown {
  if (!(error instanceof Refusal)) return error;
  const cause = { cause: error };
  if (error.kind === 'too_large') return tooLarge(limit, cause);
  if (error.key === 'media_url_elsewhere' || error.key === 'media_url_invalid') return error;
  if (error.key === 'media_url_status' && GONE.has(error.params.status)) {
    return new Refusal('missing', 'discord_file_gone', {}, cause);
  }
  return new Refusal('unavailable', 'discord_file_failed', {}, cause);
}

function tooLarge(limit: number, options?: ErrorOptions): Refusal {
  return new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.round(limit / 100_000) / 10 }, options);
}
