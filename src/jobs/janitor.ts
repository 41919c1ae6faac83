import type { Clock } from '../clock.ts';
import type { Blobs } from '../media/blobs.ts';
import type { Records } from './records.ts';
import { hasEnded } from './transitions.ts';

/** How often kept media is looked through (ms). */
const EVERY = 3_600_000;

const DAY = 86_400_000;

export interface JanitorOptions {
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly records: Pick<Records, 'get'>;
  /** `KEEP_DAYS` */
  readonly keepDays: number;
  /** What belongs to no job and is kept for as long as it is wanted: the photo of a presenter. @throws StoreError */
  readonly keeps: (key: string) => Promise<boolean>;
  readonly onCleared: (files: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Removes media older than `KEEP_DAYS`, save what open jobs still need, and what is kept otherwise. Records stay, without bytes. */
export async function clearOldMedia({ clock, blobs, records, keepDays, keeps }: JanitorOptions): Promise<number> {
  let cleared = 0;
  for await (const key of blobs.olderThan(clock.now() - keepDays * DAY)) {
    const job = await records.get(key.split('.', 1)[0] ?? '');
    if ((job && !hasEnded(job)) || (await keeps(key))) continue;
    if (await blobs.remove(key)) cleared += 1;
  }
  return cleared;
}

/** Clears now, and every hour until stopped. */
export function janitor(options: JanitorOptions): { stop(): Promise<void> } {
  let stopped = false;
  let cancel = () => {};
  let running = Promise.resolve();
  const run = () => {
    running = clearOldMedia(options)
      .then((files) => files > 0 && options.onCleared(files))
      .catch(options.onError)
      .then(() => {
        if (!stopped) cancel = options.clock.after(EVERY, run);
      });
  };
  run();
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
