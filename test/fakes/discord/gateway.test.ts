import { once } from 'node:events';
import { Events, GatewayIntentBits, Status } from 'discord.js';
import { expect, test } from 'vitest';
import { INTENTS, logIn, newClient, start, startWithGuild } from './rig.ts';

test('a client that lost its connection resumes and hears what it missed', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const client = await logIn(discord);
  const heard: string[] = [];
  client.on(Events.MessageCreate, ({ content }) => heard.push(content));
  const resumed = once(client, Events.ShardResume);
  discord.gateway.drop();
  ada.says(channel, { content: 'Missed?', mentionsBot: true });
  await resumed;
  await expect.poll(() => heard).toHaveLength(1);
  expect(discord.gateway.counts).toEqual({ identified: 1, resumed: 1 });
  expect(discord.violations).toEqual([]);
});

test('events may come twice', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const client = await logIn(discord);
  await client.application.commands.create({ name: 'avatar', description: 'Make a photo speak' });
  const heard: string[] = [];
  client.on(Events.InteractionCreate, ({ id }) => heard.push(id));
  const { id } = ada.slash(channel, 'avatar');
  await expect.poll(() => heard).toEqual([id]);
  discord.gateway.replay(1);
  await expect.poll(() => heard).toEqual([id, id]);
});

test('a client reconnects when it is asked to, and begins anew when its session is invalid', async () => {
  const { discord } = await startWithGuild();
  const client = newClient(discord);
  // the library's own lets it identify once in five seconds
  const buildIdentifyThrottler = () => ({ waitForIdentify: () => Promise.resolve() });
  client.options.ws = { ...client.options.ws, buildIdentifyThrottler };
  const begun = once(client, Events.ClientReady);
  await client.login(discord.token);
  await begun;
  const resumed = once(client, Events.ShardResume);
  discord.gateway.reconnect();
  await resumed;
  expect(discord.gateway.counts).toEqual({ identified: 1, resumed: 1 });
  const ready = once(client, Events.ShardReady);
  discord.gateway.close(4009);
  await ready;
  expect(discord.gateway.counts.identified).toBe(2);
  expect(discord.gateway.sessions).toHaveLength(1);
  expect(client.ws.status).toBe(Status.Ready);
});

test('a wrong token and an intent that is not switched on are refused for good', async () => {
  const discord = await start();
  await expect(newClient(discord).login('wrong')).rejects.toThrow(/token/i);
  const client = newClient(discord, [...INTENTS, GatewayIntentBits.MessageContent]);
  await expect(client.login(discord.token)).rejects.toThrow(/disallowed intents/i);
  expect(discord.gateway.sessions).toEqual([]);
});

test('a client sees channels, roles and threads change, and itself removed', async () => {
  const { discord, guild, channel, ada } = await startWithGuild();
  const client = await logIn(discord);
  const cached = client.channels.cache.get(channel.id);
  if (!cached?.isTextBased() || cached.isDMBased()) throw new Error('The channel is not known');
  const canSend = () => cached.permissionsFor(client.user)?.has('SendMessages');
  expect(canSend()).toBe(true);
  channel.permit({ bot: { deny: ['SendMessages'] } });
  await expect.poll(canSend).toBe(false);
  channel.permit({ bot: {} });
  await expect.poll(canSend).toBe(true);
  guild.botPermissions(['ViewChannel']);
  await expect.poll(canSend).toBe(false);
  const thread = channel.thread({ owner: ada });
  await expect.poll(() => client.channels.cache.get(thread.id)?.isThread()).toBe(true);
  thread.lock();
  await expect.poll(() => client.channels.cache.get(thread.id)).toMatchObject({ locked: true });
  channel.delete();
  await expect.poll(() => client.channels.cache.has(channel.id)).toBe(false);
  guild.removeBot();
  await expect.poll(() => client.guilds.cache.size).toBe(0);
  guild.addBot();
  await expect.poll(() => client.guilds.cache.size).toBe(1);
  expect(discord.violations).toEqual([]);
});

test('the presence of the bot is seen', async () => {
  const discord = await start();
  const client = await logIn(discord);
  client.user.setPresence({ activities: [{ name: '3 in line' }] });
  await expect.poll(() => discord.presence?.activities[0]?.name).toBe('3 in line');
});

test('each shard hears of its guilds, the first of direct messages', async () => {
  const { discord, guild } = await startWithGuild({ shards: 2 });
  const client = newClient(discord);
  client.options.shards = 'auto';
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  expect(discord.gateway.sessions.map(({ shard }) => shard)).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect([...client.guilds.cache.keys()]).toEqual([guild.id]);
});
