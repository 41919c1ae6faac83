import { createHash } from 'node:crypto';
import { LIMITS } from './limits.ts';
import type { ApiRouteName, Match } from './routes.ts';

export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

export interface RateLimitOptions {
  /** By route; what is not named is as Discord has it for `crosspost`, and generous for all others. Discord's own for messages was seen as 5 in 5 s per channel. */
  readonly routes?: Partial<Record<ApiRouteName, RateLimit>>;
  /** Requests a second of the bot altogether, those of interactions left out. Discord's own is 50; default: none. */
  readonly global?: number;
}

/** What the limits say about one request. */
export interface Allowance {
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds to wait, where the request is too much. */
  readonly wait?: { readonly seconds: number; readonly scope: 'user' | 'global' };
}

const GENEROUS: RateLimit = { limit: 1_000, perMs: 1_000 };
const OWN: Partial<Record<ApiRouteName, RateLimit>> = { crosspost: LIMITS.crossposts };

interface Window {
  endsAt: number;
  left: number;
}

/** Counts requests in windows: for each route, apart for each channel, guild and webhook, and for the bot as a whole. */
export function createRateLimits({ routes = {}, global }: RateLimitOptions, now: () => number) {
  const windows = new Map<string, Window>();

  function use(key: string, { limit, perMs }: RateLimit): Window & { readonly ok: boolean } {
    const at = now();
    const open = windows.get(key);
    const window = open && open.endsAt > at ? open : { endsAt: at + perMs, left: limit };
    windows.set(key, window);
    const ok = window.left > 0;
    if (ok) window.left -= 1;
    return { ...window, ok };
  }

  return ({ route, params }: Match): Allowance => {
    if (global !== undefined && route.auth !== 'interaction') {
      const whole = use('global', { limit: global, perMs: 1_000 });
      const seconds = (whole.endsAt - now()) / 1_000;
      if (!whole.ok)
        return {
          headers: { 'x-ratelimit-global': 'true', ...scoped('global', seconds) },
          wait: { seconds, scope: 'global' },
        };
    }
    const limit = routes[route.name] ?? OWN[route.name] ?? GENEROUS;
    const major = params.channel ?? params.guild ?? params.token ?? params.interaction ?? '';
    const window = use(`${route.name}:${major}`, limit);
    const seconds = Math.max(0, window.endsAt - now()) / 1_000;
    const headers = {
      'x-ratelimit-limit': String(limit.limit),
      'x-ratelimit-remaining': String(window.left),
      'x-ratelimit-reset': (window.endsAt / 1_000).toFixed(3),
      'x-ratelimit-reset-after': seconds.toFixed(3),
      'x-ratelimit-bucket': createHash('sha256').update(route.name).digest('hex').slice(0, 32),
    };
    if (window.ok) return { headers };
    return { headers: { ...headers, ...scoped('user', seconds) }, wait: { seconds, scope: 'user' } };
  };
}

/** The headers that go with a 429. */
export function scoped(scope: 'user' | 'global' | 'shared', seconds: number): Record<string, string> {
  return { 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': scope };
}
