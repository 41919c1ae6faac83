import { type RateLimitData, REST, type RESTOptions } from 'discord.js';
import { isWait } from './errors.ts';

/** ms that 100 MiB may take: a line of 1.4 Mbit/s. */
const UPLOAD_TIMEOUT = 600_000;

/**
 * Calls a second, of the 50 that Discord allows a bot in all: each REST counts its own, and knows nothing of the others. What is
 * answered to interactions does not count there.
 */
export const PER_SECOND = {
  /** Looking, opening threads, deleting. */
  calls: 15,
  /** Of their own, so that no delivery ever waits behind them; the board asks for fewer (`EDITS_IN_ALL`). */
  edits: 9,
  posts: 12,
  uploads: 12,
  /** The client's own: asks where the gateway is. */
  gateway: 2,
} as const;

/** The longest that a call waits by itself to be let through (ms); past that it is the caller's to come back. */
const LONGEST_WAIT = 10_000;

/**
 * Options for every REST of Herald: being told to wait long is an answer, and never an hour's silence within the library. So is
 * being told to wait without saying how long, which the library takes for leave to ask again at once.
 */
export const PATIENCE: Pick<RESTOptions, 'rejectOnRateLimit'> = {
  rejectOnRateLimit: ({ retryAfter }: RateLimitData) => retryAfter > LONGEST_WAIT || !isWait(retryAfter),
};

/** A REST for what is neither a post nor an answer to an interaction: one for calls at large, and one for edits. */
export function createCalls(apiUrl: string, token: string, what: 'calls' | 'edits'): REST {
  const globalRequestsPerSecond = PER_SECOND[what];
  return new REST({ ...PATIENCE, api: apiUrl, version: '10', globalRequestsPerSecond }).setToken(token);
}

/** A REST for answers to interactions. They carry a token each, so that it has none, and Discord sets no limit to all of them. */
export function createReplies(apiUrl: string): REST {
  return new REST({ ...PATIENCE, api: apiUrl, version: '10', globalRequestsPerSecond: Number.POSITIVE_INFINITY });
}

/**
 * A REST for posts: it sends once. The client's own sends a call again at once, up to three times, when an answer is lost or
 * is an error of Discord's; a refusal of the last one would then say nothing of the first. Whether a lost post is made again
 * is for those to decide who can look for it first.
 */
export function createPosts(apiUrl: string, token: string): REST {
  const globalRequestsPerSecond = PER_SECOND.posts;
  return new REST({ ...PATIENCE, api: apiUrl, version: '10', retries: 0, globalRequestsPerSecond }).setToken(token);
}

/**
 * The same for posts with files: the 15 s that the library waits for an answer count from the first byte that is sent, too few
 * for a large file on a slow line. Beside the other one, as posts to a channel are sent one after the other.
 *
 * It sends by the platform's `fetch`. The library's own way asks whichever undici has made itself the global one, and where
 * that is not its own, forms are refused (`UND_ERR_INVALID_ARG`); the house's undici 8 makes itself just that.
 */
export function createUploads(apiUrl: string, token: string): REST {
  return new REST({
    ...PATIENCE,
    api: apiUrl,
    version: '10',
    timeout: UPLOAD_TIMEOUT,
    retries: 0,
    globalRequestsPerSecond: PER_SECOND.uploads,
    // the library knows the types of its own undici alone
    makeRequest: (url, { dispatcher: _, ...init }) => fetch(url, init as RequestInit),
  }).setToken(token);
}

/** Stops what a REST does on its own. */
export function closeRest(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}
