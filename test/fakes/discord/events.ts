import { type APIInteraction, type APIRole, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import type { GatewayServer } from './gateway.ts';
import type { Links } from './links.ts';
import { may } from './permissions.ts';
import type { Violations } from './violations.ts';
import { bareMemberJson } from './wire.ts';
import { channelJson, threadJson } from './wire-channels.ts';
import { guildCreateJson, guildJson } from './wire-guilds.ts';
import { messageJson } from './wire-messages.ts';
import type { ChannelRecord, GuildRecord, MessageRecord, World } from './world.ts';

type Change = 'CREATE' | 'UPDATE' | 'DELETE';

/** Tells the gateway's clients what happened, each of them what it asked for and may see. */
export interface Events {
  message(change: Change, message: MessageRecord): void;
  /** A channel or a thread. */
  channel(change: Change, channel: ChannelRecord): void;
  role(change: Change, guild: GuildRecord, role: APIRole): void;
  guildAdded(guild: GuildRecord): void;
  guildUpdated(guild: GuildRecord): void;
  guildRemoved(guild: GuildRecord): void;
  interaction(interaction: APIInteraction): void;
}

export interface EventsParts {
  readonly world: World;
  readonly links: Links;
  readonly violations: Violations;
  readonly gateway: Pick<GatewayServer, 'dispatch'>;
}

export function createEvents({ world, links, violations, gateway }: EventsParts): Events {
  const { bot } = world;
  const sees = (channel: ChannelRecord) =>
    (channel.guild?.botIsHere ?? true) && may(channel, bot.id, PermissionFlagsBits.ViewChannel);

  function messageData(change: Change, message: MessageRecord, intents: number): unknown {
    const { guild } = message.channel;
    const place = { channel_id: message.channel.id, ...(guild && { guild_id: guild.id }) };
    if (change === 'DELETE') return { id: message.id, ...place };
    const readsAll = (intents & GatewayIntentBits.MessageContent) !== 0;
    const json = messageJson(message, { links, bot, readsAll, tellsNonce: true });
    const member = guild?.members.get(message.author.id);
    const kind = { channel_type: message.channel.type };
    return {
      ...violations.own('MessageResponse', json),
      ...place,
      ...kind,
      ...(member && { member: bareMemberJson(member) }),
    };
  }

  return {
    message(change, message) {
      const { guild } = message.channel;
      if (message.onlyFor || !sees(message.channel)) return;
      gateway.dispatch({
        t: `MESSAGE_${change}`,
        intents: guild ? GatewayIntentBits.GuildMessages : GatewayIntentBits.DirectMessages,
        guildId: guild?.id,
        data: ({ intents }) => messageData(change, message, intents),
      });
    },
    channel(change, channel) {
      const { guild, parent, thread, id, type } = channel;
      if (!guild?.botIsHere) return;
      const gone = { id, type, guild_id: guild.id, parent_id: parent?.id };
      const data =
        thread && change === 'DELETE'
          ? gone
          : violations.own('ChannelResponse', thread ? threadJson(channel) : channelJson(channel));
      if (thread && !sees(channel)) return;
      const isNew = change === 'CREATE' ? { newly_created: true } : {};
      gateway.dispatch({
        t: `${thread ? 'THREAD' : 'CHANNEL'}_${change}`,
        intents: GatewayIntentBits.Guilds,
        guildId: guild.id,
        data: () => ({ ...data, ...(thread && isNew) }),
      });
    },
    role(change, guild, role) {
      const data = change === 'DELETE' ? { guild_id: guild.id, role_id: role.id } : { guild_id: guild.id, role };
      if (change !== 'DELETE') violations.own('GuildRoleResponse', role);
      if (!guild.botIsHere) return;
      const t = `GUILD_ROLE_${change}`;
      gateway.dispatch({ t, intents: GatewayIntentBits.Guilds, guildId: guild.id, data: () => data });
    },
    guildAdded(guild) {
      const data = guildCreateJson(world, guild);
      gateway.dispatch({ t: 'GUILD_CREATE', intents: GatewayIntentBits.Guilds, guildId: guild.id, data: () => data });
    },
    guildUpdated(guild) {
      if (!guild.botIsHere) return;
      const data = guildJson(guild);
      gateway.dispatch({ t: 'GUILD_UPDATE', intents: GatewayIntentBits.Guilds, guildId: guild.id, data: () => data });
    },
    guildRemoved(guild) {
      const t = 'GUILD_DELETE';
      // without `unavailable`: the bot was removed, it is no outage
      gateway.dispatch({ t, intents: GatewayIntentBits.Guilds, guildId: guild.id, data: () => ({ id: guild.id }) });
    },
    interaction(interaction) {
      const data = () => interaction;
      gateway.dispatch({ t: 'INTERACTION_CREATE', intents: 0, guildId: interaction.guild_id, data });
    },
  };
}
