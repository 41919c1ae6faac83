import { SimpleShardingStrategy, type WebSocketOptions } from 'discord.js';
import type { Clock } from '../../clock.ts';

type BuildStrategy = NonNullable<WebSocketOptions['buildStrategy']>;

/** The longest wait between two connections (ms): 720 a day, of the 1,000 that Discord allows before it takes the token away. */
const LONGEST = 120_000;

/** A connection that lasted this long (ms) was a good one. */
const GOOD = 60_000;

/**
 * How long to wait before the next connection (ms): nothing at first, then 1, 2, 4 … 120 s, until one has lasted for a minute.
 * @param random spreads the waits of many bots, from 0 to 1
 */
export function backoff(clock: Pick<Clock, 'now'>, random: () => number): () => number {
  let failures = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.now() - last > GOOD) failures = 0;
    const pause = failures === 0 ? 0 : Math.min(LONGEST, 1_000 * 2 ** (failures - 1)) * (0.75 + 0.25 * random());
    failures += 1;
    last = clock.now() + pause;
    return pause;
  };
}

/**
 * A strategy for shards that waits longer and longer between connections. The library itself waits half a second each time, for
 * ever, which uses up a day's connections in ten minutes. It asks for the session just before it connects; that is where it is
 * made to wait.
 * @param isConnecting whether a shard is about to connect
 * @param signal once aborted, no shard connects again
 */
export function patientShards(
  clock: Clock,
  random: () => number,
  isConnecting: (shard: number) => boolean,
  signal: AbortSignal,
): BuildStrategy {
  return (manager) => {
    const waits = new Map<number, () => number>();
    const { retrieveSessionInfo } = manager.options;
    manager.options.retrieveSessionInfo = async (shard) => {
      if (isConnecting(shard)) {
        const next = waits.get(shard) ?? backoff(clock, random);
        waits.set(shard, next);
        const pause = next();
        // a shard that must not connect is left waiting: it cannot be told to give up
        if (pause > 0) await new Promise<void>((go) => void clock.after(pause, () => signal.aborted || go()));
      }
      return retrieveSessionInfo(shard);
    };
    return new SimpleShardingStrategy(manager);
  };
}
