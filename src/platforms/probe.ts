/** Until a request of the doctor's counts as lost (ms), and how often it is repeated then. */
export const PROBE = { timeout: 8_000, retries: 1 } as const;

/** Something else answers where a platform should be. */
export class Stranger extends Error {
  override readonly name = 'Stranger';
}

/** Where a platform is looked for. */
export interface Address {
  /** As people write it. */
  readonly platform: string;
  readonly apiUrl: string;
  /** The setting that it comes from. */
  readonly setting: string;
  /** Where the platform says how it is. */
  readonly statusPage: string;
}

export const saysStranger = ({ platform, apiUrl, setting }: Address): string =>
  `What answers at ${apiUrl} is not ${platform}: check ${setting}, and any proxy on the way.`;

export const saysIll = ({ apiUrl, statusPage }: Address, status: number): string =>
  `${apiUrl} answered HTTP ${status}: see ${statusPage}, and try again in some minutes.`;

export const saysUnreached = ({ apiUrl, setting }: Address, reason: string): string =>
  `${apiUrl} was not reached: check the network, and ${setting}. (${reason})`;

/** Why a connection failed, or that it took too long; undefined where nothing was in the way. */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${PROBE.timeout / 1_000} s`;
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
