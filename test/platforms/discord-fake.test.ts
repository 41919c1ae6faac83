import {
  ApplicationCommandOptionType,
  ButtonStyle,
  ComponentType,
  Events,
  FileUploadBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
} from 'discord.js';
import { expect, test } from 'vitest';
import { logIn, startWithGuild } from '../fakes/discord/rig.ts';

// what the fake enforces is tested beside it, in test/fakes/discord; here the real client goes through whole flows with it

const PHOTO = { bytes: Buffer.from('pixels'), name: 'face.png', contentType: 'image/png' };

test('a command with a photo becomes a status message, a thread under it and a video in the thread', async () => {
  const { discord, guild, channel, ada } = await startWithGuild();
  const client = await logIn(discord);
  expect([...client.guilds.cache.keys()]).toEqual([guild.id]);
  const photo = {
    name: 'photo',
    description: 'A photo',
    type: ApplicationCommandOptionType.Attachment,
    required: true,
  } as const;
  await client.application.commands.create({ name: 'avatar', description: 'Make it speak', options: [photo] });
  const button = { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Cancel', customId: 'c1' };
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton()) return void (await interaction.update({ content: 'Cancelled', components: [] }));
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply();
    const sent = interaction.options.getAttachment('photo', true);
    const bytes = await (await fetch(sent.url)).text();
    const components = [{ type: ComponentType.ActionRow, components: [button] }];
    const status = await interaction.editReply({ content: `Got ${bytes}`, components });
    const thread = await status.startThread({ name: 'A video' });
    const file = { attachment: Buffer.from('video'), name: 'v.mp4', description: 'A face that speaks' };
    await thread.send({ files: [file], nonce: 'job1v', enforceNonce: true });
  });

  const asked = ada.slash(channel, 'avatar', { photo: PHOTO });
  expect(await asked.acknowledged()).toBe(5);
  await expect.poll(() => asked.original?.content).toBe('Got pixels');
  await expect.poll(() => channel.threads()[0]?.messages()).toHaveLength(1);
  const [thread] = channel.threads();
  expect(thread?.id).toBe(asked.original?.id);
  expect(thread?.messages()[0]?.files).toMatchObject([{ name: 'v.mp4', description: 'A face that speaks' }]);

  const [status] = channel.messages();
  if (!status) throw new Error('There is no status message');
  ada.press(status, 'Cancel');
  await expect.poll(() => status.content).toBe('Cancelled');
  expect(status.buttons).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('a modal of the real builders is shown, filled in with a file, and answered privately', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const client = await logIn(discord);
  await client.application.commands.create({ name: 'avatar', description: 'Make it speak' });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const upload = new FileUploadBuilder().setCustomId('photo').setFileTypes('image');
      const label = new LabelBuilder().setLabel('Photo').setFileUploadComponent(upload);
      const modal = new ModalBuilder().setCustomId('m1').setTitle('Make it talk').addLabelComponents(label);
      await interaction.showModal(modal);
    }
    if (interaction.isModalSubmit()) {
      const [name] = interaction.fields.getUploadedFiles('photo', true).map((file) => file.name);
      await interaction.reply({ content: `Got ${name}`, flags: MessageFlags.Ephemeral });
    }
  });
  const asked = ada.slash(channel, 'avatar');
  await asked.acknowledged();
  const submitted = ada.submitModal(asked, { photo: [PHOTO] });
  await submitted.acknowledged();
  expect(submitted.original).toMatchObject({ content: 'Got face.png', ephemeral: true });
  expect(discord.violations).toEqual([]);
});

test('an interaction tells the permissions of the bot, the language, and how the bot came to be there', async () => {
  const { discord, guild } = await startWithGuild();
  const client = await logIn(discord);
  await client.application.commands.create({ name: 'avatar', description: 'Make it speak' });
  const told: unknown[] = [];
  client.on(Events.InteractionCreate, ({ appPermissions, locale, authorizingIntegrationOwners: owners, context }) => {
    told.push([appPermissions.has('SendMessages'), locale, owners.guildId, owners.userId, context]);
  });
  const li = discord.user({ name: 'Li', locale: 'zh-CN' });
  const elsewhere = discord.guild({ installed: false });
  for (const one of [guild, elsewhere]) one.member(li);
  li.slash(guild.channel({ bot: { deny: ['SendMessages'] } }), 'avatar');
  li.slash(elsewhere.channel(), 'avatar');
  li.slash(discord.dm(li), 'avatar');
  await expect.poll(() => told).toHaveLength(3);
  expect(told).toEqual([
    [false, 'zh-CN', guild.id, null, 0],
    [false, 'zh-CN', null, li.id, 0],
    [true, 'zh-CN', '0', null, 1],
  ]);
});
