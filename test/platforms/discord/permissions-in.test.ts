import { type APIOverwrite, type APIRole, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permissionsIn, type Standing } from '../../../src/platforms/discord/permissions-in.ts';

const { ViewChannel, SendMessages, AttachFiles, Administrator } = PermissionFlagsBits;
const [GUILD, ROLE, OTHER, BOT, OWNER] = ['1', '2', '3', '9', '8'];

const role = (id: string, permissions: bigint) => ({ id, permissions: String(permissions) }) as APIRole;
const overwrite = (id: string, type: 0 | 1, allow: bigint, deny: bigint): APIOverwrite => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});

function held({
  overwrites = [],
  owner = OWNER,
  given = ViewChannel,
}: {
  overwrites?: APIOverwrite[];
  owner?: string;
  given?: bigint;
}) {
  const roles = [role(GUILD, ViewChannel), role(ROLE, given), role(OTHER, SendMessages)];
  const member = { roles: [ROLE], user: { id: BOT } } as Standing['member'];
  return permissionsIn({ guild: { id: GUILD, owner_id: owner, roles }, member, overwrites });
}

describe('what a member may do in a channel', () => {
  test('is what everyone and the member’s own roles may', () => {
    expect(held({ given: AttachFiles })).toBe(ViewChannel | AttachFiles);
  });

  test('is everything for the owner and for administrators, whatever the channel denies', () => {
    const overwrites = [overwrite(BOT, 1, 0n, ViewChannel)];
    expect(held({ overwrites, owner: BOT })).toBe(PermissionsBitField.All);
    expect(held({ overwrites, given: Administrator })).toBe(PermissionsBitField.All);
  });

  test('is changed by the channel for everyone, then for roles, then for the member', () => {
    const forEveryone = overwrite(GUILD, 0, SendMessages, ViewChannel);
    const forRole = overwrite(ROLE, 0, ViewChannel, SendMessages);
    const forMember = overwrite(BOT, 1, AttachFiles, ViewChannel);
    expect(held({ overwrites: [forEveryone] })).toBe(SendMessages);
    expect(held({ overwrites: [forRole, forEveryone] })).toBe(ViewChannel);
    expect(held({ overwrites: [forMember, forRole, forEveryone] })).toBe(AttachFiles);
  });

  test('is not changed by what a channel has for others', () => {
    expect(held({ overwrites: [overwrite(OTHER, 0, AttachFiles, ViewChannel)] })).toBe(ViewChannel);
    expect(held({ overwrites: [overwrite(OWNER, 1, AttachFiles, ViewChannel)] })).toBe(ViewChannel);
  });

  test('does not hang on the order in which overwrites come', () => {
    const bits = fc.bigInt(0n, 0xffffn & ~Administrator);
    const some = fc.uniqueArray(fc.tuple(fc.constantFrom(GUILD, ROLE, OTHER, BOT), bits, bits), {
      selector: ([id]) => id,
      maxLength: 4,
    });
    const made = some.map((all) => all.map(([id, allow, deny]) => overwrite(id, id === BOT ? 1 : 0, allow, deny)));
    fc.assert(
      fc.property(made, (overwrites) => {
        expect(held({ overwrites: overwrites.toReversed() })).toBe(held({ overwrites }));
      }),
    );
  });
});
