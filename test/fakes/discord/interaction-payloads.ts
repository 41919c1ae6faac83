import { randomBytes } from 'node:crypto';
import {
  type APIInteraction,
  ApplicationIntegrationType,
  InteractionContextType,
  type InteractionType,
} from 'discord.js';
import type { Events } from './events.ts';
import type { InteractionRecord, Interactions } from './interaction-records.ts';
import { LIMITS } from './limits.ts';
import type { Links } from './links.ts';
import { bits, permissionsIn } from './permissions.ts';
import { memberJson, userJson } from './wire.ts';
import { channelJson } from './wire-channels.ts';
import { messageJson } from './wire-messages.ts';
import type { ChannelRecord, InteractionOrigin, MessageRecord, UserRecord, World } from './world.ts';

export interface AskParts {
  readonly world: World;
  readonly events: Events;
  readonly links: Links;
  readonly interactions: Interactions;
}

export interface Ask {
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  readonly type: InteractionType;
  readonly data: object;
  /** The message a component was on, here or where the modal was opened. */
  readonly source?: MessageRecord;
  /** What an answer's metadata will say of it; none for an autocomplete. */
  readonly origin?: Omit<InteractionOrigin, 'id' | 'user' | 'guildId'>;
}

/** What an application may do in answers where only a person installed it. */
const EVERYWHERE = bits(['AttachFiles', 'EmbedLinks', 'MentionEveryone']);

/** Has the bot told what a person did. */
export function ask({ world, events, links, interactions }: AskParts, act: Ask): InteractionRecord {
  const { user, channel, type, data, source, origin } = act;
  const { guild } = channel;
  const id = world.newId();
  const token = `aW50${randomBytes(60).toString('base64url')}`;
  const metadata = origin && { ...origin, id, user, ...(guild && { guildId: guild.id }) };
  const record = interactions.open({
    id,
    token,
    type,
    user,
    channel,
    ...(source && { source }),
    ...(metadata && { origin: metadata }),
  });
  const reader = { links, bot: world.bot, readsAll: true, tellsNonce: false };
  const payload = {
    id,
    application_id: world.bot.id,
    type,
    data,
    channel_id: channel.id,
    channel: { ...channelJson(channel), permissions: permissionsIn(channel, user.id).toString() },
    token,
    version: 1,
    ...whose(user, channel),
    ...(source && { message: messageJson(source, reader) }),
    app_permissions: (guild?.installed === false ? EVERYWHERE : permissionsIn(channel, world.bot.id)).toString(),
    locale: user.locale,
    entitlements: [],
    attachment_size_limit: LIMITS.upload[guild?.tier ?? 0],
  };
  events.interaction(payload as unknown as APIInteraction);
  return record;
}

function whose(user: UserRecord, channel: ChannelRecord): object {
  const { guild } = channel;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  if (!guild)
    return {
      user: userJson(user),
      context: InteractionContextType.BotDM,
      authorizing_integration_owners: { [GuildInstall]: '0' },
    };
  const member = guild.members.get(user.id);
  if (!member) throw new Error(`${user.name} is no member of ${guild.name}`);
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: { ...memberJson(member), permissions: permissionsIn(channel, user.id).toString() },
    context: InteractionContextType.Guild,
    authorizing_integration_owners: guild.installed ? { [GuildInstall]: guild.id } : { [UserInstall]: user.id },
  };
}
