import {
  type APIGuild,
  type GatewayGuildCreateDispatchData,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  type GuildFeature,
  type GuildHubType,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  type GuildSystemChannelFlags,
  GuildVerificationLevel,
  Locale,
  PermissionFlagsBits,
} from 'discord.js';
import { may } from './permissions.ts';
import { iso, memberJson } from './wire.ts';
import { guildChannelJson, threadJson } from './wire-channels.ts';
import type { ChannelRecord, GuildRecord, World } from './world.ts';

const TIERS = [GuildPremiumTier.None, GuildPremiumTier.Tier1, GuildPremiumTier.Tier2, GuildPremiumTier.Tier3] as const;

/** What `GET /guilds/{id}` and GUILD_CREATE share; the properties the types do not know are required by the specification. */
export function guildJson(guild: GuildRecord) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'us-west',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0 as GuildSystemChannelFlags,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: GuildVerificationLevel.None,
    roles: [...guild.roles.values()],
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    mfa_level: GuildMFALevel.None,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: TIERS[guild.tier],
    premium_subscription_count: 0,
    preferred_locale: Object.values(Locale).find((locale) => locale === guild.locale) ?? Locale.EnglishUS,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: GuildNSFWLevel.Default,
    emojis: [],
    stickers: [],
    incidents_data: null,
    features: [] as GuildFeature[],
    hub_type: null as GuildHubType | null,
  } satisfies APIGuild & Record<string, unknown>;
}

export function channelsOf(world: World, guild: GuildRecord): ChannelRecord[] {
  return [...world.channels.values()].filter((channel) => channel.guild === guild && !channel.deleted);
}

/** What a client is told of a guild when it connects or is added. */
export function guildCreateJson(world: World, guild: GuildRecord): GatewayGuildCreateDispatchData {
  const channels = channelsOf(world, guild);
  const joined = guild.members.get(world.bot.id);
  return {
    ...guildJson(guild),
    joined_at: iso(joined?.joinedAt ?? world.now()),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: joined ? [memberJson(joined)] : [],
    channels: channels.filter(({ thread }) => !thread).map(guildChannelJson),
    threads: channels
      .filter((channel) => channel.thread?.archived === false)
      .filter((channel) => may(channel, world.bot.id, PermissionFlagsBits.ViewChannel))
      .map(threadJson),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
