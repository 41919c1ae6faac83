import { expect, test } from 'vitest';
import type { Line } from '../../../src/platforms/message.ts';
import { going } from '../under-test.ts';
import { incoming } from './incoming-rig.ts';
import { rig } from './outgoing-rig.ts';

const keys = (lines: readonly Line[]) => lines.map(({ key }) => key);

test('what the bot may not do in a channel is named, with the channel', async () => {
  const { channel, platform, place } = await rig();
  channel.permit({ bot: { deny: ['AttachFiles'] } });
  expect(await platform.obstacles(place, going)).toEqual([
    { key: 'discord_lacks_in', params: { channel: { channel: channel.id } } },
    { key: 'lacks_permission', params: { permission: { key: 'discord_permission_attach' } } },
    { key: 'lacks_next' },
  ]);
});

test('a channel of another server is none of this one', async () => {
  const { discord, platform, place } = await rig();
  const channel = discord.guild().channel().id;
  expect(keys(await platform.obstacles({ ...place, channel }, going))).toEqual(['discord_channel_unseen']);
  expect(await platform.names({ ...place, channel }, going)).toEqual({ space: 'A server' });
});

test('while Discord does not answer, nothing is said to stand in the way', async () => {
  const { discord, guild, platform, place } = await rig();
  const channel = guild.channel().id;
  for (let at = 0; at < 4; at += 1) discord.faults.next('getChannel', { answer: { status: 503 } });
  expect(await platform.obstacles({ ...place, channel }, going)).toEqual([]);
});

test('without the message content intent the bot hears nobody, and says where to switch it on', async () => {
  const { guild, channel, herald } = await incoming();
  const { platform } = herald;
  const place = { platform: 'discord', space: guild.id, channel: channel.id };
  expect(await platform.unheard(place, going)).toEqual([{ key: 'discord_unheard_intent' }]);
  channel.permit({ bot: { deny: ['ReadMessageHistory'] } });
  await expect
    .poll(async () => keys(await platform.unheard(place, going)))
    .toEqual(['discord_unheard_intent', 'discord_unheard_in', 'lacks_permission', 'lacks_next']);
  expect(await platform.obstacles(place, going)).not.toEqual([]);
  expect(await platform.names(place, going)).toEqual({ space: 'A server', channel: 'general' });
});

test('who may read a channel, and write in it, is told by what the gateway tells of roles and channels', async () => {
  const { discord, guild, channel, ada, bob, herald } = await incoming();
  const editors = guild.role('Editors');
  const board = guild.role('Board', ['Administrator']);
  const hidden = guild.channel({
    others: { [guild.id]: { deny: ['ViewChannel'] }, [editors.id]: { allow: ['ViewChannel'] } },
  });
  const silent = guild.channel({ others: { [ada.id]: { deny: ['SendMessages'] } } });
  const told = async (id: string, person: string, more: readonly string[] = []) => {
    const roles = [...(guild.record.members.get(person)?.roles ?? []), ...more];
    const place = { platform: 'discord', space: guild.id, channel: id };
    const asked = (['read', 'write'] as const).map((what) =>
      herald.platform.allows({ person, roles }, place, what, going),
    );
    return Promise.all(asked);
  };
  await expect.poll(() => told(silent.id, ada.id)).toEqual([true, false]);
  expect(await told(silent.id, bob.id)).toEqual([true, true]);
  expect(await told(hidden.id, ada.id)).toEqual([false, false]);
  expect(await told(hidden.id, ada.id, [editors.id])).toEqual([true, true]);
  expect(await told(hidden.id, ada.id, [board.id])).toEqual([true, true]);
  // neither of another server nor where nothing is known
  expect(await told(discord.guild().channel().id, ada.id)).toEqual([false, false]);
  const elsewhere = { platform: 'discord', space: '123', channel: channel.id };
  expect(await herald.platform.allows({ person: ada.id, roles: [] }, elsewhere, 'read', going)).toBeUndefined();
});
