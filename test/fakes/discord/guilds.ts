import { ApplicationFlags, ChannelType, type RESTPostAPICurrentUserCreateDMChannelJSONBody } from 'discord.js';
import { type Handlers, ok } from './call.ts';
import { DiscordError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { permissionsInGuild, visibleChannel } from './permissions.ts';
import { memberJson, userJson } from './wire.ts';
import { channelJson, dmJson } from './wire-channels.ts';
import { channelsOf, guildJson } from './wire-guilds.ts';
import type { ChannelRecord, GuildRecord, UserRecord, World } from './world.ts';

type Routes =
  | 'gateway'
  | 'gatewayBot'
  | 'me'
  | 'application'
  | 'listMyGuilds'
  | 'createDm'
  | 'getChannel'
  | 'getGuild'
  | 'listChannels'
  | 'listRoles'
  | 'getMember';

export interface GuildsParts {
  readonly world: World;
  readonly gatewayUrl: () => string;
  /** How many sessions were begun. */
  readonly identified: () => number;
  readonly shards: number;
  /** Whether the application may read messages' content. */
  readonly messageContent: boolean;
}

/** What the bot can find out about itself and the places it is in. */
export function createGuilds({ world, gatewayUrl, identified, shards, messageContent }: GuildsParts): Handlers<Routes> {
  const { bot } = world;

  function guildOf(id: string | undefined): GuildRecord {
    const guild = world.guilds.get(id ?? '');
    if (!guild) throw new DiscordError(10004);
    if (!guild.botIsHere) throw new DiscordError(50001);
    return guild;
  }

  return {
    gateway: () => ok({ url: gatewayUrl() }),
    gatewayBot: () =>
      ok({
        url: gatewayUrl(),
        shards,
        session_start_limit: {
          total: LIMITS.identifiesPerDay,
          remaining: Math.max(0, LIMITS.identifiesPerDay - identified()),
          reset_after: LIMITS.day,
          max_concurrency: shards,
        },
      }),
    me: () => ok({ ...userJson(bot), mfa_enabled: true, locale: 'en-US', verified: true, email: null }),
    application: () => ok(applicationJson(world, messageContent)),
    listMyGuilds: () =>
      ok(
        [...world.guilds.values()]
          .filter(({ botIsHere }) => botIsHere)
          .map((guild) => ({
            id: guild.id,
            name: guild.name,
            icon: null,
            banner: null,
            owner: false,
            permissions: permissionsInGuild(guild, bot.id).toString(),
            features: [],
          })),
      ),
    createDm({ json }) {
      const { recipient_id } = json as RESTPostAPICurrentUserCreateDMChannelJSONBody;
      const user = world.users.get(recipient_id);
      if (!user || user.bot) throw new DiscordError(50007);
      return ok(dmJson(dmWith(world, user)));
    },
    getChannel: ({ params }) => ok(channelJson(visibleChannel(world, params.channel))),
    getGuild({ params, query }) {
      const guild = guildOf(params.guild);
      const count = guild.members.size;
      const counts = { approximate_member_count: count, approximate_presence_count: count };
      const { hub_type: _, ...json } = guildJson(guild);
      return ok({ ...json, ...(query.get('with_counts') === 'true' && counts) });
    },
    listChannels({ params }) {
      const channels = channelsOf(world, guildOf(params.guild));
      return ok(channels.filter(({ thread }) => !thread).map(channelJson));
    },
    listRoles: ({ params }) => ok([...guildOf(params.guild).roles.values()]),
    getMember({ params }) {
      const member = guildOf(params.guild).members.get(params.user ?? '');
      if (!member) throw new DiscordError(10007);
      return ok(memberJson(member));
    },
  };
}

/** The channel of direct messages with somebody: always the same one. */
export function dmWith(world: World, user: UserRecord): ChannelRecord {
  const known = [...world.channels.values()].find(({ recipient }) => recipient === user);
  if (known) return known;
  const id = world.newId();
  const channel: ChannelRecord = {
    id,
    type: ChannelType.DM,
    name: '',
    recipient: user,
    overwrites: new Map(),
    messages: new Map(),
    deleted: false,
  };
  world.channels.set(id, channel);
  return channel;
}

/** Flags that say which privileged intents an application of few servers has switched on. */
export function applicationFlags(messageContent: boolean): ApplicationFlags {
  return messageContent ? ApplicationFlags.GatewayMessageContentLimited : (0 as ApplicationFlags);
}

function applicationJson({ bot, guilds, users }: World, messageContent: boolean) {
  const owner = [...users.values()].find((user) => !user.bot) ?? bot;
  const flags = applicationFlags(messageContent);
  return {
    id: bot.id,
    name: bot.name,
    icon: null,
    description: '',
    type: null,
    bot: userJson(bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags,
    flags_new: String(flags),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userJson(owner),
    approximate_guild_count: [...guilds.values()].filter(({ botIsHere }) => botIsHere).length,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}
