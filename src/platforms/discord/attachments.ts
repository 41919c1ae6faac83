import { type GuardedFetch, hostPort } from '../../media/fetch.ts';
import { fetched, tooLarge } from '../fetched.ts';
import type { Platform } from '../platform.ts';

/** Where Discord keeps what people send. */
const CDN: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Where Discord shows pictures of embeds from, so that nobody has to go to the page itself. */
const PROXY = /^images-ext-\d{1,3}\.discordapp\.net$/;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const SENTENCES = {
  gone: 'discord_file_gone',
  failed: 'discord_file_failed',
  elsewhere: 'media_url_elsewhere',
} as const;

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
    return fetched(async () => (await download(file.url, { limit, signal, permits })).source, limit, SENTENCES);
  };
}
