/** ms since the epoch at which Discord's ids begin: the first second of 2015. */
const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes ids that carry the time they were made at and sort by it, however fast they are made and whatever the clock does. */
export function createIds(now: () => number): () => string {
  let last = 0n;
  return () => {
    const timed = (BigInt(Math.floor(now())) - DISCORD_EPOCH) << 22n;
    last = timed > last ? timed : last + 1n;
    return last.toString();
  };
}

/** The order of ids, oldest first. */
export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** Which shard of so many hears of a guild; direct messages are heard by shard 0. */
export function shardOf(guildId: string | undefined, shards: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}
