import { createHash } from 'node:crypto';
import type { AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith';
import { htmlText, plainText } from './feed-text.ts';
import { LIMITS } from './limits.ts';
import type { Feed, FeedItem } from './media.ts';

const { feed: limits } = LIMITS;

/** The latest year that a date is believed of. */
const FAR = Date.UTC(2100, 0, 1);

interface RawText {
  readonly value?: string | undefined;
  readonly isHtml: boolean;
}

/** One feed's own words for what every feed has. */
export interface RawFeed {
  readonly title: RawText;
  /** What the links of its items are relative to, where they are. */
  readonly base: string | undefined;
  readonly items: readonly RawItem[];
}

interface RawItem {
  readonly id: string | undefined;
  readonly title: RawText;
  readonly summary: RawText;
  readonly link: string | undefined;
  readonly date: string | undefined;
}

const html = (value: string | undefined): RawText => ({ value, isHtml: true });
const plain = (value: string | undefined): RawText => ({ value, isHtml: false });

type Rss = RssFeed.Feed<string>;

export function fromRss({ title, link, items = [] }: Rss): RawFeed {
  return {
    title: html(title),
    base: link,
    items: items.map((item) => ({
      id: item.guid?.value,
      title: html(item.title),
      summary: html(item.description ?? item.content?.encoded),
      link: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
      date: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
    })),
  };
}

export function fromRdf({ title, link, items = [] }: RdfFeed.Feed<string>): RawFeed {
  return {
    title: html(title),
    base: link,
    items: items.map((item) => ({
      id: item.rdf?.about,
      title: html(item.title),
      summary: html(item.description ?? item.content?.encoded),
      link: item.link,
      date: item.dc?.dates?.[0],
    })),
  };
}

export function fromAtom({ title, links, entries = [] }: AtomFeed.Feed<string>): RawFeed {
  return {
    title: atomText(title),
    base: alternate(links) ?? links?.find(({ rel }) => rel === 'self')?.href,
    items: entries.map((entry) => ({
      id: entry.id,
      title: atomText(entry.title),
      summary: atomText(entry.summary ?? entry.content),
      link: alternate(entry.links),
      date: entry.published ?? entry.updated,
    })),
  };
}

export function fromJson({ title, home_page_url, feed_url, items = [] }: JsonFeed.Feed<string>): RawFeed {
  return {
    title: plain(title),
    base: home_page_url ?? feed_url,
    items: items.map((item) => {
      const text = item.summary ?? item.content_text;
      return {
        id: item.id,
        title: plain(item.title),
        summary: text === undefined ? html(item.content_html) : plain(text),
        link: item.url ?? item.external_url,
        date: item.date_published ?? item.date_modified,
      };
    }),
  };
}

type AtomText = AtomFeed.Content | undefined;

/** Atom says of each text whether it is HTML: nothing said means that it is not. */
function atomText(text: AtomText): RawText {
  return { value: text?.value, isHtml: text?.type !== undefined && /html|xml/i.test(text.type) };
}

function alternate(links: readonly AtomFeed.Link<string>[] = []): string | undefined {
  return links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
}

/** Makes a feed of it: plain, bounded, each item once, the latest first where all are dated. */
export function finish({ title, base, items }: RawFeed): Feed {
  const dated = items.map((raw) => ({ raw, published: dateOf(raw.date) }));
  if (dated.every(({ published }) => published !== undefined))
    dated.sort((a, b) => (b.published ?? 0) - (a.published ?? 0));
  const byId = new Map<string, FeedItem>();
  for (const { raw, published } of dated) {
    if (byId.size === limits.items) break;
    const item = itemOf(raw, published, base);
    if (!byId.has(item.id)) byId.set(item.id, item);
  }
  return { title: textOf(title, limits.title), items: [...byId.values()] };
}

function itemOf(raw: RawItem, published: number | undefined, base: string | undefined): FeedItem {
  const title = textOf(raw.title, limits.title);
  const summary = textOf(raw.summary, limits.summary);
  const link = linkOf(raw.link, base);
  const id = raw.id?.trim() || link || [title, raw.date, summary].join('\n');
  return {
    id: raw.id?.trim() || link ? short(id) : digest(id),
    title,
    summary,
    ...(link !== undefined && { link }),
    ...(published !== undefined && { published }),
  };
}

const textOf = ({ value = '', isHtml }: RawText, limit: number) => (isHtml ? htmlText : plainText)(value, limit);
const short = (id: string) => (id.length > limits.id ? digest(id) : id);
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

function linkOf(link: string | undefined, base: string | undefined): string | undefined {
  if (link === undefined || link.length > limits.id) return undefined;
  const url = URL.parse(link.trim()) ?? (base === undefined ? null : URL.parse(link.trim(), base.trim()));
  const isFit =
    url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isFit && url.href.length <= limits.id ? url.href : undefined;
}

function dateOf(date: string | undefined): number | undefined {
  const time = date === undefined || date.length > 100 ? Number.NaN : Date.parse(date);
  return time >= 0 && time < FAR ? time : undefined;
}
