/** Failures before the first byte is sent. */
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's or the HTTP client's code of what failed on the way; libraries and `fetch` have it some errors deeper. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return causeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Whether a request that failed so surely never reached anybody. @param cause as {@link causeOf} tells it */
export const isUnsent = (cause: string): boolean => UNSENT.has(cause);
