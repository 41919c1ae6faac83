import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config.ts';
import { isLoopback } from '../config-fields.ts';
import type { AppContext, AppEnv, Lifetime } from './deps.ts';
import { HttpProblem } from './problems.ts';

type Guard = MiddlewareHandler<AppEnv>;

/**
 * Refuses requests that name this server by a host that is not its own, so that no web page can reach it by making a name of
 * its own point here. Ports do not matter: a container's published port differs from the one inside.
 */
export function ownHost(config: Pick<Config, 'host' | 'publicUrl'>): Guard {
  const names = new Set([config.host.toLowerCase()]);
  if (config.publicUrl !== undefined) names.add(new URL(config.publicUrl).hostname);
  // on all addresses of the machine: nobody can make a name of their own out of a bare address
  const anyAddress = config.host === '0.0.0.0' || config.host === '::';

  return async (c, next) => {
    const name = hostName(c.req.header('host') ?? '');
    const own = name !== undefined && (isLoopback(name) || names.has(name) || (anyAddress && isIP(name) !== 0));
    if (!own) throw new HttpProblem(421, 'http_host');
    await next();
  };
}

/**
 * Refuses what a page of another site makes a browser send, by `Origin` and Fetch Metadata. Following a link to here is
 * allowed: it changes nothing, and that page cannot see the answer. Programs send neither header.
 */
export function ownSite(config: Pick<Config, 'publicUrl'>): Guard {
  const publicOrigin = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin;

  return async (c, next) => {
    const origin = c.req.header('origin');
    const foreign =
      origin !== undefined && origin !== publicOrigin && hostOf(origin) !== c.req.header('host')?.toLowerCase();
    const site = c.req.header('sec-fetch-site');
    const crossing = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreign || (crossing && !followsLink(c))) throw new HttpProblem(403, 'http_cross_site');
    await next();
  };
}

/** Asks for the API token, when there is one. */
export function bearerToken(config: Pick<Config, 'apiToken'>): Guard {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = config.apiToken === undefined ? undefined : digest(config.apiToken);

  return async (c, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (expected && !timingSafeEqual(digest(given ?? ''), expected)) {
      const challenge = given === undefined ? 'Bearer realm="Herald"' : 'Bearer realm="Herald", error="invalid_token"';
      throw new HttpProblem(401, 'http_token', { headers: { 'WWW-Authenticate': challenge } });
    }
    await next();
  };
}

/** @throws HttpProblem from the moment that the server is told to stop */
export function refuseWhenStopping(lifetime: Pick<Lifetime, 'accepting'>): void {
  if (!lifetime.accepting()) throw new HttpProblem(503, 'http_stopping', { headers: { 'Retry-After': '60' } });
}

function followsLink(c: AppContext): boolean {
  return (
    (c.req.method === 'GET' || c.req.method === 'HEAD') &&
    c.req.header('sec-fetch-mode') === 'navigate' &&
    c.req.header('sec-fetch-dest') === 'document'
  );
}

/** The host of a `Host` header, without port and brackets. */
function hostName(header: string): string | undefined {
  return /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(header)?.slice(1).find(Boolean)?.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
