import { type APIMessage, type APIThreadChannel, MessageType, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { codeOf, restOf, startWithGuild } from './rig.ts';

test('a thread under a message has its id, and there is one of them', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const rest = restOf(discord);
  const said = ada.says(channel, 'Look');
  const open = () => rest.post(Routes.threads(channel.id, said.id), { body: { name: 'A video' } });
  const thread = (await open()) as APIThreadChannel;
  expect(thread.id).toBe(said.id);
  expect(await codeOf(open())).toBe(160004);
  const [starter] = (await rest.get(Routes.channelMessages(thread.id))) as APIMessage[];
  expect(starter?.type).toBe(MessageType.ThreadStarterMessage);
  expect(discord.message(said.id).threadId).toBe(said.id);
  expect(channel.threads().map(({ name }) => name)).toEqual(['A video']);
  expect(discord.violations).toEqual([]);
});

test('threads cannot be made in direct messages, in threads, in voice channels, or without the permission', async () => {
  const { discord, guild, channel, ada } = await startWithGuild();
  const rest = restOf(discord);
  const places = [
    [discord.dm(ada), 50003],
    [channel.thread({ owner: ada }), 50024],
    [guild.channel({ type: 'voice' }), 50024],
    [guild.channel({ bot: { deny: ['CreatePublicThreads'] } }), 50013],
    [guild.channel({ type: 'announcement' }), 'done'],
  ] as const;
  for (const [place, code] of places) {
    const { id } = ada.says(place, 'Look');
    expect(await codeOf(rest.post(Routes.threads(place.id, id), { body: { name: 'x' } }))).toBe(code);
  }
});

test('an archived thread wakes when somebody speaks; a locked one stays shut; a private one is not seen', async () => {
  const { discord, guild, channel, ada } = await startWithGuild();
  const rest = restOf(discord);
  const thread = channel.thread({ owner: ada });
  const say = (id = thread.id) => codeOf(rest.post(Routes.channelMessages(id), { body: { content: 'x' } }));
  thread.archive();
  expect(await say()).toBe('done');
  expect(thread.archived).toBe(false);
  const [own] = thread.messages();
  thread.archive();
  expect(await codeOf(rest.patch(Routes.channelMessage(thread.id, own?.id ?? ''), { body: { content: 'y' } }))).toBe(
    50083,
  );
  expect(await codeOf(rest.delete(Routes.channelMessage(thread.id, own?.id ?? '')))).toBe(50083);
  const wake = () => codeOf(rest.patch(Routes.channel(thread.id), { body: { archived: false } }));
  expect(await wake()).toBe('done');
  expect(thread.archived).toBe(false);
  expect(await codeOf(rest.delete(Routes.channelMessage(thread.id, own?.id ?? '')))).toBe('done');
  thread.archive();
  thread.lock();
  expect(await wake()).toBe(50013);
  expect(await say()).toBe(160005);
  expect(await say(channel.thread({ owner: ada, private: true, withBot: false }).id)).toBe(50001);
  expect(await say(channel.thread({ owner: ada, private: true }).id)).toBe('done');
  thread.delete();
  expect(await say()).toBe(10003);
  guild.botPermissions(['ViewChannel', 'SendMessages']);
  expect(await say(channel.id)).toBe('done');
  expect(await say(channel.thread({ owner: ada }).id)).toBe(50013);
});
