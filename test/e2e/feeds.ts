import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import type { AtEnd } from './kling.ts';

export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly link?: string;
  /** ms */
  readonly published?: number;
}

/** What is given out at an address: items as an RSS 2.0 feed, or any text. */
export interface FeedContent {
  readonly title?: string;
  /** In the order in which the feed shows them. */
  readonly items?: readonly FeedEntry[];
  /** In place of the items. */
  readonly text?: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One address of the server, and what was asked of it. */
export interface ServedFeed {
  readonly url: string;
  /** Changes what is given out; its ETag changes with its text. */
  shows(content: FeedContent): void;
  /** The headers of every request so far. */
  readonly requests: readonly IncomingHttpHeaders[];
  /** How many of them asked only for what is new: `If-None-Match` or `If-Modified-Since`. */
  conditional(): number;
  /** How many were answered “304 Not Modified”. */
  unchanged(): number;
}

export interface Feeds {
  /** `host:port`, for the setting `FEED_HOSTS`. */
  readonly host: string;
  feed(path: string, content?: FeedContent): ServedFeed;
}

/** Serves feeds on loopback, with ETags. */
export async function startFeeds(atEnd: AtEnd = onTestFinished): Promise<Feeds> {
  const served = new Map<string, Served>();
  const server = createServer((request, response) => {
    const feed = served.get(request.url ?? '');
    if (!feed) return response.writeHead(404).end();
    const { status, body, headers } = feed.answer(request.headers);
    return response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    host,
    feed(path, content = {}) {
      const feed = serve(`http://${host}${path}`, content);
      served.set(path, feed);
      return feed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

interface Served extends ServedFeed {
  answer(headers: IncomingHttpHeaders): Answer;
}

function serve(url: string, first: FeedContent): Served {
  const requests: IncomingHttpHeaders[] = [];
  let content = first;
  let unchanged = 0;
  return {
    url,
    requests,
    shows(next) {
      content = next;
    },
    conditional: () =>
      requests.filter((each) => each['if-none-match'] !== undefined || each['if-modified-since'] !== undefined).length,
    unchanged: () => unchanged,
    answer(asked) {
      requests.push(asked);
      const { text: body = rss(url, content), status = 200 } = content;
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 12)}"`;
      const headers = { etag, 'content-type': 'application/rss+xml; charset=utf-8', ...content.headers };
      if (status !== 200 || asked['if-none-match'] !== headers.etag) return { status, body, headers };
      unchanged += 1;
      return { status: 304, headers };
    },
  };
}

function rss(url: string, { title = 'The news', items = [] }: FeedContent): string {
  const tag = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<${name}>${xml(value)}</${name}>`;
  const entries = items.map(
    ({ id, title: called, summary, link, published }) =>
      `<item><guid isPermaLink="false">${xml(id)}</guid>${tag('title', called)}${tag('description', summary)}${tag('link', link)}${tag(
        'pubDate',
        published === undefined ? undefined : new Date(published).toUTCString(),
      )}</item>`,
  );
  const about = `${tag('title', title)}${tag('link', url)}${tag('description', title)}`;
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>${about}${entries.join('')}</channel></rss>`;
}

const xml = (text: string) => text.replace(/[<>&]/g, (character) => `&#${character.codePointAt(0)};`);
