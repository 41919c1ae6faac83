import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Download, GuardedFetch } from '../media/fetch.ts';
import { LIMITS } from '../media/limits.ts';
import type { Feed, Media } from '../media/media.ts';
import { keepUpload } from '../media/upload.ts';
import { Refusal } from '../refusal.ts';
import { retryAfterMs } from '../retry-after.ts';

const DEADLINE = 30_000;
/** So long the first look at a feed stands in for its first read (ms), and for so many feeds. */
const PROBE_LIVES = 10 * 60_000;
const PROBES = 50;

const HEADERS = {
  accept:
    'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1',
};

/** What tells the server which version of a feed is known here. */
export interface Known {
  readonly etag?: string;
  readonly modified?: string;
}

export type FeedRead =
  | ({ readonly kind: 'feed'; readonly feed: Feed } & Known)
  /** It is what it was. */
  | { readonly kind: 'same' }
  /** It is no more, and will not be again. */
  | { readonly kind: 'gone' }
  /** The server wants to be left alone: until then (ms), where it says. */
  | { readonly kind: 'later'; readonly at?: number };

/** Reads feeds at strangers' addresses. */
export interface FeedReader {
  /** @throws Refusal for what cannot be read, `unavailable` where that is not its fault; the signal's reason */
  read(url: string, known: Known, signal: AbortSignal): Promise<FeedRead>;
  /** Looks whether there is a feed. The next read gives what was found, so that nothing in between is lost. @throws Refusal */
  probe(url: string, signal: AbortSignal): Promise<{ readonly title: string }>;
}

export interface FeedReaderOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly fetch: Pick<GuardedFetch, 'download'>;
  readonly media: Pick<Media, 'readFeed'>;
  /** Where a feed is while it is read; exists. */
  readonly dir: string;
  readonly randomId: () => string;
}

export function createFeedReader({ clock, fetch, media, dir, randomId }: FeedReaderOptions): FeedReader {
  const probes = new Map<string, { readonly at: number; readonly found: FeedRead }>();

  async function ask(url: string, { etag, modified }: Known, signal: AbortSignal): Promise<FeedRead> {
    const asked = {
      ...HEADERS,
      ...(etag && { 'if-none-match': etag }),
      ...(modified && { 'if-modified-since': modified }),
    };
    const answer = await fetch.download(url, {
      limit: LIMITS.feed.bytes,
      deadline: DEADLINE,
      statuses: [304, 410, 429, 503],
      headers: () => asked,
      signal,
    });
    if (answer.status === 200) return await parse(answer, signal);
    for await (const _ of answer.source) break;
    if (answer.status === 304) return { kind: 'same' };
    if (answer.status === 410) return { kind: 'gone' };
    const now = clock.now();
    const wait = retryAfterMs(answer.header('retry-after'), now);
    return { kind: 'later', ...(wait !== undefined && { at: now + wait }) };
  }

  async function parse(answer: Download, signal: AbortSignal): Promise<FeedRead> {
    const path = join(dir, randomId());
    try {
      const large = () => new Refusal('too_large', 'feed_bytes', { megabytes: LIMITS.feed.bytes / 1_000_000 });
      await keepUpload(answer.source, path, { limit: LIMITS.feed.bytes, large, signal });
      const feed = await media.readFeed(path);
      const etag = repeatable(answer.header('etag'));
      const modified = repeatable(answer.header('last-modified'));
      return { kind: 'feed', feed, ...(etag && { etag }), ...(modified && { modified }) };
    } finally {
      await rm(path, { force: true });
    }
  }

  function remember(url: string, found: FeedRead): void {
    const at = clock.now();
    probes.delete(url);
    probes.set(url, { at, found });
    for (const [oldest, probe] of probes) {
      if (probes.size <= PROBES && at - probe.at < PROBE_LIVES) break;
      probes.delete(oldest);
    }
  }

  return {
    async read(url, known, signal) {
      const probe = probes.get(url);
      probes.delete(url);
      const isFirst = known.etag === undefined && known.modified === undefined;
      if (isFirst && probe !== undefined && clock.now() - probe.at < PROBE_LIVES) return probe.found;
      return await ask(url, known, signal);
    },

    async probe(url, signal) {
      const found = await ask(url, {}, signal);
      if (found.kind === 'gone') throw new Refusal('input', 'feed_gone');
      if (found.kind !== 'feed') throw new Refusal('input', 'feed_busy', { host: new URL(url).hostname });
      remember(url, found);
      return { title: found.feed.title };
    },
  };
}

/** A header that can be sent back as it came, and kept for a thousand feeds. */
const repeatable = (value: string | undefined) => (/^[\x20-\x7e]{1,300}$/.test(value ?? '') ? value : undefined);
