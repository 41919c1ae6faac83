import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import { createGuardedFetch } from '../../media/fetch.ts';
import { answers as createAnswers } from '../answers.ts';
import type { ChatPlatform } from '../chat-platform.ts';
import { createConnection } from '../connection.ts';
import { withSignal } from '../own-signal.ts';
import type { Platform } from '../platform.ts';
import { privateAnswer } from './answer-private.ts';
import { trustedHosts } from './attachments.ts';
import { type Shards, showActivity } from './client.ts';
import { type Identity, identify, openClient, registerCommands } from './connect.ts';
import { events } from './events.ts';
import { BAD_TOKEN, watchToken } from './fatal.ts';
import { inviteUrl } from './invite.ts';
import { outgoing } from './outgoing.ts';
import { isDirect } from './places.ts';
import { presence as createPresence } from './presence.ts';
import { closeRest, createCalls, createPosts, createReplies, createUploads } from './uploads.ts';
import { world as createWorld } from './world.ts';

export interface DiscordOptions {
  readonly token: string;
  /** `DISCORD_API_URL` */
  readonly apiUrl: string;
  /** `DISCORD_CDN_HOSTS` */
  readonly cdnHosts: readonly string[];
  /** Registers the commands in this server alone. */
  readonly guild?: string | undefined;
  /** The shards of this process, and of how many; all of them when absent. */
  readonly shards?: Shards | undefined;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Called once, when nothing but the operator helps, with the sentence that says what to do. */
  readonly onFatal: (sentence: string) => void;
}

/** To one server: one a second, five at once. Discord allows about five in 5 s to a channel (facts/discord.md). */
const EDITS = { every: 1_000, burst: 5, inAll: { every: 125, burst: 8 } };

export function createDiscord(options: DiscordOptions): ChatPlatform {
  const { token, apiUrl, cdnHosts, guild, shards, clock, random, log } = options;
  const connection = createConnection({ platform: 'Discord', ...options });
  const { stopping: signal, silence, tasks, fatal: onFatal } = connection;
  let client: Client | undefined;
  let identity: Identity | undefined;

  const rest = createCalls(apiUrl, token, 'calls');
  const edits = createCalls(apiUrl, token, 'edits');
  const posts = createPosts(apiUrl, token);
  const uploads = createUploads(apiUrl, token);
  for (const each of [rest, edits, posts, uploads]) watchToken(each, () => onFatal(BAD_TOKEN));
  const replies = createReplies(apiUrl);
  const trusted = trustedHosts(cdnHosts);
  const guarded = createGuardedFetch({ trusted });
  const world = createWorld(() => client);
  const presence = createPresence(clock, (text) => client && showActivity(client, text));

  const out = outgoing({
    rest,
    edits,
    posts,
    uploads,
    me() {
      if (!identity) throw new Error('it is not known yet who the bot is on Discord');
      return identity.me;
    },
    readsAll: () => identity?.readsAll,
    guilds: world,
    fetchBytes: guarded.download,
    trusted,
    now: clock.now,
    log,
  });
  const answers = createAnswers({
    platform: out,
    privately: (own) => privateAnswer(own, { rest: replies, uploads, clock, signal: silence }),
    isDirect,
    clock,
    log,
    signal: silence,
  });
  const platform: Platform = {
    name: 'discord',
    edits: EDITS,
    ...out,
    // whose messages are its own is known only then
    find: (...sought) => (identity ? out.find(...sought) : Promise.resolve({ outcome: 'later' })),
    answer: (ref) => answers.restore(ref),
    showQueue: (waiting) => presence.queue(waiting),
  };

  async function connect(desk: Desk): Promise<void> {
    identity = await withSignal(signal, (own) => identify(rest, own));
    signal.throwIfAborted();
    const { application, readsAll } = identity;
    await withSignal(signal, (own) => registerCommands(rest, application, guild, log, own));
    signal.throwIfAborted();
    const onEvent = events({ rest, answers, desk, world, identity, tasks, clock, log });
    client = await openClient(token, { apiUrl, readsAll, shards, clock, random, log, signal, onFatal, onEvent });
    const connected = client;
    const showPresence = () => showActivity(connected, presence.text());
    // what was to be shown while it was away was shown to nobody
    connected.on(Events.ShardReady, showPresence).on(Events.ShardResume, showPresence);
    showPresence();
    const sight = { ...world.sight(), messageContent: readsAll };
    log.info({ invite: inviteUrl(application), ...sight }, 'Herald is on Discord; the address invites it to a server');
  }

  return {
    platform,

    start: (desk) => connection.start(() => connect(desk)),

    async stop() {
      presence.stop();
      await connection.stop(async () => client?.destroy());
    },

    async close() {
      connection.close();
      for (const each of [rest, edits, replies, posts, uploads]) closeRest(each);
      await guarded.close();
    },
  };
}
