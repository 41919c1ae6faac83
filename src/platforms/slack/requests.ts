import type { RequestListener } from 'node:http';
import type { App } from '@slack/bolt';
import type { Mount } from '../../mount.ts';
import { say } from '../../texts.ts';
import { type HttpOptions, httpRequests, turnAway } from './http.ts';
import { PATHS } from './paths.ts';

/** What comes to Herald's server for Slack. */
export interface Requests extends Mount {
  /** From now on, events, commands and the like are taken by HTTP. */
  hear(app: App, options: HttpOptions): void;
}

/** For whoever opens Slack's address in a browser, to see whether Herald can be reached. */
const isHere: RequestListener = (_request, response) => {
  response.writeHead(405, { Allow: 'POST', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${say('slack_events_here')}\n`);
};

const PAGES: ReadonlySet<string> = new Set([PATHS.install, PATHS.redirect]);

/**
 * @param isHttp events come by HTTP, once the bot is there
 * @param pages on which workspaces install Herald, where they may
 * @param stopping once aborted, everything is turned away
 */
export function createRequests(isHttp: boolean, pages: RequestListener | undefined, stopping: AbortSignal): Requests {
  // what comes before the bot is there is turned away
  let events: RequestListener | undefined = isHttp ? (_request, response) => turnAway(response) : undefined;

  function listenerFor(method: string | undefined, path: string | undefined): RequestListener | undefined {
    if (path === PATHS.requests && method === 'POST') return events;
    if (path === PATHS.requests && method === 'GET' && isHttp) return isHere;
    return path !== undefined && PAGES.has(path) && method === 'GET' ? pages : undefined;
  }

  return {
    prefix: '/slack/',
    hear(app, options) {
      events = httpRequests(app, options);
    },
    take(request, response) {
      const listener = listenerFor(request.method, URL.parse(request.url ?? '', 'http://localhost')?.pathname);
      if (!listener) return false;
      if (stopping.aborted) turnAway(response);
      else listener(request, response);
      return true;
    },
  };
}
