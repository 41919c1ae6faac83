import { type APIOverwrite, type Client, type Guild, PermissionFlagsBits, type PermissionOverwrites } from 'discord.js';
import type { Caller } from '../../../commands/desk.ts';
import { type Locale, localeOf } from '../../texts.ts';
import type { Member } from '../platform.ts';
import type { ChannelSketch } from './caller.ts';
import type { Guilds } from './context.ts';
import { permissionsIn } from './permissions-in.ts';
import type { Names } from './spoken.ts';

/** What the gateway has told of the servers that the bot is in; kept by discord.js, and empty while not connected. */
export interface World extends Guilds {
  channel(id: string): ChannelSketch | undefined;
  /**
   * What a person may do in a whole server, by the roles that they have. A permission that they have in one of its channels alone is
   * none; so is everything where the server is not known, or where there is none.
   */
  rights(guild: string | undefined, person: string, roles: readonly string[]): Pick<Caller, 'moderates' | 'manages'>;
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
    held(id, other, who) {
      const found = guild(id);
      if (!found?.available) return undefined;
      const there = found.channels.cache.get(other);
      const home = there?.isThread() ? there.parent : there;
      return home && 'permissionOverwrites' in home
        ? heldIn(found, who, home.permissionOverwrites.cache.map(overwriteOf))
        : 0n;
    },
    rights(id, person, roles) {
      const found = guild(id);
      if (!found) return { moderates: false, manages: false };
      const held = heldIn(found, { person, roles }, []);
      const { ManageMessages, ManageGuild } = PermissionFlagsBits;
      return { moderates: (held & ManageMessages) !== 0n, manages: (held & ManageGuild) !== 0n };
    },
    locale: (id) => localeOf(guild(id)?.preferredLocale),
    called(id, other) {
      const space = guild(id)?.name;
      const name = guild(id)?.channels.cache.get(other)?.name;
      return { ...(space !== undefined && { space }), ...(name !== undefined && { channel: name }) };
    },
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

function heldIn(guild: Guild, { person, roles }: Member, overwrites: readonly APIOverwrite[]): bigint {
  const given = guild.roles.cache.map(({ id, permissions }) => ({ id, permissions: String(permissions.bitfield) }));
  return permissionsIn({
    guild: { id: guild.id, owner_id: guild.ownerId, roles: given },
    member: { user: { id: person }, roles },
    overwrites,
  });
}

const overwriteOf = ({ id, type, allow, deny }: PermissionOverwrites): APIOverwrite => ({
  id,
  type,
  allow: String(allow.bitfield),
  deny: String(deny.bitfield),
});
