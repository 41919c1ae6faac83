import { type APIApplicationCommand, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { codeOf, restOf, start, startWithGuild } from './rig.ts';

const AVATAR = {
  name: 'avatar',
  name_localizations: { 'zh-CN': '头像' },
  description: 'Make a photo speak',
  options: [{ name: 'photo', description: 'A photo', type: 11, required: false, file_types: ['image'] }],
};

test('a command of the same name takes the place of the first, and is listed with its languages only when asked', async () => {
  const discord = await start();
  const rest = restOf(discord);
  const route = Routes.applicationCommands(discord.applicationId);
  const first = (await rest.post(route, { body: AVATAR })) as APIApplicationCommand;
  const second = (await rest.post(route, { body: { ...AVATAR, description: 'Speak' } })) as APIApplicationCommand;
  expect(second.id).toBe(first.id);
  expect(second.version).not.toBe(first.version);
  const [bare] = (await rest.get(route)) as APIApplicationCommand[];
  expect(bare).not.toHaveProperty('name_localizations');
  expect(bare?.options).toEqual([{ name: 'photo', description: 'A photo', type: 11, file_types: ['image'] }]);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const [full] = (await rest.get(route, { query })) as APIApplicationCommand[];
  expect(full?.name_localizations).toEqual({ 'zh-CN': '头像' });
  await rest.delete(Routes.applicationCommand(discord.applicationId, first.id));
  expect(discord.commands()).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test.each([
  ['a name with capitals', { ...AVATAR, name: 'Avatar' }],
  ['a language Discord lacks', { ...AVATAR, name_localizations: { zh: '头像' } }],
  ['no description', { ...AVATAR, description: '' }],
  ['a menu entry with a description', { ...AVATAR, type: 3, options: [] }],
  ['26 choices', { ...AVATAR, options: [{ name: 'a', description: 'A', type: 3, choices: choices(26) }] }],
])('a command is refused for %s', async (_, body) => {
  const discord = await start();
  const answer = restOf(discord).post(Routes.applicationCommands(discord.applicationId), { body });
  expect(await codeOf(answer)).toBe(50035);
  expect(discord.commands()).toEqual([]);
});

test('two hundred commands are made in a day, and no more', async () => {
  const { discord, guild } = await startWithGuild();
  const rest = restOf(discord, { rejectOnRateLimit: () => true });
  const route = Routes.applicationGuildCommands(discord.applicationId, guild.id);
  const set = (first: number, count: number) =>
    rest.put(route, { body: Array.from({ length: count }, (_, i) => ({ ...AVATAR, name: `avatar${first + i}` })) });
  await set(0, 100);
  await set(100, 99);
  await set(199, 1);
  expect(await codeOf(set(199, 1))).toBe('done');
  await expect(set(200, 1)).rejects.toThrow();
  expect(discord.commands(guild).map(({ name }) => name)).toEqual(['avatar199']);
});

function choices(count: number) {
  return Array.from({ length: count }, (_, i) => ({ name: `Choice ${i}`, value: `${i}` }));
}
