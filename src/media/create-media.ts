import { availableParallelism } from 'node:os';
import { Refusal } from '../refusal.ts';
import type { TextKey } from '../texts.ts';
import type { ChecksTasks } from './checks-worker.ts';
import type { ConversionsTasks } from './conversions-worker.ts';
import type { FeedTasks } from './feed-worker.ts';
import type { Media } from './media.ts';
import { createProcesses, ProcessError } from './processes.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MB = 1_000_000;

export interface MediaOptions {
  /** Processes that convert photos and speech at once. Default: 2, or 1 on a machine with one core. */
  readonly conversions?: number;
}

/** The media room with its processes; none is started before it is needed. */
export interface MediaRoom extends Media {
  /** Starts the process for checks ahead of the first one. */
  warm(): Promise<void>;
}

/**
 * Four pools, so that nothing waits for what takes longer: checks (a few ms each), conversions (seconds), videos that
 * are fitted (minutes; one at a time, since one encoder uses every core), and feeds (a few ms, but many, and nobody waits for them).
 *
 * Each method throws a {@link Refusal} for bytes that cannot be used, also for those that made their process hang, grow or
 * crash, and a {@link ProcessError} for what is not the file's fault: `start`, `failed`, or `closed` while Herald stops.
 */
export function createMedia({ conversions = Math.min(2, availableParallelism()) }: MediaOptions = {}): MediaRoom {
  const checks = createProcesses<ChecksTasks>({
    module: new URL('./checks-worker.ts', import.meta.url),
    size: 1,
    timeLimit: 15 * SECOND,
    memoryLimit: 500 * MB,
  });
  const slow = {
    module: new URL('./conversions-worker.ts', import.meta.url),
    memoryLimit: 1_500 * MB,
    idleAfter: MINUTE,
    niceness: 10,
  };
  const converters = createProcesses<ConversionsTasks>({ ...slow, size: conversions, timeLimit: 2 * MINUTE });
  const fitters = createProcesses<ConversionsTasks>({ ...slow, size: 1, timeLimit: 15 * MINUTE });
  const feeds = createProcesses<FeedTasks>({
    module: new URL('./feed-worker.ts', import.meta.url),
    size: 1,
    timeLimit: 10 * SECOND,
    memoryLimit: 400 * MB,
    idleAfter: MINUTE,
    niceness: 10,
  });

  return {
    checkPhoto: (path) => judged(() => checks.run('checkPhoto', path)),
    checkAudio: (path) => judged(() => checks.run('checkAudio', path)),
    checkVideo: (path) => judged(() => checks.run('checkVideo', path)),
    isPhotoReady: (input, options) => judged(() => converters.run('isPhotoReady', { input, frame: options?.frame })),
    preparePhoto: (input, output, options) =>
      judged(() => converters.run('preparePhoto', { input, output, frame: options?.frame })),
    prepareAudio: (input, output) => judged(() => converters.run('prepareAudio', { input, output })),
    joinAudio: (inputs, output) => judged(() => converters.run('joinAudio', { inputs, output })),
    fitVideo: (input, output, maxBytes) => judged(() => fitters.run('fitVideo', { input, output, maxBytes })),
    readFeed: (path) => judged(() => feeds.run('readFeed', path), FEED_SENTENCES),
    warm: () => checks.warm(),
    close: async () => {
      await Promise.all([checks, converters, fitters, feeds].map((pool) => pool.close()));
    },
  };
}

interface Sentences {
  readonly hard: TextKey;
  readonly broken: TextKey;
}

const FILE_SENTENCES: Sentences = { hard: 'media_too_hard', broken: 'media_file_broken' };
const FEED_SENTENCES: Sentences = { hard: 'feed_too_hard', broken: 'feed_broken' };

/** Finds a file guilty that took its process down: a crash has to happen twice, since the first may be somebody else's. */
async function judged<T>(work: () => Promise<T>, { hard, broken } = FILE_SENTENCES): Promise<T> {
  try {
    return await work().catch((error: unknown) => (isFailure(error, 'crash') ? work() : Promise.reject(error)));
  } catch (error) {
    if (isFailure(error, 'time', 'memory')) throw new Refusal('input', hard, {}, { cause: error });
    if (isFailure(error, 'crash')) throw new Refusal('input', broken, {}, { cause: error });
    throw error;
  }
}

function isFailure(error: unknown, ...reasons: readonly string[]): boolean {
  return error instanceof ProcessError && reasons.includes(error.reason);
}
