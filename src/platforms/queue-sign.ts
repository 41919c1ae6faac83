import type { Clock } from '../clock.ts';
import type { Platform } from './platform.ts';

/** The least time between two changes of what everybody sees (ms). */
const CALM = 20_000;

/** Shows on every platform how many jobs wait. */
export interface QueueSign {
  /** The length may have changed. */
  look(): void;
  stop(): void;
}

export function queueSign(
  clock: Clock,
  platforms: readonly Pick<Platform, 'showQueue'>[],
  length: () => number,
): QueueSign {
  let shown: number | undefined;
  let resting: (() => void) | undefined;
  let stopped = false;

  function look(): void {
    if (stopped || resting || shown === length()) return;
    shown = length();
    for (const platform of platforms) platform.showQueue(shown);
    resting = clock.after(CALM, () => {
      resting = undefined;
      look();
    });
  }

  return {
    look,
    stop() {
      stopped = true;
      resting?.();
    },
  };
}
