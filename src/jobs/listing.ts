import { KlingError } from '../kling/errors.ts';
import type { Profile, Task } from '../kling/profile.ts';

/** The most that the vendor documents, and its default for those that refuse it. */
const SIZES = [500, 30] as const;

/** Pages of the account's tasks, as large as this Kling allows. */
export interface Listing {
  /** Tasks on a page at most. */
  readonly size: number;
  page(profile: Profile, page: number, signal: AbortSignal): Promise<readonly Task[]>;
}

export function listing(): Listing {
  let size: number = SIZES[0];
  return {
    get size() {
      return size;
    },
    async page(profile, page, signal) {
      try {
        return await profile.list(page, size, signal);
      } catch (error) {
        if (!(error instanceof KlingError) || (error.code !== 1200 && error.code !== 1201)) throw error;
        if (page > 1 || size === SIZES[1]) throw error;
        size = SIZES[1];
        return profile.list(page, size, signal);
      }
    },
  };
}
