import type { ChannelType, REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Member, PlaceNames } from '../platform.ts';

/** What the gateway has told of servers and channels; nothing of those that it has not told of yet. */
export interface Guilds {
  /** The boost tier, 0 to 3. */
  tier(guild: string): number | undefined;
  channelType(channel: string): ChannelType | undefined;
  /** What the bot may do in a channel, or undefined where that cannot be told. */
  permissions(channel: string): bigint | undefined;
  /** What somebody may do in a channel of a server: nothing in one that is not seen; undefined where that cannot be told. */
  held(guild: string, channel: string, who: Member): bigint | undefined;
  /** What people call a server and a channel of it. */
  called(guild: string, channel: string): PlaceNames;
}

/** What every method of the outgoing half works with. */
export interface OutgoingContext {
  /** The client's. */
  readonly rest: REST;
  /** For edits of messages, which must not be in the way of anything else. */
  readonly edits: REST;
  /** For posts: see `createPosts`. */
  readonly posts: REST;
  /** For posts with files: see `createUploads`. */
  readonly uploads: REST;
  /** The bot's own id. */
  readonly me: () => string;
  /** Whether the bot may read every message; undefined while that is not known. */
  readonly readsAll: () => boolean | undefined;
  readonly guilds: Guilds;
  readonly now: () => number;
  readonly log: Logger;
}
