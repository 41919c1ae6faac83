import { type APIRole, ChannelType } from 'discord.js';
import { BOT_DEFAULT, bits, PEOPLE_DEFAULT, type Permissions } from './permissions.ts';
import { applyRules, type Channel, type PlaceParts, place, type Rules } from './places.ts';
import { newRole } from './wire.ts';
import type { GuildChannelKind } from './wire-channels.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, UserRecord } from './world.ts';

export interface GuildOptions {
  readonly name?: string;
  /** Of its boosts; decides how large a file may be. Default 0. */
  readonly tier?: GuildRecord['tier'];
  readonly botPermissions?: Permissions;
  readonly locale?: string;
  /** False for a server the bot was never added to, where a person uses it by their own installation. */
  readonly installed?: boolean;
}

export interface ChannelOptions extends Rules {
  readonly name?: string;
  readonly type?: 'text' | 'announcement' | 'voice' | 'forum';
}

/** A guild, and what those who manage it can do. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly record: GuildRecord;
  channel(options?: ChannelOptions): Channel;
  role(name: string, permissions?: Permissions): APIRole;
  /** Adds a person, or changes what they may do: permissions of their own beside everybody's, and roles by id. */
  member(person: { readonly record: UserRecord }, options?: MemberOptions): void;
  /** Changes what the bot's own role allows. */
  botPermissions(permissions: Permissions): void;
  /** Gives the server to a person. */
  own(person: { readonly id: string }): void;
  boost(tier: GuildRecord['tier']): void;
  removeBot(): void;
  addBot(): void;
}

export interface MemberOptions {
  readonly permissions?: Permissions;
  readonly roles?: readonly string[];
}

const KINDS: Readonly<Record<NonNullable<ChannelOptions['type']>, GuildChannelKind>> = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  forum: ChannelType.GuildForum,
};

/** Makes a guild. `@everyone` may do nothing, so that the bot's permissions are exactly those of its role. */
export function foundGuild(parts: PlaceParts, options: GuildOptions): Guild {
  const { world, events } = parts;
  const { name = 'A server', tier = 0, locale = 'en-US', installed = true } = options;
  const id = world.newId();
  const botRole = newRole(world.newId(), world.bot.name, bits(options.botPermissions ?? BOT_DEFAULT), true);
  const people = newRole(world.newId(), 'People', bits(PEOPLE_DEFAULT));
  const roles = new Map(
    [newRole(id, '@everyone', 0n), people, ...(installed ? [botRole] : [])].map((role) => [role.id, role]),
  );
  const record: GuildRecord = {
    id,
    name,
    locale,
    tier,
    ownerId: world.newId(),
    roles,
    members: new Map(),
    botIsHere: installed,
    installed,
  };
  const join = (user: UserRecord, held: string[]): MemberRecord => {
    const member = { user, roles: held, joinedAt: world.now() };
    record.members.set(user.id, member);
    return member;
  };
  if (installed) join(world.bot, [botRole.id]);
  world.guilds.set(id, record);
  if (installed) events.guildAdded(record);

  function setPermissions(role: APIRole, permissions: Permissions): void {
    role.permissions = bits(permissions).toString();
    events.role('UPDATE', record, role);
  }

  function addRole(roleName: string, permissions: Permissions): APIRole {
    const role = newRole(world.newId(), roleName, bits(permissions));
    record.roles.set(role.id, role);
    events.role('CREATE', record, role);
    return role;
  }

  return {
    id,
    name,
    record,
    channel({ name: channelName = 'general', type = 'text', ...rules } = {}) {
      const channel: ChannelRecord = {
        id: world.newId(),
        type: KINDS[type],
        name: channelName,
        guild: record,
        overwrites: new Map(),
        messages: new Map(),
        deleted: false,
      };
      applyRules(world, channel, rules);
      world.channels.set(channel.id, channel);
      events.channel('CREATE', channel);
      return place(parts, channel);
    },
    role: (roleName, permissions = []) => addRole(roleName, permissions),
    member({ record: user }, { permissions, roles: held = [] } = {}) {
      const own = permissions ? [addRole(`What ${user.name} may do`, permissions).id] : [];
      const wanted = [people.id, ...held, ...own];
      const known = record.members.get(user.id);
      if (known) known.roles = wanted;
      else join(user, wanted);
    },
    botPermissions: (permissions) => setPermissions(botRole, permissions),
    own({ id: owner }) {
      record.ownerId = owner;
      events.guildUpdated(record);
    },
    boost(to) {
      record.tier = to;
      events.guildUpdated(record);
    },
    removeBot() {
      events.guildRemoved(record);
      record.botIsHere = false;
      record.members.delete(world.bot.id);
    },
    addBot() {
      record.botIsHere = true;
      join(world.bot, [botRole.id]);
      events.guildAdded(record);
    },
  };
}
