import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Step } from '../hooks.ts';
import { type Loose, textOf } from '../loose.ts';
import { misbehave } from '../misbehave.ts';
import { readBytes } from '../read-bytes.ts';
import { type Answer, type Api, withoutSecrets } from './api.ts';
import { given } from './arguments.ts';
import { SlackError } from './call.ts';
import { type createHosts, type Page, receive } from './hosts.ts';
import { isMethod, type MethodName } from './methods.ts';
import { type Oauth, VISITOR } from './oauth.ts';
import type { Parts } from './parts.ts';
import type { createRateLimits } from './rate-limits.ts';
import type { Fault, FaultAnswer, FaultSource, Hooks, RequestSeen, Route } from './requests.ts';
import type { ResponseUrls } from './response-urls.ts';

export interface HttpParts extends Pick<Parts, 'world' | 'violations' | 'later'> {
  readonly api: Api;
  readonly hosts: ReturnType<typeof createHosts>;
  readonly oauth: Oauth;
  readonly responseUrls: ResponseUrls;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly faults: FaultSource;
  readonly hooks: Hooks;
  readonly seen: RequestSeen[];
  /** Where a download is sent that leaves this Slack. */
  readonly foreign: () => string;
}

/** The server of the Web API, of files, of the page that asks for consent and of `response_url`s; Socket Mode joins it. */
export function createHttp(parts: HttpParts): Server {
  const { api, hosts, oauth, responseUrls, faults, hooks, violations, seen } = parts;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('date', new Date(parts.world.now()).toUTCString());
    const { pathname } = url;
    if (pathname.startsWith('/api/')) return serveMethod(url, request, response);
    if (pathname.startsWith('/upload/v1/')) {
      const about = note('upload', '/upload/v1', { file: hosts.fileAt(pathname) });
      const bytes = await receive(request);
      return follow(about, response, async () => hosts.upload(pathname, bytes));
    }
    if (/^\/files-\w+\//.test(pathname))
      return follow(note('download', pathname), response, async () => hosts.download(url, request), pathname);
    const bytes = await readBytes(request);
    if (pathname === '/oauth/v2/authorize') {
      const session = request.headers[VISITOR];
      return follow(note('authorize', pathname), response, async () => oauth.authorize(url, textOf(session)));
    }
    if (pathname.startsWith('/response/'))
      return follow(note('response_url', '/response', responseUrls.about(pathname)), response, async () => {
        const { status, body } = responseUrls.take(pathname, json(bytes));
        return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
      });
    violations.add(`No such address: ${request.method} ${pathname}`);
    show(response, { status: 404, headers: {}, body: 'Not found' });
  }

  async function serveMethod(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = url.pathname.slice('/api/'.length);
    const bytes = await readBytes(request);
    if (!isMethod(method)) {
      violations.add(`There is no method ${method}`);
      return show(response, page({ body: { ok: false, error: 'unknown_method' }, headers: {} }));
    }
    const { headers } = request;
    const decoded = await decodedOf(method, url, bytes, headers);
    if (decoded instanceof SlackError) {
      violations.add(`${method}: ${decoded.error}`);
      return show(response, page({ body: { ok: false, error: decoded.error }, headers: {} }));
    }
    const about = note(method, url.pathname, withoutSecrets(decoded.args));
    const team = api.grantOf(decoded.args, headers)?.team;
    const wait = parts.limits(method, team, decoded.args.channel);
    if (wait > 0) return show(response, tooMany(wait));
    const fault = faults.take(method, about);
    const shares = fault && 'shares' in fault ? fault.shares : undefined;
    await meet(fault, about, response, async () => page(api.perform(method, decoded, headers, shares)), url.pathname);
  }

  async function decodedOf(
    method: MethodName,
    url: URL,
    bytes: Buffer<ArrayBuffer>,
    headers: IncomingMessage['headers'],
  ) {
    try {
      return api.decode(method, await given(url, bytes, headers));
    } catch (error) {
      if (error instanceof SlackError) return error;
      throw error;
    }
  }

  function note(route: Route, path: string, args: Loose = {}): RequestSeen {
    const about = { route, path, args, at: parts.world.now() };
    seen.push(about);
    return about;
  }

  /** Takes a request through its hooks and its fault, if one was planned. */
  function follow(about: RequestSeen, response: ServerResponse, act: () => Promise<Page>, path = ''): Promise<void> {
    return meet(faults.take(about.route, about), about, response, act, path);
  }

  async function meet(
    fault: Fault | undefined,
    about: RequestSeen,
    response: ServerResponse,
    act: () => Promise<Page>,
    path: string,
  ): Promise<void> {
    const goesOn = async (step: Step) => {
      const on = await hooks.run(step, about);
      if (!on) response.socket?.resetAndDestroy();
      return on;
    };
    const answer = (result: Page) => show(response, result);
    if (!(await goesOn('before'))) return;
    if (fault && 'answer' in fault) {
      const refuse = (wrong: FaultAnswer) => show(response, wrongPage(wrong, path, parts.foreign()));
      return misbehave(fault, { response, act, answer, refuse, later: parts.later, after: () => goesOn('after') });
    }
    const result = await act();
    if (await goesOn('after')) answer(result);
  }

  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // a client that went away while it spoke is no mistake of anybody's
      if (request.destroyed && !request.complete) return;
      violations.add(`The fake itself: ${error instanceof Error ? error.stack : error}`);
      if (!response.headersSent) show(response, { status: 500, headers: {}, body: 'Internal Server Error' });
    });
  });
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function page({ body, headers }: Answer): Page {
  return { status: 200, headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) };
}

function tooMany(seconds: number): Page {
  const body = JSON.stringify({ ok: false, error: 'ratelimited' });
  return { status: 429, headers: { ...JSON_HEADERS, 'retry-after': String(seconds) }, body };
}

/** One of Slack's own wrong answers. */
function wrongPage(answer: FaultAnswer, path: string, foreign: string): Page {
  if ('rateLimited' in answer) return tooMany(answer.rateLimited);
  if ('error' in answer) return page({ body: { ok: false, error: answer.error }, headers: {} });
  if ('status' in answer)
    return { status: answer.status, headers: { 'content-type': 'text/html' }, body: `<h1>${answer.status}</h1>` };
  const other = path.replace(/^\/files-\w+/, '/files-origin');
  return { status: 302, headers: { location: answer.redirect === 'own' ? other : foreign + other }, body: '' };
}

function show(response: ServerResponse, { status, headers, body }: Page): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
