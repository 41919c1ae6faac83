import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Step } from '../hooks.ts';
import { misbehave } from '../misbehave.ts';
import { readBytes } from '../read-bytes.ts';
import { parseBody } from './body.ts';
import type { Handlers, Reply } from './call.ts';
import type { Cdn } from './cdn.ts';
import { DiscordError } from './errors.ts';
import type { Fault, FaultAnswer, FaultSource } from './faults.ts';
import { type createRateLimits, scoped } from './rate-limits.ts';
import { rateLimited, refusal } from './replies.ts';
import type { Hooks, RequestSeen } from './requests.ts';
import { type ApiRouteName, type Match, matchRoute } from './routes.ts';
import type { Violations } from './violations.ts';

const API = '/api/v10';

export interface HttpParts {
  readonly token: string;
  readonly handlers: Handlers<ApiRouteName>;
  readonly cdn: Cdn;
  readonly faults: FaultSource;
  readonly hooks: Hooks;
  readonly violations: Violations;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly now: () => number;
  readonly seen: RequestSeen[];
  /** Does something later that nobody waits for. */
  readonly later: (ms: number, act: () => void) => void;
}

/** Errors that say the request was wrong in itself, whatever the state of things. */
const MALFORMED: readonly number[] = [50006, 50008, 50024, 50035, 50109];

/** The server of the API and of the CDN; the gateway joins it. */
export function createHttp(parts: HttpParts): Server {
  const { handlers, cdn, faults, hooks, violations, limits, seen } = parts;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('date', new Date(parts.now()).toUTCString());
    const bytes = await readBytes(request);
    if (!url.pathname.startsWith('/api')) return serveFile(url, response);
    const match = url.pathname.startsWith(API) ? matchRoute(request.method, url.pathname.slice(API.length)) : undefined;
    if (!match) {
      violations.add(`No such route: ${request.method} ${url.pathname}`);
      return send(response, { status: 404, body: { message: '404: Not Found', code: 0 } });
    }
    const { route } = match;
    const path = route.segments
      .map((part) => (part === ':token' ? part : (match.params[part.slice(1)] ?? part)))
      .join('/');
    const about: RequestSeen = { route: route.name, method: route.method, path, at: parts.now() };
    seen.push(about);
    if (!isAuthorized(request, match)) return send(response, refusal(new DiscordError(0)));

    const allowance = limits(match);
    if (allowance.wait) {
      const { seconds, scope } = allowance.wait;
      return send(response, rateLimited(scope, seconds), allowance.headers);
    }
    const act = () => perform(match, url, bytes, request.headers['content-type']);
    await follow(about, faults.take(route.name, path), response, act, (reply) =>
      send(response, reply, allowance.headers),
    );
  }

  /** Takes a request through its hooks and its fault, if one was planned. */
  async function follow<T>(
    about: RequestSeen,
    fault: Fault | undefined,
    response: ServerResponse,
    act: () => Promise<T>,
    answer: (result: T) => void,
  ): Promise<void> {
    const goesOn = async (step: Step) => {
      const on = await hooks.run(step, about);
      if (!on) response.socket?.resetAndDestroy();
      return on;
    };
    if (!(await goesOn('before'))) return;
    if (fault)
      return misbehave(fault, {
        response,
        act,
        answer,
        refuse: (wrong) => refuse(response, wrong),
        later: parts.later,
        after: () => goesOn('after'),
      });
    const result = await act();
    if (await goesOn('after')) answer(result);
  }

  async function perform(match: Match, url: URL, bytes: Buffer<ArrayBuffer>, type: string | undefined): Promise<Reply> {
    const { route, params } = match;
    try {
      const body = await parseBody(bytes, type);
      for (const name of url.searchParams.keys())
        if (!route.query?.includes(name)) violations.add(`${route.name}: unknown query parameter ${name}`);
      if (route.body !== undefined) {
        const problems = violations.request(route.name, route.body, body.json);
        const listed = problems.map((message) => ({ path: [], code: 'BASE_TYPE_INVALID', message }));
        if (listed.length > 0) return refusal(new DiscordError(50035, listed));
      }
      const reply = handlers[route.name]({ ...body, params, query: url.searchParams });
      if (route.answer !== undefined && reply.body !== undefined) violations.own(route.answer, reply.body);
      return reply;
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error;
      if (MALFORMED.includes(error.code)) violations.add(`${route.name}: ${JSON.stringify(error.body)}`);
      return refusal(error);
    }
  }

  async function serveFile(url: URL, response: ServerResponse): Promise<void> {
    const about: RequestSeen = { route: 'cdn', method: 'GET', path: url.pathname, at: parts.now() };
    seen.push(about);
    await follow(
      about,
      faults.take('cdn', about.path),
      response,
      async () => cdn.get(url),
      ({ status, contentType, bytes }) => {
        response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
        response.end(bytes);
      },
    );
  }

  function isAuthorized({ headers: { authorization } }: IncomingMessage, { route }: Match): boolean {
    return authorization === undefined ? route.auth === 'interaction' : authorization === `Bot ${parts.token}`;
  }

  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // a client that went away while it spoke is no mistake of anybody's
      if (request.destroyed && !request.complete) return;
      violations.add(`The fake itself: ${error instanceof Error ? error.stack : error}`);
      if (!response.headersSent) send(response, { status: 500, body: { message: 'Internal Server Error', code: 0 } });
    });
  });
}

/** One of Discord's own wrong answers. */
function refuse(response: ServerResponse, answer: FaultAnswer): void {
  if ('rateLimited' in answer) {
    const { scope, seconds } = answer.rateLimited;
    const isGlobal = scope === 'global' ? { 'x-ratelimit-global': 'true' } : {};
    send(response, rateLimited(scope, seconds), { ...scoped(scope, seconds), ...isGlobal });
  } else if ('code' in answer) send(response, refusal(new DiscordError(answer.code)));
  else if (answer.status === 401) send(response, refusal(new DiscordError(0)));
  else send(response, { status: answer.status, body: { message: `${answer.status}: told to fail`, code: 0 } });
}

function send(response: ServerResponse, { status, body }: Reply, headers: Readonly<Record<string, string>> = {}): void {
  if (response.destroyed) return;
  const wait = status === 429 && headers['retry-after'] === undefined ? scoped('user', 60) : {};
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...json, ...headers, ...wait, via: '1.1 google' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
