import {
  ActivityType,
  Client,
  type ClientOptions,
  Events,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  Options,
  Status,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { described } from '../described.ts';
import { patientShards } from './backoff.ts';
import { fatalClose } from './fatal.ts';
import { PATIENCE, PER_SECOND } from './uploads.ts';

/** `DISCORD_SHARDS`: the first and the last of so many. */
export interface Shards {
  readonly first: number;
  readonly last: number;
  readonly of: number;
}

export interface ClientDeps {
  readonly apiUrl: string;
  /** Absent: all of them, as many as Discord recommends. */
  readonly shards: Shards | undefined;
  /** The application has the message content intent. */
  readonly readsAll: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** Once aborted, the client connects no more. */
  readonly signal: AbortSignal;
  readonly onFatal: (sentence: string) => void;
  /** Called with each event of the gateway, before the client knows of it. @returns whether it is taken: the client never sees it */
  readonly onEvent: (event: GatewayDispatchPayload) => boolean;
}

/** Kept of members and users: the bot itself, for its permissions. */
const ONLY_ME = {
  maxSize: 0,
  keepOverLimit: ({ id, client }: { id: string; client: Client }) => id === client.user?.id,
};

/** Herald needs servers, channels, roles and itself; everything else would only take memory. */
const CACHES: NonNullable<ClientOptions['makeCache']> = Options.cacheWithLimits({
  ...Options.DefaultMakeCacheSettings,
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: ONLY_ME,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: ONLY_ME,
  VoiceStateManager: 0,
});

/** A client of discord.js for Herald: it keeps the connection and knows the servers. Requests are made by Herald's own REST. */
export function createClient(deps: ClientDeps): Client {
  const { apiUrl, shards, readsAll, clock, random, log, signal, onFatal, onEvent } = deps;
  const isConnecting = (shard: number): boolean => client.ws.shards.get(shard)?.status === Status.Connecting;
  const client: Client = new Client({
    ...(shards ? { shards: range(shards), shardCount: shards.of } : { shards: 'auto' }),
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsAll ? [GatewayIntentBits.MessageContent] : []),
    ],
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: CACHES,
    rest: { ...PATIENCE, api: apiUrl, version: '10', globalRequestsPerSecond: PER_SECOND.gateway },
    ws: { buildStrategy: patientShards(clock, random, isConnecting, signal) },
  });

  client.on('raw', (event: GatewayDispatchPayload) => {
    // What throws in here ends the process: nobody can catch it. So does a message or an interaction that is not as discord.js
    // expects it; it sees neither, as it passes over an event without a name.
    let isTaken = true;
    try {
      isTaken = onEvent(event);
    } catch (err) {
      log.error({ event: event.t, err: described(err) }, 'an event from Discord is not what it should be');
    }
    if (isTaken) Object.assign(event, { t: null });
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    const sentence = fatalClose(code);
    if (sentence) onFatal(sentence);
  });
  client.on(Events.ShardReconnecting, (shard) =>
    log.warn({ shard }, 'the connection to Discord was lost; connecting again'),
  );
  client.on(Events.ShardResume, (shard) =>
    log.info({ shard }, 'the connection to Discord is back, and nothing was missed'),
  );
  client.on(Events.ShardReady, (shard) => log.info({ shard }, 'a connection to Discord is ready'));
  client.on(Events.ShardError, (err, shard) =>
    log.warn({ shard, err: described(err) }, 'the connection to Discord failed'),
  );
  client.on(Events.Error, (err) => log.error({ err: described(err) }, 'discord.js failed'));
  return client;
}

const range = ({ first, last }: Shards) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** Shows a text below the bot's name, where the connection allows; discord.js would let it fail where nobody can catch it. */
export function showActivity(client: Client, text: string): void {
  const isConnected = client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);
  if (!isConnected) return;
  client.user.setPresence({ activities: [{ type: ActivityType.Custom, name: 'Custom Status', state: text }] });
}
