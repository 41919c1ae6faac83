import { type Clock, within } from '../src/clock.ts';
import type { Records } from '../src/jobs/records.ts';
import type { Caller } from './desk.ts';

/** Jobs that are looked through for voices. */
const JOBS = 20;

/** A form is not kept waiting longer than this for what a person used last (ms): platforms take forms within 3 s. */
const BOUND = 800;

interface Options {
  readonly records: Pick<Records, 'getMany' | 'newest'>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Ids of the voices that a person used last, the latest first; none where that cannot be read soon enough. */
export async function recentVoices({ records, clock, onError }: Options, caller: Caller): Promise<readonly string[]> {
  async function read(): Promise<readonly string[]> {
    try {
      const { ids } = await records.newest(JOBS, undefined, { person: `${caller.place.platform}:${caller.person}` });
      const jobs = await records.getMany(ids);
      return jobs.flatMap((job) => (job?.ask.speak.kind === 'words' ? [job.ask.speak.voiceId] : []));
    } catch (error) {
      onError(error);
      return [];
    }
  }
  return [...new Set(await within(clock, BOUND, read()))];
}
