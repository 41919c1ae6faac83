import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuardedFetch } from '../../../src/media/fetch.ts';
import { createFetch, trustedHosts } from '../../../src/platforms/discord/attachments.ts';
import { Refusal } from '../../../src/refusal.ts';

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  if (pathname === '/photo') response.end('photo');
  else if (pathname === '/away') response.writeHead(302, { location: 'https://example.com/photo' }).end();
  else response.writeHead(pathname === '/broken' ? 500 : 404).end();
});
let host = '';
const signal = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  server.close();
});

function fetching(cdnHosts: readonly string[]) {
  const trusted = trustedHosts(cdnHosts);
  const guarded = createGuardedFetch({ trusted, lookup: async () => [] });
  closing.push(() => guarded.close());
  const fetch = createFetch(guarded.download, trusted);
  return async (url: string, limit = 100, bytes = 5) =>
    (await buffer(await fetch({ url, name: 'photo.png', bytes }, limit, signal))).toString();
}

async function refused(work: Promise<unknown>): Promise<[string, string]> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof Refusal)) throw new Error('it was not refused', { cause: error });
  return [error.kind, error.key];
}

describe('a file that a person sent', () => {
  test('is fetched from a host that the operator named', async () => {
    expect(await fetching([host])(`http://${host}/photo`)).toBe('photo');
  });

  test.each([
    'https://cdn.discordapp.com/attachments/1/2/x.png?ex=1',
    'https://media.discordapp.net/attachments/1/2/x.png',
    'https://images-ext-1.discordapp.net/external/x',
  ])('may lie at %s', async (url) => {
    // The name resolves to nothing here; it was allowed to be asked for.
    expect(await refused(fetching([])(url))).toEqual(['unavailable', 'discord_file_failed']);
  });

  test.each([
    'http://cdn.discordapp.com/x.png',
    'https://cdn.discordapp.com:8443/x.png',
    'https://cdn.discordapp.com.example.com/x.png',
    'https://images-ext-1.discordapp.net.example.com/x',
    'https://images-ext-.discordapp.net/x',
    'https://example.com/?cdn.discordapp.com',
  ])('is not fetched from %s', async (url) => {
    expect(await refused(fetching([])(url))).toEqual(['input', 'media_url_elsewhere']);
  });

  test('is not fetched by plain http but from this machine, nor from another port of it', async () => {
    expect(await refused(fetching(['example.com:80'])('http://example.com/x'))).toEqual([
      'input',
      'media_url_elsewhere',
    ]);
    expect(await refused(fetching([host])('http://127.0.0.1:1/x'))).toEqual(['input', 'media_url_elsewhere']);
  });

  test('is not followed to another host', async () => {
    expect(await refused(fetching([host])(`http://${host}/away`))).toEqual(['input', 'media_url_elsewhere']);
  });

  test('is refused by its declared size before it is asked for, and by its real one while it is read', async () => {
    const fetch = fetching([host]);
    expect(await refused(fetch(`http://${host}/missing`, 4, 5))).toEqual(['too_large', 'media_upload_bytes']);
    expect(await refused(fetch(`http://${host}/photo`, 4, 1))).toEqual(['too_large', 'media_upload_bytes']);
  });

  test('that Discord no longer has says so; one that cannot be had just now says that', async () => {
    const fetch = fetching([host]);
    expect(await refused(fetch(`http://${host}/missing`))).toEqual(['missing', 'discord_file_gone']);
    expect(await refused(fetch(`http://${host}/broken`))).toEqual(['unavailable', 'discord_file_failed']);
  });
});

test('hosts are trusted at the port they are named with, else at the usual ones', () => {
  expect([...trustedHosts(['CDN.example.org', '127.0.0.1:8080', 'localhost', '[::1]:9'])]).toEqual([
    'cdn.example.org:443',
    '127.0.0.1:8080',
    'localhost:443',
    'localhost:80',
    '[::1]:9',
  ]);
});
