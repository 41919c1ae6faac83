import type { Logger as BoltLogger, webApi } from '@slack/bolt';

/** How long a call may take (ms). */
const TIMEOUT = 15_000;

/** What the library warns of whenever a request fails, beside the error that it throws, of which the caller tells. */
const FAILED = 'http request failed';

export interface WebOptions {
  /** `SLACK_API_URL` */
  readonly apiUrl: string;
  readonly logger: BoltLogger;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/**
 * For a client of the Web API that calls once: the library's own would repeat a call for half an hour, on a 5xx or a lost connection,
 * whatever came of it the first time.
 */
export function webOptions({ apiUrl, logger, signal }: WebOptions): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    timeout: TIMEOUT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: { ...logger, warn: (...said) => (said[0] === FAILED ? undefined : logger.warn(...said)) },
    fetch: (url, init) =>
      fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal }),
  };
}
