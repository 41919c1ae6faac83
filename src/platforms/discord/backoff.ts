import { SimpleShardingStrategy, type WebSocketOptions } from 'discord.js';
import type { Clock } from '../../clock.ts';
import { backoff } from '../backoff.ts';

type BuildStrategy = NonNullable<WebSocketOptions['buildStrategy']>;

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
