import {
  type APIInteraction,
  type APIPingInteraction,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  SnowflakeUtil,
} from 'discord.js';
import type { Asked, Caller } from '../../../commands/desk.ts';
import type { Place } from '../../jobs/job.ts';
import { localeOf } from '../../texts.ts';
import { placeKind } from './permissions.ts';
import type { World } from './world.ts';

/** What a person did with a command, a button or a form. */
export type Interaction = Exclude<APIInteraction, APIPingInteraction>;

/** As much of a channel as tells where something was said. */
export interface ChannelSketch {
  readonly id: string;
  readonly type: ChannelType;
  readonly parent_id?: string | null;
}

/** @param guild absent in a direct message */
export function placeOf({ id, type, parent_id }: ChannelSketch, guild: string | undefined): Place {
  if (guild === undefined) return { platform: 'discord', space: id, channel: id, private: true };
  if (placeKind(type) !== 'thread') return { platform: 'discord', space: guild, channel: id };
  const thread: Place = { platform: 'discord', space: guild, channel: parent_id ?? id, thread: id };
  return type === ChannelType.PrivateThread ? { ...thread, private: true } : thread;
}

/**
 * Who made an interaction, and where. The permissions that come with it are those of its channel, and say nothing of what the person
 * may do to others' jobs in the server.
 */
export function callerOf(interaction: Interaction, world: Pick<World, 'rights'>): Caller {
  const user = interaction.member?.user ?? interaction.user;
  if (!user) throw new Error(`Interaction ${interaction.id} is nobody's`);
  const roles = interaction.member?.roles ?? [];
  return {
    person: user.id,
    locale: localeOf(interaction.locale),
    place: placeOf(channelOf(interaction), interaction.guild_id),
    roles,
    ...world.rights(interaction.guild_id, user.id, roles),
  };
}

/** The channel of an interaction, as much as the event tells of it. */
export function channelOf({ id, channel }: Interaction): ChannelSketch {
  if (!channel) throw new Error(`Interaction ${id} came from nowhere`);
  return 'parent_id' in channel && channel.parent_id !== undefined
    ? { id: channel.id, type: channel.type, parent_id: channel.parent_id }
    : { id: channel.id, type: channel.type };
}

/** The cause of a request that came as an interaction. */
export function originOf({ id }: Pick<Interaction, 'id'>): Asked['origin'] {
  return { key: `discord:${id}`, at: SnowflakeUtil.timestampFrom(id) };
}

/**
 * Whether the bot is where the interaction was made, so that it can still speak there when the interaction's token has died. It is not
 * where a person installed the application only for themselves, nor in a direct message between two other people.
 */
export function isInstalledWhere(interaction: Interaction): boolean {
  if (interaction.context === InteractionContextType.PrivateChannel) return false;
  if (interaction.guild_id === undefined) return true;
  return interaction.authorizing_integration_owners[ApplicationIntegrationType.GuildInstall] !== undefined;
}
