import type { APIGuildMember, APIRole, APIUser, GuildMemberFlags, RoleFlags, UserFlags } from 'discord.js';
import type { MemberRecord, UserRecord } from './world.ts';

export const iso = (ms: number) => new Date(ms).toISOString();

/** A person or a bot as Discord describes one; `primary_guild` and `flags` are required by the specification. */
export function userJson({ id, name, bot }: UserRecord): APIUser {
  return {
    id,
    username: name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, '_'),
    discriminator: '0',
    global_name: bot ? null : name,
    avatar: null,
    public_flags: 0 as UserFlags,
    flags: 0 as UserFlags,
    primary_guild: null,
    ...(bot && { bot }),
  };
}

/** A member without the person, as events carry it beside one. */
export function bareMemberJson({ roles, joinedAt }: MemberRecord): Omit<APIGuildMember, 'user'> {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: [...roles],
    joined_at: iso(joinedAt),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0 as GuildMemberFlags,
    pending: false,
    communication_disabled_until: null,
  };
}

export function memberJson(member: MemberRecord): APIGuildMember {
  return { user: userJson(member.user), ...bareMemberJson(member) };
}

export function newRole(id: string, name: string, permissions: bigint, managed = false): APIRole {
  return {
    id,
    name,
    permissions: permissions.toString(),
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: name === '@everyone' ? 0 : 1,
    managed,
    mentionable: false,
    flags: 0 as RoleFlags,
  };
}
