import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from '../../src/media/fetch.ts';
import { Refusal } from '../../src/refusal.ts';

type Route = (request: IncomingMessage, response: ServerResponse) => void;

const routes: Record<string, Route> = {
  '/photo': (_, response) =>
    response.writeHead(200, { 'content-type': 'Image/JPEG; x=y', 'content-length': 5 }).end('photo'),
  '/chunked': (_, response) => response.write('12345', () => response.end('67890')),
  '/endless': (request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
    request.on('close', () => clearInterval(timer));
  },
  '/liar': (request, response) => {
    request.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort');
    request.socket.end();
    response.destroy();
  },
  '/missing': (_, response) => response.writeHead(404).end('no'),
  '/packed': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('packed'),
  '/accepts': (request, response) => response.end(request.headers['accept-encoding']),
  '/authorization': (request, response) => response.end(request.headers.authorization),
  '/stalls': () => undefined,
  '/stops': (_, response) => response.write('half'),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/step': (_, response) => response.writeHead(307, { location: 'photo?signed=secret' }).end(),
  '/metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-self': (_, response) => response.writeHead(302, { location: `http://localhost:${port}/photo` }).end(),
};

const server = createServer((request, response) => {
  const route = routes[new URL(request.url ?? '/', 'http://x').pathname];
  if (route) route(request, response);
  else response.writeHead(500).end();
});
let port = 0;
let base = '';
const opened: GuardedFetch[] = [];

function fetching(options: GuardedFetchOptions = {}): GuardedFetch {
  const made = createGuardedFetch(options);
  opened.push(made);
  return made;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** As for a server that the operator configured. */
const trusting = (options: GuardedFetchOptions = {}) =>
  fetching({ trusted: new Set([`127.0.0.1:${port}`]), ...options });

async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  if (!(error instanceof Refusal)) throw error;
  return error;
}

describe('an address that leads inside', () => {
  test.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://192.168.1.1/',
    'http://224.0.0.1/',
    'https://10.0.0.1/',
  ])('is refused: %s', async (url) => {
    expect((await refused(fetching().download(url, { limit: 10 }))).key).toBe('media_url_private');
  });

  test('is refused when a name resolves to it', async () => {
    const lookup = async () => [
      { address: '10.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const refusal = await refused(fetching({ lookup }).download(`http://looks.public:${port}/photo`, { limit: 10 }));
    expect([refusal.kind, refusal.key, refusal.params]).toEqual([
      'input',
      'media_url_private',
      { host: 'looks.public' },
    ]);
  });

  test('is refused when a public server redirects to it', async () => {
    const refusal = await refused(trusting().download(`${base}/metadata`, { limit: 10 }));
    expect([refusal.key, refusal.params]).toEqual(['media_url_private', { host: '169.254.169.254' }]);
    expect((await refused(trusting().download(`${base}/to-self`, { limit: 10 }))).key).toBe('media_url_private');
  });

  test('is never connected to, even when the name resolves otherwise the second time', async () => {
    let asked = 0;
    const lookup = async () => {
      asked++;
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    // Only the first answer is allowed here: had the name been resolved again to connect, it would be refused.
    const guarded = fetching({ lookup, allows: (address) => address === '127.0.0.1' });
    const { source } = await guarded.download(`http://rebinding.test:${port}/photo`, { limit: 10 });
    expect((await buffer(source)).toString()).toBe('photo');
    expect(asked).toBe(1);
  });

  test('is fetched when the operator configured it, and only at that port', async () => {
    const { source } = await trusting().download(`${base}/photo`, { limit: 10 });
    expect((await buffer(source)).toString()).toBe('photo');
    expect((await refused(trusting().download('http://127.0.0.1:1/', { limit: 10 }))).key).toBe('media_url_private');
  });
});

describe('an address that its caller does not permit', () => {
  test('is never asked, whether it was given or led to', async () => {
    const permits = (url: URL) => url.pathname !== '/photo';
    const download = (path: string) => trusting().download(`${base}${path}`, { limit: 10, permits });
    for (const path of ['/photo', '/step']) {
      const refusal = await refused(download(path));
      expect([refusal.key, refusal.params]).toEqual(['media_url_elsewhere', { host: '127.0.0.1' }]);
    }
    expect((await buffer((await download('/chunked')).source)).toString()).toBe('1234567890');
  });
});

describe('a header of the caller', () => {
  test('is decided on for every address anew', async () => {
    const asked: string[] = [];
    const headers = (url: URL) => {
      asked.push(url.pathname);
      return url.pathname === '/step' ? { authorization: 'Bearer hush' } : {};
    };
    const { source } = await trusting().download(`${base}/step`, { limit: 10, headers });
    expect((await buffer(source)).toString()).toBe('photo');
    expect(asked).toEqual(['/step', '/photo']);
  });

  test('is sent, and takes the place of none that every request has', async () => {
    const told = async (path: string, headers: Record<string, string>) =>
      (
        await buffer((await trusting().download(`${base}${path}`, { limit: 100, headers: () => headers })).source)
      ).toString();
    expect(await told('/authorization', { authorization: 'Bearer one' })).toBe('Bearer one');
    expect(await told('/accepts', { 'accept-encoding': 'gzip' })).toBe('identity');
  });
});

describe('what is not an address to fetch', () => {
  test.each([
    'file:///etc/passwd',
    'ftp://host/x',
    'data:text/plain,x',
    'javascript:1',
    'photo.png',
    '',
    'http://',
    'http://me:pw@host/',
  ])('%j is refused before anything is connected to', async (url) => {
    const refusal = await refused(fetching().download(url, { limit: 10 }));
    expect([refusal.kind, refusal.key]).toEqual(['input', 'media_url_invalid']);
  });

  test('another scheme is refused on a redirect too', async () => {
    expect((await refused(trusting().download(`${base}/to-file`, { limit: 10 }))).key).toBe('media_url_invalid');
  });

  test('a name that nobody has says so', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    const refusal = await refused(fetching({ lookup }).download('http://nobody.test/', { limit: 10 }));
    expect([refusal.key, refusal.params]).toEqual(['media_url_unknown', { host: 'nobody.test' }]);
  });
});

describe('a download', () => {
  test('tells the type and the length that the server claims', async () => {
    const { type, bytes, source } = await trusting().download(`${base}/photo`, { limit: 5 });
    expect({ type, bytes }).toEqual({ type: 'image/jpeg', bytes: 5 });
    expect((await buffer(source)).toString()).toBe('photo');
  });

  test('follows redirects, but not for ever', async () => {
    const { source } = await trusting().download(`${base}/step`, { limit: 10 });
    expect((await buffer(source)).toString()).toBe('photo');
    expect((await refused(trusting().download(`${base}/loop`, { limit: 10 }))).key).toBe('media_url_redirects');
  });

  test('is led on no more often than its caller says', async () => {
    const stay = trusting().download(`${base}/step`, { limit: 10, redirects: 0 });
    expect((await refused(stay)).key).toBe('media_url_redirects');
    await expect(trusting().download(`${base}/step`, { limit: 10, redirects: 1 })).resolves.toMatchObject({ bytes: 5 });
  });

  test('is refused at once when it claims more than the limit', async () => {
    expect((await refused(trusting().download(`${base}/photo`, { limit: 4 }))).kind).toBe('too_large');
  });

  test('takes exactly the limit, and not a byte more, when no length is claimed', async () => {
    const { source, bytes } = await trusting().download(`${base}/chunked`, { limit: 10 });
    expect([bytes, (await buffer(source)).toString()]).toEqual([undefined, '1234567890']);
    const more = await trusting().download(`${base}/chunked`, { limit: 9 });
    expect((await refused(buffer(more.source))).kind).toBe('too_large');
    const endless = await trusting().download(`${base}/endless`, { limit: 50_000 });
    expect((await refused(buffer(endless.source))).kind).toBe('too_large');
  });

  test('that ends before its claimed length is a failure, not a short file', async () => {
    const { source } = await trusting().download(`${base}/liar`, { limit: 1000 });
    expect((await refused(buffer(source))).key).toBe('media_url_failed');
  });

  test('asks for plain bytes, and refuses packed ones', async () => {
    const { source } = await trusting().download(`${base}/accepts`, { limit: 100 });
    expect((await buffer(source)).toString()).toBe('identity');
    expect((await refused(trusting().download(`${base}/packed`, { limit: 100 }))).key).toBe('media_url_encoding');
  });

  test('tells what the server answered instead', async () => {
    const refusal = await refused(trusting().download(`${base}/missing`, { limit: 100 }));
    expect([refusal.key, refusal.params]).toEqual(['media_url_status', { host: '127.0.0.1', status: 404 }]);
  });

  test('is given up when nothing comes, before or within the answer', async () => {
    const late = { limit: 100, deadline: 100 };
    expect((await refused(trusting().download(`${base}/stalls`, late))).key).toBe('media_url_slow');
    expect((await refused(trusting({ idleTimeout: 100 }).download(`${base}/stalls`, { limit: 100 }))).key).toBe(
      'media_url_slow',
    );
    const { source } = await trusting().download(`${base}/stops`, late);
    expect((await refused(buffer(source))).key).toBe('media_url_slow');
  });

  test('is given up when its caller says so, with their reason', async () => {
    const controller = new AbortController();
    const download = trusting().download(`${base}/stalls`, { limit: 100, signal: controller.signal });
    const reason = new Error('stopping');
    controller.abort(reason);
    await expect(download).rejects.toBe(reason);
    const later = new AbortController();
    const { source } = await trusting().download(`${base}/stops`, { limit: 100, signal: later.signal });
    const read = buffer(source);
    later.abort(reason);
    await expect(read).rejects.toBe(reason);
  });

  test('says nothing of the path or the query of an address in any sentence', async () => {
    const urls = ['/missing', '/packed', '/loop', '/metadata', '/photo', '/to-file'].map(
      (path) => `${base}${path}?token=hush`,
    );
    const wrong = ['http://me:hush@host/', 'ftp://host/?hush', 'http://[hush', `http://127.0.0.1:1/?hush`];
    for (const url of [...urls, ...wrong]) {
      const { message, cause } = await refused(trusting().download(url, { limit: 1 }));
      expect(`${message} ${String(cause)}`).not.toContain('hush');
    }
  });
});
