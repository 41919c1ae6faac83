import {
  type APIGuild,
  type APIOverwrite,
  type APIRole,
  OverwriteType,
  PermissionFlagsBits,
  PermissionsBitField,
} from 'discord.js';

/** Who asks, and where, as Discord's API tells it. */
export interface Standing {
  readonly guild: Pick<APIGuild, 'id' | 'owner_id'> & {
    readonly roles: readonly Pick<APIRole, 'id' | 'permissions'>[];
  };
  readonly member: { readonly user: { readonly id: string }; readonly roles: readonly string[] };
  /** Of the channel; a thread has those of its parent. None for the server as a whole. */
  readonly overwrites: readonly APIOverwrite[];
}

/**
 * What a member may do in a channel, or in the whole server: what the roles give, then the channel's overwrites for everyone,
 * for the roles together, and for the member, in this order (Discord's documentation, “Permission Overwrites”).
 */
export function permissionsIn({ guild, member, overwrites }: Standing): bigint {
  if (member.user.id === guild.owner_id) return PermissionsBitField.All;
  const mine = new Set([guild.id, ...member.roles]);
  const given = union(guild.roles.filter(({ id }) => mine.has(id)).map(({ permissions }) => permissions));
  if ((given & PermissionFlagsBits.Administrator) !== 0n) return PermissionsBitField.All;
  const ofRoles = overwrites.filter(({ id, type }) => type === OverwriteType.Role && mine.has(id));
  return [
    ofRoles.filter(({ id }) => id === guild.id),
    ofRoles.filter(({ id }) => id !== guild.id),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.user.id),
  ].reduce(
    (held, step) => (held & ~union(step.map(({ deny }) => deny))) | union(step.map(({ allow }) => allow)),
    given,
  );
}

function union(bits: readonly string[]): bigint {
  return bits.reduce((sum, some) => sum | BigInt(some), 0n);
}
