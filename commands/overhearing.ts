import type { Logger } from 'pino';
import { type Clock, wait } from '../src/clock.ts';
import { StoreError } from '../src/store/store-error.ts';
import type { Announcements, Overheard } from './announcements.ts';

export interface OverhearingOptions {
  readonly announcements: Pick<Announcements, 'overheard'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts when the desk closes. */
  readonly closing: AbortSignal;
}

/** Until the store is tried again (ms); the last one goes on. */
const WAITS = [1_000, 5_000, 30_000] as const;

/** Messages that wait for the store at once: a platform brings each of them once, and this is where they are kept meanwhile. */
const MOST = 1_000;

/** Takes in what was said in watched channels; resolves once it is kept, or is lost, which is logged. */
export function overhearing({ announcements, clock, log, closing }: OverhearingOptions) {
  let waiting = 0;
  let lost = 0;

  function lose(said: Overheard, err: unknown): void {
    lost += 1;
    log.error({ err, message: said.message, lost }, 'what was said in a watched channel could not be kept');
  }

  /** Tries until it is kept. @throws what is not the store's, and the store's once the desk closes */
  async function keep(said: Overheard): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await announcements.overheard(said);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        log.warn({ err: error, message: said.message, tries }, 'what was said in a watched channel is not kept yet');
        await wait(clock, WAITS[Math.min(tries, WAITS.length - 1)] ?? 0, closing).catch(() => {
          throw error;
        });
      }
    }
  }

  return async (said: Overheard): Promise<void> => {
    if (waiting >= MOST) return lose(said, undefined);
    waiting += 1;
    try {
      await keep(said);
    } catch (error) {
      lose(said, error);
    } finally {
      waiting -= 1;
    }
  };
}
