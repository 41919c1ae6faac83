import type { Logger } from 'pino';
import { type Clock, wait } from '../clock.ts';
import { backoff } from './backoff.ts';
import { LAST_WORDS } from './chat-platform.ts';
import { described } from './described.ts';
import { tasks as createTasks, type Tasks } from './tasks.ts';

/** How Herald comes to a platform, and leaves it. */
export interface Connection {
  /** Aborted when nothing is to be heard any more: Herald stops, or the platform cannot be used. */
  readonly stopping: AbortSignal;
  /** Aborted when nothing is to be said any more to those who were heard. */
  readonly silence: AbortSignal;
  /** What is done for those who were heard. */
  readonly tasks: Tasks;
  /** Nothing but the operator helps, which is said once. */
  readonly fatal: (sentence: string) => void;
  /** Resolves once `connect` did, which is tried again for as long as it throws, or when it is to be tried no more. Never rejects. */
  start(connect: () => Promise<void>): Promise<void>;
  /**
   * Lets what was begun come to an end, for {@link LAST_WORDS}.
   * @param leave ends what `connect` made, once that is over; from then on nothing is heard
   */
  stop(leave: () => Promise<unknown>): Promise<void>;
  close(): void;
}

export interface ConnectionOptions {
  /** As people write it. */
  readonly platform: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Called once, with the sentence that says what to do. */
  readonly onFatal: (sentence: string) => void;
}

export function createConnection({ platform, clock, random, log, onFatal }: ConnectionOptions): Connection {
  const stopping = new AbortController();
  const silence = new AbortController();
  const tasks = createTasks(clock, log, platform, silence.signal);
  let isOver = false;
  let started: Promise<void> | undefined;

  async function untilConnected(connect: () => Promise<void>): Promise<void> {
    const { signal } = stopping;
    const next = backoff(clock, random);
    next();
    while (!signal.aborted) {
      try {
        return await connect();
      } catch (error) {
        if (signal.aborted) return;
        const pause = next();
        const seconds = Math.round(pause / 1_000);
        log.warn({ err: described(error), seconds }, `${platform} cannot be reached; trying again`);
        await wait(clock, pause, signal).catch(() => undefined);
      }
    }
  }

  const close = () => silence.abort(new Error('Herald stops'));
  return {
    stopping: stopping.signal,
    silence: silence.signal,
    tasks,

    fatal(sentence) {
      if (isOver) return;
      isOver = true;
      stopping.abort(new Error(`${platform} cannot be used any more`));
      onFatal(sentence);
    },

    start(connect) {
      started = untilConnected(connect);
      return started;
    },

    async stop(leave) {
      stopping.abort(new Error('Herald stops'));
      await started;
      await leave();
      await tasks.settle(LAST_WORDS);
      close();
    },

    close,
  };
}
