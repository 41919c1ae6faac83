import { type Client, PermissionFlagsBits } from 'discord.js';
import { type Locale, localeOf } from '../../texts.ts';
import type { ChannelSketch } from './caller.ts';
import type { Guilds } from './context.ts';
import type { Names } from './spoken.ts';

/** What the gateway has told of the servers that the bot is in; kept by discord.js, and empty while not connected. */
export interface World extends Guilds {
  channel(id: string): ChannelSketch | undefined;
  /** What the bot may do in a channel or thread, or undefined where that cannot be told. */
  permissions(channel: string): bigint | undefined;
  /** The language of a server; English where it has not chosen one. */
  locale(guild: string | undefined): Locale;
  /** Names of roles and channels; persons are named by the message that mentions them. */
  names(guild: string | undefined): Pick<Names, 'role' | 'channel'>;
  /** How many servers there are, and how many of their channels can be seen. */
  sight(): { readonly servers: number; readonly channels: number };
}

export function world(client: () => Client | undefined): World {
  const guild = (id: string | undefined) => (id === undefined ? undefined : client()?.guilds.cache.get(id));
  const channel = (id: string) => client()?.channels.cache.get(id);

  function permissions(id: string): bigint | undefined {
    const found = channel(id);
    if (!found || found.isDMBased()) return undefined;
    const me = found.guild.members.me;
    return me ? found.permissionsFor(me).bitfield : undefined;
  }

  return {
    tier: (id) => guild(id)?.premiumTier,
    channelType: (id) => channel(id)?.type,
    channel(id) {
      const found = channel(id);
      if (!found) return undefined;
      return found.isThread()
        ? { id, type: found.type, parent_id: found.parentId }
        : { id, type: found.type, parent_id: null };
    },
    permissions,
    locale: (id) => localeOf(guild(id)?.preferredLocale),
    names: (id) => ({
      role: (role) => guild(id)?.roles.cache.get(role)?.name,
      channel: (other) => guild(id)?.channels.cache.get(other)?.name,
    }),
    sight() {
      const all = client()?.channels.cache;
      const seen = all?.filter((each) => ((permissions(each.id) ?? 0n) & PermissionFlagsBits.ViewChannel) !== 0n);
      return { servers: client()?.guilds.cache.size ?? 0, channels: seen?.size ?? 0 };
    },
  };
}
