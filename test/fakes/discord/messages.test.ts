import { type APIMessage, ButtonStyle, ComponentType, MessageFlags, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { codeOf, restOf, start, startWithGuild } from './rig.ts';
import { hasSpec } from './schema.ts';

const HOUR = 3_600_000;
const MiB = 1024 * 1024;

const button = (custom_id: string, label = 'Press') => ({
  type: ComponentType.Button,
  style: ButtonStyle.Primary,
  label,
  custom_id,
});
const row = (...components: object[]) => ({ type: ComponentType.ActionRow, components });

describe('a message of the bot', () => {
  test('is made once for an enforced nonce, even if it was deleted, until the window ends', async () => {
    const { discord, channel } = await startWithGuild();
    const rest = restOf(discord);
    const send = async () => {
      const body = { content: 'Once', nonce: 'job1v', enforce_nonce: true };
      const files = [{ data: Buffer.from('video'), name: 'v.mp4' }];
      return (await rest.post(Routes.channelMessages(channel.id), { body, files })) as APIMessage;
    };
    const first = await send();
    expect((await send()).id).toBe(first.id);
    await rest.delete(Routes.channelMessage(channel.id, first.id));
    expect((await send()).id).toBe(first.id);
    expect(channel.messages()).toEqual([]);
    discord.pass(4 * 60_000);
    expect((await send()).id).not.toBe(first.id);
    expect(discord.violations).toEqual([]);
  });

  test('is made twice for a nonce that is not enforced, and tells its nonce only when it is made', async () => {
    const { discord, channel } = await startWithGuild();
    const rest = restOf(discord);
    const body = { content: 'Twice', nonce: 'job1' };
    const made = (await rest.post(Routes.channelMessages(channel.id), { body })) as APIMessage;
    await rest.post(Routes.channelMessages(channel.id), { body });
    const list = (await rest.get(Routes.channelMessages(channel.id))) as APIMessage[];
    expect(list).toHaveLength(2);
    expect([made.nonce, ...list.map(({ nonce }) => nonce)]).toEqual(['job1', undefined, undefined]);
  });

  test('is refused where the bot may not speak, attach, see, or reply', async () => {
    const { discord, guild, ada } = await startWithGuild();
    const rest = restOf(discord);
    const post = (id: string, body: object, files: { data: Buffer; name: string }[] = []) =>
      codeOf(rest.post(Routes.channelMessages(id), { body, files }));
    const file = [{ data: Buffer.from('x'), name: 'x.mp4' }];
    const mute = guild.channel({ bot: { deny: ['SendMessages'] } });
    const noFiles = guild.channel({ bot: { deny: ['AttachFiles'] } });
    const hidden = guild.channel({ everyone: { deny: ['ViewChannel'] }, bot: { deny: ['ViewChannel'] } });
    const noHistory = guild.channel({ bot: { deny: ['ReadMessageHistory'] } });
    const said = ada.says(noHistory, 'Hello');
    expect(await post(mute.id, { content: 'x' })).toBe(50013);
    expect(await post(noFiles.id, {}, file)).toBe(50013);
    expect(await post(noFiles.id, { content: 'x' })).toBe('done');
    expect(await post(hidden.id, { content: 'x' })).toBe(50001);
    expect(await post(noHistory.id, { content: 'x', message_reference: { message_id: said.id } })).toBe(160002);
    expect(await rest.get(Routes.channelMessages(noHistory.id))).toEqual([]);
    noHistory.permit({ bot: { allow: ['ReadMessageHistory'] } });
    expect(await rest.get(Routes.channelMessages(noHistory.id))).toHaveLength(1);
    noHistory.delete();
    expect(await post(noHistory.id, { content: 'x' })).toBe(10003);
    guild.removeBot();
    expect(await post(noFiles.id, { content: 'x' })).toBe(50001);
    expect(discord.violations).toEqual([]);
  });

  test('takes files as large as the boosts of its server allow', async () => {
    const discord = await start();
    const rest = restOf(discord);
    const tries = [
      { tier: 1, size: 10 * MiB + 1, code: 40005 },
      { tier: 2, size: 10 * MiB + 1, code: 'done' },
    ] as const;
    for (const { tier, size, code } of tries) {
      const channel = discord.guild({ tier }).channel();
      const files = [{ data: Buffer.alloc(size), name: 'v.mp4' }];
      expect(await codeOf(rest.post(Routes.channelMessages(channel.id), { files, body: {} }))).toBe(code);
    }
  });

  test.each([
    ['a text too long', { content: 'x'.repeat(2_001) }],
    ['an alt text too long', { content: 'x', attachments: [{ id: '0', description: 'x'.repeat(1_025) }] }],
    ['an attachment that was not sent', { content: 'x', attachments: [{ id: '7', filename: 'v.mp4' }] }],
    ['two buttons of one id', { content: 'x', components: [row(button('a'), button('a'))] }],
    ['six buttons in a row', { content: 'x', components: [row(...'abcdef'.split('').map((id) => button(id)))] }],
    ['six rows', { content: 'x', components: 'abcdef'.split('').map((id) => row(button(id))) }],
    ['a label too long', { content: 'x', components: [row(button('a', 'x'.repeat(81)))] }],
    ['a button without an id', { content: 'x', components: [row(button(''))] }],
    ['kinds and ids of mentions', { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }],
    ['content beside Components V2', { content: 'x', flags: 32_768, components: [{ type: 10, content: 'x' }] }],
  ])('is refused for %s', async (_, body) => {
    const { discord, channel } = await startWithGuild();
    const rest = restOf(discord);
    expect(await codeOf(rest.post(Routes.channelMessages(channel.id), { body }))).toBe(50035);
    expect(channel.messages()).toEqual([]);
    expect(discord.violations.length).toBeGreaterThan(0);
  });

  test.skipIf(!hasSpec)('that carries a property nobody knows is made, and noted (needs ../shared)', async () => {
    const { discord, channel } = await startWithGuild();
    const body = { content: 'x', components: [row({ ...button('a'), custom_ids: 'b' })], contents: 'y' };
    await restOf(discord).post(Routes.channelMessages(channel.id), { body });
    expect(discord.violations).toEqual([
      'createMessage: / must NOT have additional properties (contents)',
      'createMessage: /components/0/components/0 must NOT have additional properties (custom_ids)',
    ]);
  });

  test('older than an hour takes few edits', async () => {
    const { discord, channel } = await startWithGuild({ oldEditsPerHour: 1 });
    const rest = restOf(discord, { rejectOnRateLimit: () => true });
    const { id } = (await rest.post(Routes.channelMessages(channel.id), { body: { content: '0' } })) as APIMessage;
    const edit = (content: string) => rest.patch(Routes.channelMessage(channel.id, id), { body: { content } });
    for (const content of ['1', '2', '3']) await edit(content);
    discord.pass(HOUR);
    await edit('4');
    await expect(edit('5')).rejects.toThrow();
    expect(channel.messages().map(({ content }) => content)).toEqual(['4']);
  });

  test('keeps the files an edit names, and those it says nothing of', async () => {
    const { discord, channel } = await startWithGuild();
    const rest = restOf(discord);
    const files = ['a.png', 'b.png'].map((name) => ({ name, data: Buffer.from(name) }));
    const made = (await rest.post(Routes.channelMessages(channel.id), { body: {}, files })) as APIMessage;
    const names = () => channel.messages()[0]?.files.map(({ name }) => name);
    const edit = (body: object, added: typeof files = []) =>
      rest.patch(Routes.channelMessage(channel.id, made.id), { body, files: added });
    await edit({ content: 'x' });
    expect(names()).toEqual(['a.png', 'b.png']);
    await edit({ attachments: [{ id: made.attachments[1]?.id }, { id: '0' }] }, [
      { name: 'c.png', data: Buffer.from('c') },
    ]);
    expect(names()).toEqual(['b.png', 'c.png']);
    expect(discord.violations).toEqual([]);
  });

  test('mentions only whom it may', async () => {
    const { discord, channel, ada } = await startWithGuild();
    const rest = restOf(discord);
    const post = async (allowed_mentions?: object) => {
      const body = { content: `For ${ada.mention} @everyone`, allowed_mentions };
      const { id } = (await rest.post(Routes.channelMessages(channel.id), { body })) as APIMessage;
      const { record } = discord.message(id);
      return [record.mentions.length, record.mentionEveryone];
    };
    expect(await post()).toEqual([1, true]);
    expect(await post({ parse: [] })).toEqual([0, false]);
    expect(await post({ users: [ada.id] })).toEqual([1, false]);
  });

  test('does not reach a person who takes no direct messages', async () => {
    const { discord, ada } = await startWithGuild();
    const rest = restOf(discord);
    const dm = (await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } })) as { id: string };
    const send = () => codeOf(rest.post(Routes.channelMessages(dm.id), { body: { content: 'Hello' } }));
    expect(await send()).toBe('done');
    ada.takesDms(false);
    expect(await send()).toBe(50007);
    expect(discord.dm(ada).messages()).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });
});

describe('publishing', () => {
  test('takes a message of an announcement channel, once; anybody else’s takes more permission', async () => {
    const { discord, guild, channel, ada } = await startWithGuild();
    const rest = restOf(discord);
    const news = guild.channel({ type: 'announcement' });
    const publish = (message: { readonly channelId: string; readonly id: string }) =>
      codeOf(rest.post(Routes.channelMessageCrosspost(message.channelId, message.id)));
    const post = async ({ id }: { readonly id: string }) => {
      const made = (await rest.post(Routes.channelMessages(id), { body: { content: 'News' } })) as APIMessage;
      return discord.message(made.id);
    };
    const own = await post(news);
    expect(await publish(own)).toBe('done');
    expect(own.flags & MessageFlags.Crossposted).not.toBe(0);
    expect(await publish(own)).toBe(40033);
    expect(await publish(await post(channel))).toBe(50024);
    expect(await publish(ada.says(news, 'Hers'))).toBe(50013);
    discord.deleteMessage(own);
    expect(await publish(own)).toBe(10008);
    // that is for the bot to know before
    expect(discord.violations).toEqual([expect.stringContaining('50024')]);
  });
});

describe('a page of messages', () => {
  test('is newest first, before, after or around an id', async () => {
    const { discord, channel, ada } = await startWithGuild();
    const said = ['a', 'b', 'c', 'd', 'e'].map((content) => ada.says(channel, `<@${discord.bot.id}>${content}`));
    const page = async (query: Record<string, string>) => {
      const list = (await restOf(discord).get(Routes.channelMessages(channel.id), {
        query: new URLSearchParams(query),
      })) as APIMessage[];
      return list.map(({ content }) => content.at(-1)).join('');
    };
    const c = said[2]?.id ?? '';
    expect(await page({ limit: '3' })).toBe('edc');
    expect(await page({ before: c })).toBe('ba');
    expect(await page({ after: c, limit: '1' })).toBe('d');
    expect(await page({ around: c, limit: '3' })).toBe('dcb');
    await expect(page({ limit: '101' })).rejects.toThrow(/Invalid Form Body/);
  });
});
