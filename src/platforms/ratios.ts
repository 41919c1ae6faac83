import type { Ratio } from '../kling/profile.ts';

/** The shapes of a video that can be asked for; the first is what is made of a request that names none. */
export const RATIOS: readonly Ratio[] = ['16:9', '9:16', '1:1'];
