import { type MethodName, methodOf, type Tier } from './methods.ts';
import type { TeamRecord } from './world.ts';

/** So many requests in a while, all of them at once if need be. */
export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

/** `real`: Slack's tiers. `generous` (default): a hundred times as much. Or single methods' own, the rest generous. */
export type RateLimitOptions = 'real' | 'generous' | Partial<Record<MethodName, RateLimit>>;

const MINUTE = 60_000;

/** docs.slack.dev/apis/web-api/rate-limits: "1+, 20+, 50+, 100+ per minute". */
const TIERS: Readonly<Record<Exclude<Tier, 'special'>, number>> = { t1: 1, t2: 20, t3: 50, t4: 100 };
/** "1 per second" for each channel, "short bursts" allowed; "several hundred messages per minute" for a workspace. */
const PER_CHANNEL: RateLimit = { limit: 5, perMs: 5_000 };
const PER_WORKSPACE: RateLimit = { limit: 300, perMs: MINUTE };
/** "Hundreds of requests per minute". */
const SPECIAL: RateLimit = { limit: 600, perMs: MINUTE };
const GENEROSITY = 100;

/** Counts the requests of each workspace and method in buckets that fill up again all the time. */
export function createRateLimits(options: RateLimitOptions, now: () => number) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const own = typeof options === 'object' ? options : {};
  const factor = options === 'real' ? 1 : GENEROSITY;

  /** Seconds to wait; 0 where the request may pass. */
  function use(key: string, { limit, perMs }: RateLimit): number {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: limit, at };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(limit, bucket.tokens + ((at - bucket.at) * limit) / perMs);
    bucket.at = at;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) * perMs) / limit / 1_000));
  }

  const times = ({ limit, perMs }: RateLimit): RateLimit => ({ limit: limit * factor, perMs });

  /** Seconds that a request has to wait; 0 where it may pass. */
  return (method: MethodName, team: TeamRecord | undefined, channel: unknown): number => {
    const key = `${team?.id ?? ''}:${method}`;
    const limit = own[method];
    if (limit) return use(key, limit);
    const { tier } = methodOf(method);
    if (method === 'chat.postMessage')
      return use(key, times(PER_WORKSPACE)) || use(`${key}:${channel}`, times(PER_CHANNEL));
    return use(key, times(tier === 'special' ? SPECIAL : { limit: TIERS[tier], perMs: MINUTE }));
  };
}
