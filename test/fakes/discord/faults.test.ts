import { Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { codeOf, logIn, restOf, startWithGuild } from './rig.ts';

const body = { content: 'Once', nonce: 'job1v', enforce_nonce: true };

test('a lost answer makes the library ask again, which doubles what has no enforced nonce', async () => {
  const { discord, channel } = await startWithGuild();
  const rest = restOf(discord, { retries: 3 });
  for (const sent of [body, { content: 'Twice' }]) {
    discord.faults.next('createMessage', { effect: 'before', answer: 'drop' });
    await rest.post(Routes.channelMessages(channel.id), { body: sent });
  }
  expect(channel.messages().map(({ content }) => content)).toEqual(['Once', 'Twice', 'Twice']);
  expect(discord.count('createMessage')).toBe(4);
});

test('an error may come before the effect, after it, or long before it', async () => {
  const { discord, channel } = await startWithGuild();
  const post = () => codeOf(restOf(discord).post(Routes.channelMessages(channel.id), { body: { content: 'x' } }));
  const count = () => channel.messages().length;
  discord.faults.next('createMessage', { answer: { status: 502 } });
  await expect(post()).rejects.toThrow();
  expect(count()).toBe(0);
  discord.faults.next('createMessage', { effect: 'before', answer: { status: 502 } });
  await expect(post()).rejects.toThrow();
  expect(count()).toBe(1);
  discord.faults.next('createMessage', { effect: { after: 50 }, answer: 'drop' });
  await expect(post()).rejects.toThrow();
  await expect.poll(count).toBe(2);
  discord.faults.next('createMessage', { answer: { code: 50013 } });
  expect(await post()).toBe(50013);
});

test('a stalled answer is given up by the client, and a late one arrives', async () => {
  const { discord, channel } = await startWithGuild();
  const rest = restOf(discord, { timeout: 300 });
  discord.faults.next('createMessage', { effect: 'before', answer: 'stall' });
  await expect(rest.post(Routes.channelMessages(channel.id), { body })).rejects.toThrow(/abort/i);
  discord.faults.next('createMessage', { answer: { lateMs: 20 } });
  await restOf(discord).post(Routes.channelMessages(channel.id), { body });
  expect(channel.messages()).toHaveLength(1);
});

test('a 401 to the bot ends its client; a 429 is waited out', async () => {
  const { discord, channel } = await startWithGuild();
  const client = await logIn(discord);
  discord.faults.next('createMessage', { answer: { rateLimited: { scope: 'shared', seconds: 0.05 } } });
  await client.rest.post(Routes.channelMessages(channel.id), { body });
  expect(channel.messages()).toHaveLength(1);
  discord.faults.next('createMessage', { answer: { status: 401 } });
  await expect(client.rest.post(Routes.channelMessages(channel.id), { body })).rejects.toThrow('401');
  await expect(client.rest.post(Routes.channelMessages(channel.id), { body })).rejects.toThrow(/token/);
  expect(await codeOf(restOf(discord).setToken('wrong').get(Routes.user()))).toBe(0);
});

test('a hook is awaited right before and right after the effect, and can end the request there', async () => {
  const { discord, channel } = await startWithGuild();
  const seen: [string, number][] = [];
  const note = (step: string) => (): undefined => void seen.push([step, channel.messages().length]);
  discord.on('createMessage', 'before', note('before'));
  const takeBack = discord.on('createMessage', 'after', note('after'));
  await restOf(discord).post(Routes.channelMessages(channel.id), { body });
  expect(seen).toEqual([
    ['before', 0],
    ['after', 1],
  ]);
  takeBack();
  discord.on('deleteMessage', 'before', () => 'drop');
  const id = channel.messages()[0]?.id ?? '';
  await expect(restOf(discord).delete(Routes.channelMessage(channel.id, id))).rejects.toThrow();
  expect(channel.messages()).toHaveLength(1);
});

test('limits are told in headers, kept by the real client, and answered with 429 where they are not', async () => {
  const routes = { createMessage: { limit: 2, perMs: 400 } };
  const { discord, channel } = await startWithGuild({ rateLimits: { routes } });
  const address = `${discord.url}/v10${Routes.channelMessages(channel.id)}`;
  const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
  const raw = () => fetch(address, { method: 'POST', headers, body: JSON.stringify({ content: 'x' }) });
  const [first, , third] = [await raw(), await raw(), await raw()];
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  expect([third.status, await third.json()]).toMatchObject([429, { global: false }]);
  const rest = restOf(discord);
  discord.pass(1_000);
  const before = discord.count('createMessage');
  await Promise.all([1, 2, 3].map(() => rest.post(Routes.channelMessages(channel.id), { body: { content: 'y' } })));
  expect(discord.count('createMessage') - before).toBe(3);
  expect(channel.messages()).toHaveLength(5);
});

test('a link to a file is good until it expires', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const said = ada.says(channel, { mentionsBot: true, files: [{ bytes: Buffer.from('pixels'), name: 'a.png' }] });
  const url = async () => {
    const message = await restOf(discord).get(Routes.channelMessage(channel.id, said.id));
    return (message as { attachments: { url: string }[] }).attachments[0]?.url ?? '';
  };
  const first = await url();
  expect(await (await fetch(first)).text()).toBe('pixels');
  expect((await fetch(first.replace(/hm=./, 'hm=0'))).status).toBe(first.includes('hm=0') ? 200 : 404);
  discord.pass(24 * 3_600_000);
  expect((await fetch(first)).status).toBe(404);
  const second = await url();
  expect((await fetch(second)).status).toBe(200);
  discord.expireLinks();
  expect((await fetch(second)).status).toBe(404);
});
