import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMedia } from '../../src/media/create-media.ts';
import type { Feed } from '../../src/media/media.ts';
import { temporary } from './temporary.ts';

const at = temporary();
const media = createMedia();
afterAll(() => media.close());

const fixture = (name: string) => media.readFeed(join(import.meta.dirname, '../fixtures/feeds', name));

async function reading(content: string | Uint8Array): Promise<Feed> {
  await writeFile(at('feed'), content);
  return await media.readFeed(at('feed'));
}

const rss = (inside: string, head = '') =>
  `${head}<rss version="2.0"><channel><title>News</title>${inside}</channel></rss>`;
const titles = (feed: Feed) => feed.items.map(({ title }) => title);

describe('feeds as they are in the world', () => {
  test('GitHub’s releases: Atom, with relative links', async () => {
    const feed = await fixture('github-releases.atom');
    expect(feed.title).toBe('Release notes from gulp');
    expect(titles(feed)).toEqual(['v3.9.0', 'v3.8.11', 'v3.8.10']);
    expect(feed.items[0]).toEqual({
      id: 'tag:github.com,2008:Repository/11167738/v3.9.0',
      title: 'v3.9.0',
      summary: '3.9.0',
      link: 'https://github.com/gulpjs/gulp/releases/tag/v3.9.0',
      published: Date.UTC(2015, 5, 1, 21, 49, 41),
    });
  });

  test('a podcast: RSS', async () => {
    expect((await fixture('podcast.rss')).items).toEqual([
      {
        id: 'https://www.narro.co/article/54e703933058540300000069',
        title: 'FAQ for Narro',
        summary:
          'Listen to your reading list anywhere. Narro will take your bookmarked articles and read them back to you as a podcast. http://www.narro.co/faq',
        link: 'https://www.narro.co/article/54e703933058540300000069',
        published: Date.UTC(2015, 1, 20, 9, 51, 15),
      },
    ]);
  });

  test('a blog: JSON Feed', async () => {
    const feed = await fixture('jsonfeed.json');
    expect(titles(feed)).toEqual(['JSON Feed version 1.1', 'Announcing JSON Feed']);
    expect(feed.items[0]?.summary).toBe(
      'We’ve updated the spec to version 1.1. It’s a minor update to JSON Feed, clarifying a few things in the spec and adding a couple new fields such as authors and language.',
    );
  });

  test('RSS 1.0: RDF, without dates, in the order of the feed', async () => {
    const feed = await reading(`<?xml version="1.0"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="https://a.example/"><title>Old</title><link>https://a.example/</link></channel>
        <item rdf:about="https://a.example/2"><title>Two</title><link>https://a.example/2</link></item>
        <item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item>
      </rdf:RDF>`);
    expect(feed.items.map(({ id }) => id)).toEqual(['https://a.example/2', 'https://a.example/1']);
  });
});

describe('what is read of an item', () => {
  test('is plain text: no tags, no scripts, no images, links by their words', async () => {
    const feed = await reading(
      rss(`<item><guid>1</guid><title>Salt &amp;amp; &lt;b&gt;Pepper&lt;/b&gt;</title><description><![CDATA[
        <h1>Hot</h1><p>See <a href="https://x.example">the shop</a><img src="x" alt="pixel">.</p>
        <script>alert(1)</script><style>p{}</style><ul><li>One</li><li>Two</li></ul>]]></description></item>`),
    );
    expect(feed.items[0]).toMatchObject({ title: 'Salt & Pepper', summary: 'Hot See the shop. One Two' });
  });

  test('keeps angle brackets where the feed says that it is not HTML', async () => {
    const feed = await reading(
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>1</id><title>List&lt;T&gt; is back</title></entry></feed>',
    );
    expect(titles(feed)).toEqual(['List<T> is back']);
  });

  test('is cut at whole characters', async () => {
    const [item] = (await reading(rss(`<item><guid>1</guid><title>${'👩‍👩‍👧'.repeat(200)}</title></item>`))).items;
    expect(item?.title.length).toBeLessThanOrEqual(300);
    expect(item?.title.endsWith('👩‍👩‍👧…')).toBe(true);
  });

  test('has an id: its own, else its link, else a hash of what it says; twice the same counts once', async () => {
    const { items } = await reading(
      rss(`<item><guid isPermaLink="false">own</guid><link>https://a.example/1</link></item>
        <item><link>https://a.example/2</link></item>
        <item><title>Only words</title></item>
        <item><guid>own</guid><title>Again</title></item>`),
    );
    expect(items.map(({ id }) => id)).toEqual(['own', 'https://a.example/2', expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('has no link but one to the web, and no date that makes no sense', async () => {
    const { items } = await reading(
      rss(`<item><guid isPermaLink="false">1</guid><link>javascript:alert(1)</link><pubDate>soon</pubDate></item>
        <item><guid isPermaLink="false">2</guid><link>https://user:secret@a.example/</link></item>
        <item><guid isPermaLink="false">3</guid><link>/relative</link><pubDate>Mon, 01 Jan 9999 00:00:00 GMT</pubDate></item>`),
    );
    for (const item of items) expect(Object.keys(item).sort()).toEqual(['id', 'summary', 'title']);
  });

  test('is among the latest 200', async () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toUTCString();
    const many = Array.from({ length: 300 }, (_, n) => `<item><guid>${n}</guid><pubDate>${day(n)}</pubDate></item>`);
    const { items } = await reading(rss(many.join('')));
    expect(items).toHaveLength(200);
    expect(items[0]?.id).toBe('299');
  });
});

describe('encodings', () => {
  const words = '<item><guid>1</guid><title>Café – “ünïted”</title></item>';
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const latin = (text: string) =>
    Buffer.from(text.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1');

  test.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${rss(words)}`)],
    ['UTF-16 with one', utf16(`\uFEFF${rss(words, '<?xml version="1.0" encoding="utf-16"?>')}`)],
    ['UTF-16, big-endian, without one', utf16(rss(words)).swap16()],
    ['Windows-1252, declared', latin(rss(words, '<?xml version="1.0" encoding="windows-1252"?>'))],
    ['Windows-1252, undeclared', latin(rss(words))],
    ['UTF-8 that says it is UTF-16', Buffer.from(rss(words, '<?xml version="1.0" encoding="UTF-16"?>'))],
    ['UTF-8 in an encoding of its own', Buffer.from(rss(words, '<?xml version="1.0" encoding="martian"?>'))],
  ])('%s', async (_, bytes) => {
    expect(titles(await reading(bytes))).toEqual(['Café – “ünïted”']);
  });
});

describe('what is refused', () => {
  const page =
    '\n<!-- hello --><!DOCTYPE html><html><body><rss version="2.0"><channel><title>no</title></channel></rss>';

  test.each<[string, string | Uint8Array, string]>([
    ['a web page', page, 'feed_page'],
    ['nothing', '', 'feed_none'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'feed_none'],
    ['other JSON', '{"items":[]}', 'feed_none'],
    ['a feed that was cut off', rss('<item><title>Half').slice(0, -20), 'feed_broken'],
    ['one that reads local files', rss('', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 'feed_broken'],
    ['one that is nested without end', rss(`${'<a>'.repeat(300_000)}`), 'feed_broken'],
    ['one with a prototype', rss('<__proto__><a>1</a></__proto__>'), 'feed_broken'],
    ['one beyond 5 MB', rss(' '.repeat(5_000_000)), 'feed_bytes'],
  ])('%s', async (_, content, key) => {
    await expect(reading(content)).rejects.toMatchObject({ name: 'Refusal', key });
  });

  test('entities of its own are left alone, so that they cannot grow', async () => {
    const bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    expect(titles(await reading(rss('<item><guid>1</guid><title>&b;</title></item>', bomb)))).toEqual(['&b;']);
  });
});

test('a feed that takes all the memory ends its process, not the next feed', async () => {
  const attributes = Array.from({ length: 350_000 }, (_, n) => `a${n}="x"`).join(' ');
  await writeFile(at('greedy'), `<rss version="2.0" ${attributes}><channel><title>x</title></channel></rss>`);
  await copyFile(join(import.meta.dirname, '../fixtures/feeds/podcast.rss'), at('next'));
  const greedy = media.readFeed(at('greedy'));
  await expect(greedy).rejects.toMatchObject({ name: 'Refusal', key: 'feed_too_hard' });
  expect((await media.readFeed(at('next'))).title).toBe('foobar on Narro');
});
