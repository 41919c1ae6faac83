import { mkdtempSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFeedReader } from '../../src/announcements/feed-reader.ts';
import { createGuardedFetch } from '../../src/media/fetch.ts';
import { Refusal } from '../../src/refusal.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const never = new AbortController().signal;
const dir = mkdtempSync(join(tmpdir(), 'herald-feeds-'));
const asked: IncomingHttpHeaders[] = [];
let answer: (response: ServerResponse) => void = () => undefined;
const server = createServer((request, response) => {
  asked.push(request.headers);
  answer(response);
});
let url = '';
let fetch = createGuardedFetch();

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  fetch = createGuardedFetch({ trusted: new Set([`127.0.0.1:${port}`]) });
  url = `http://127.0.0.1:${port}/feed?key=secret`;
});
beforeEach(() => asked.splice(0));
afterAll(async () => {
  await fetch.close();
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

function reader(now = () => NOW) {
  const media = {
    async readFeed(path: string) {
      const title = await readFile(path, 'utf8');
      if (title === 'page') throw new Refusal('type', 'feed_page');
      return { title, items: [] };
    },
  };
  return createFeedReader({ clock: { now }, fetch, media, dir, randomId: () => 'one' });
}

const gives = (status: number, headers: Record<string, string> = {}, body = '') => {
  answer = (response) => void response.writeHead(status, headers).end(body);
};

test('a feed comes with what asks for it next time, and leaves no file', async () => {
  gives(200, { etag: 'W/"1"', 'last-modified': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 'News');
  const read = await reader().read(url, {}, never);
  expect(read).toEqual({
    kind: 'feed',
    feed: { title: 'News', items: [] },
    etag: 'W/"1"',
    modified: 'Sun, 22 Nov 2026 11:00:00 GMT',
  });
  gives(304);
  expect(await reader().read(url, { etag: 'W/"1"', modified: 'Sun, 22 Nov 2026 11:00:00 GMT' }, never)).toEqual({
    kind: 'same',
  });
  expect(asked[1]).toMatchObject({ 'if-none-match': 'W/"1"', 'if-modified-since': 'Sun, 22 Nov 2026 11:00:00 GMT' });
  expect(readdirSync(dir)).toEqual([]);
});

test.each([
  [410, {}, { kind: 'gone' }],
  [429, { 'retry-after': '120' }, { kind: 'later', at: NOW + 120_000 }],
  [503, { 'retry-after': 'Sun, 22 Nov 2026 13:00:00 GMT' }, { kind: 'later', at: NOW + 3_600_000 }],
  [503, { 'retry-after': 'soon' }, { kind: 'later' }],
])('%i %o', async (status, headers, read) => {
  gives(status, { ...headers }, 'x'.repeat(100_000));
  expect(await reader().read(url, {}, never)).toEqual(read);
});

test('what is no feed, or too much of one, is refused without a word of its path, and leaves no file', async () => {
  gives(200, {}, 'page');
  await expect(reader().read(url, {}, never)).rejects.toMatchObject({ key: 'feed_page' });
  gives(404);
  const missing = reader().read(url, {}, never);
  await expect(missing).rejects.toMatchObject({ key: 'media_url_status', params: { status: 404 } });
  await expect(missing).rejects.not.toThrow('secret');
  answer = (response) => {
    response.on('error', () => undefined);
    for (let n = 0; n < 6; n++) response.write('x'.repeat(1_000_000));
    response.end();
  };
  await expect(reader().read(url, {}, never)).rejects.toMatchObject({ kind: 'too_large' });
  expect(readdirSync(dir)).toEqual([]);
});

test('the first look at a feed is its first read, so that it is not asked twice; for a while', async () => {
  let now = NOW;
  const feeds = reader(() => now);
  gives(200, {}, 'Then');
  expect(await feeds.probe(url, never)).toEqual({ title: 'Then' });
  gives(200, {}, 'Now');
  expect(await feeds.read(url, {}, never)).toMatchObject({ feed: { title: 'Then' } });
  expect(asked).toHaveLength(1);
  await feeds.probe(url, never);
  gives(200, {}, 'Later');
  now += 3_600_000;
  expect(await feeds.read(url, {}, never)).toMatchObject({ feed: { title: 'Later' } });
});

test.each([
  [410, 'feed_gone'],
  [503, 'feed_busy'],
])('the first look at one that answers %i is refused', async (status, key) => {
  gives(status);
  await expect(reader().probe(url, never)).rejects.toMatchObject({ name: 'Refusal', key });
});
