import type { Logger } from 'pino';
import { type Clock, within } from '../clock.ts';
import { described } from './described.ts';

/** What is being done behind the events, so that somebody waits for it in the end. */
export interface Tasks {
  /** Does it in the background; what goes wrong is logged. */
  run(about: { readonly [name: string]: string }, act: () => Promise<void>): void;
  /** Resolves when all is done, or after so long (ms). */
  settle(patience: number): Promise<void>;
}

/** @param silence once it has aborted, what ends early was noted, and is told after the next start */
export function tasks(clock: Clock, log: Logger, platform: string, silence: AbortSignal): Tasks {
  const running = new Set<Promise<void>>();
  return {
    run(about, act) {
      // the act itself begins at once: acknowledgements are sent by it
      const done: Promise<void> = act()
        .catch((err: unknown) => {
          if (silence.aborted) return;
          log.error({ ...about, err: described(err) }, `an event from ${platform} could not be handled`);
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    async settle(patience) {
      await within(clock, patience, Promise.all(running));
    },
  };
}
