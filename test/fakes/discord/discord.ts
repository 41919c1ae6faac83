import { once } from 'node:events';
import { type APIApplicationCommand, GatewayIntentBits, type GatewayPresenceUpdateData } from 'discord.js';
import { createFaults } from '../faults.ts';
import { createHooks } from '../hooks.ts';
import { createCallback } from './callback.ts';
import { createCdn } from './cdn.ts';
import { createCommands } from './commands.ts';
import { createEvents } from './events.ts';
import type { Fault, Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { applicationFlags, createGuilds } from './guilds.ts';
import { createHttp } from './http.ts';
import { shardOf } from './ids.ts';
import { createInteractions } from './interaction-records.ts';
import { LIMITS } from './limits.ts';
import { createLinks } from './links.ts';
import { createMessages } from './messages.ts';
import { createNonces } from './nonces.ts';
import { type Person, person } from './people.ts';
import { type Channel, type PlaceParts, place } from './places.ts';
import { remove } from './post.ts';
import { createRateLimits, type RateLimitOptions } from './rate-limits.ts';
import type { Hooks, RequestSeen } from './requests.ts';
import { type RouteName, SCHEMAS } from './routes.ts';
import { hasSpec, loadSchema } from './schema.ts';
import { foundGuild, type Guild, type GuildOptions } from './servers.ts';
import { createThreads } from './threads.ts';
import { type MessageView, view } from './views.ts';
import { createViolations } from './violations.ts';
import { createWebhooks } from './webhooks.ts';
import { userJson } from './wire.ts';
import { guildCreateJson } from './wire-guilds.ts';
import { createWorld, type SentFile, type UserRecord } from './world.ts';

export interface DiscordOptions {
  /** ms since the epoch. Default: the machine's time; {@link Discord.pass} moves it on. */
  readonly now?: () => number;
  /** Whether the privileged intent is switched on for the application. Default false. */
  readonly messageContent?: boolean;
  readonly rateLimits?: RateLimitOptions;
  /** How long an enforced nonce is remembered. Default 3 minutes. */
  readonly nonceWindowMs?: number;
  /** How many edits in an hour a message older than an hour takes. Default 10. */
  readonly oldEditsPerHour?: number;
  /** How many shards are recommended. Default 1. */
  readonly shards?: number;
  /** Whether requests and answers are checked against the specification. Default: where it is there. */
  readonly checks?: boolean;
  /** Default: any free one. */
  readonly port?: number;
}

/** A Discord on this machine that the real discord.js logs in to. */
export interface Discord {
  /** For `DISCORD_API_URL`; ends in `/api`. */
  readonly url: string;
  readonly token: string;
  /** For `DISCORD_CDN_HOSTS`; plain HTTP. */
  readonly cdnHost: string;
  readonly applicationId: string;
  readonly bot: UserRecord;
  /** What a client or Discord itself would have called wrong; a test ends by expecting none. */
  readonly violations: readonly string[];
  /** Every request, in the order they came. */
  readonly requests: readonly RequestSeen[];
  count(route: RouteName): number;
  readonly faults: Faults;
  /** Awaits a hook just before a route takes effect, or after it and before the answer. Returns what takes it back. */
  readonly on: Hooks['on'];
  readonly gateway: Gateway;
  /** What the bot shows as its presence, of the session that set it last. */
  readonly presence: GatewayPresenceUpdateData | undefined;
  now(): number;
  /** Moves Discord's time on by so many ms: windows end, tokens and links die. */
  pass(ms: number): void;
  guild(options?: GuildOptions): Guild;
  user(options: UserOptions): Person;
  /** The direct messages with somebody. */
  dm(person: Person): Channel;
  /** The thread or channel with this id. @throws Error if there never was one */
  channel(id: string): Channel;
  /** The message with this id, wherever it is. @throws Error if there never was one */
  message(id: string): MessageView;
  deleteMessage(message: Pick<MessageView, 'record'>): void;
  /** What is registered: for everybody, or in one guild. */
  commands(guild?: { readonly id: string }): readonly APIApplicationCommand[];
  /** The address under which Discord's media proxy gives a picture of another site (an embed's `proxy_url`). */
  proxied(file: SentFile): string;
  /** Lets every link to a file die that was given out so far. */
  expireLinks(): void;
  close(): Promise<void>;
}

export interface UserOptions {
  readonly name: string;
  /** One of Discord's languages. Default `en-US`. */
  readonly locale?: string;
  readonly bot?: boolean;
}

/** Starts a Discord that listens on its own port of this machine. */
export async function startFakeDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const { messageContent = false, shards = 1, checks = hasSpec } = options;
  let ahead = 0;
  const clock = options.now ?? Date.now;
  const now = () => clock() + ahead;
  let base = '';
  const gatewayUrl = () => base.replace('http:', 'ws:');

  const world = createWorld(now);
  const token = `${Buffer.from(world.bot.id).toString('base64url')}.fake.${world.newId()}`;
  const violations = createViolations(checks ? loadSchema(SCHEMAS) : undefined);
  const links = createLinks(() => base, now);
  const cdn = createCdn(world, links);
  const faults = createFaults<RouteName, string, Fault>();
  const hooks = createHooks<RequestSeen>();
  const seen: RequestSeen[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const gateway = createGateway({
    token,
    url: gatewayUrl,
    newId: world.newId,
    now,
    violations,
    privileged: messageContent ? GatewayIntentBits.MessageContent : 0,
    ready: ({ shard: [id, count] }) => ({
      user: { ...userJson(world.bot), mfa_enabled: true, verified: true, email: null },
      guilds: guildsHere()
        .filter((guild) => shardOf(guild.id, count) === id)
        .map((guild) => ({ id: guild.id, unavailable: true })),
      application: { id: world.bot.id, flags: applicationFlags(messageContent) },
    }),
    begin: (session) => {
      for (const guild of guildsHere()) gateway.tell(session, 'GUILD_CREATE', guild.id, guildCreateJson(world, guild));
    },
  });
  const guildsHere = () => [...world.guilds.values()].filter(({ botIsHere }) => botIsHere);
  const events = createEvents({ world, links, violations, gateway });
  const interactions = createInteractions(world);
  const { registry, handlers: commands } = createCommands(world);
  const answers = { world, events, links, interactions };

  const server = createHttp({
    token,
    cdn,
    faults,
    hooks,
    violations,
    seen,
    now,
    limits: createRateLimits(options.rateLimits ?? {}, now),
    handlers: {
      ...createGuilds({ world, gatewayUrl, identified: () => gateway.counts.identified, shards, messageContent }),
      ...createMessages({
        world,
        events,
        links,
        nonces: createNonces(options.nonceWindowMs ?? LIMITS.nonceWindow, now),
        readsAll: messageContent,
        oldEditsPerHour: options.oldEditsPerHour ?? LIMITS.oldEditsPerHour,
      }),
      ...createThreads(world, events),
      ...createCallback(answers),
      ...createWebhooks(answers),
      ...commands,
    },
    later(ms, act) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, ms);
      timers.add(timer);
    },
  });
  gateway.join(server);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cdnHost = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  base = `http://${cdnHost}`;

  const places: PlaceParts = { world, events, links };
  const removeMessage = (message: MessageView['record']) => remove(events, message);
  const people = { ...answers, registry, remove: removeMessage };
  let closing: Promise<unknown> | undefined;

  return {
    url: `${base}/api`,
    token,
    cdnHost,
    applicationId: world.bot.id,
    bot: world.bot,
    violations: violations.found,
    requests: seen,
    count: (route) => seen.filter((request) => request.route === route).length,
    faults,
    on: hooks.on,
    gateway,
    get presence() {
      return gateway.sessions.map(({ presence }) => presence).findLast(Boolean);
    },
    now,
    pass(ms) {
      ahead += ms;
    },
    guild: (guildOptions = {}) => foundGuild(places, guildOptions),
    user({ name, locale = 'en-US', bot = false }) {
      const user: UserRecord = { id: world.newId(), name, locale, bot, takesDms: true };
      world.users.set(user.id, user);
      return person(people, user);
    },
    dm: (who) => place(places, who.dm().record),
    channel(id) {
      const found = world.channels.get(id);
      if (!found) throw new Error(`There is no channel ${id}`);
      return place(places, found);
    },
    message(id) {
      const found = [...world.channels.values()].map(({ messages }) => messages.get(id)).find(Boolean);
      if (!found) throw new Error(`There is no message ${id}`);
      return view(found);
    },
    deleteMessage: ({ record }) => removeMessage(record),
    commands: (guild) => registry.list(guild?.id),
    proxied: cdn.proxied,
    expireLinks: links.expire,
    async close() {
      closing ??= (async () => {
        for (const timer of timers) clearTimeout(timer);
        gateway.end();
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      })();
      await closing;
    },
  };
}
