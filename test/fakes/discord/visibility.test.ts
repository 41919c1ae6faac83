import { type APIMessage, Events, GatewayIntentBits, type Message, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import type { Discord } from './discord.ts';
import { INTENTS, logIn, restOf, startWithGuild } from './rig.ts';

const PHOTO = { bytes: Buffer.from('pixels'), name: 'face.png', contentType: 'image/png' };
const text = 'Look at this';

/** What arrives at the client, as text and count of files. */
async function listening(discord: Discord, intents = INTENTS) {
  const client = await logIn(discord, intents);
  const heard: Message[] = [];
  client.on(Events.MessageCreate, (message) => heard.push(message));
  const next = async () => {
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    const message = heard.shift();
    if (!message) throw new Error('Nothing was heard');
    return message;
  };
  const read = async () => {
    const { content, attachments } = await next();
    return [content.includes(text), attachments.size];
  };
  return { client, next, read };
}

test('without the intent the bot reads what is meant for it, and nothing else', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const rest = restOf(discord);
  const { client, read } = await listening(discord);
  const said = { content: text, files: [PHOTO] };

  ada.says(channel, said);
  expect(await read()).toEqual([false, 0]);
  ada.says(channel, { ...said, mentionsBot: true });
  expect(await read()).toEqual([true, 1]);
  ada.says(discord.dm(ada), said);
  expect(await read()).toEqual([true, 1]);

  const { id } = (await rest.post(Routes.channelMessages(channel.id), { body: { content: text } })) as APIMessage;
  expect(await read()).toEqual([true, 0]);
  ada.says(channel, { ...said, replyTo: discord.message(id) });
  expect(await read()).toEqual([true, 1]);
  ada.says(channel, { ...said, replyTo: discord.message(id), ping: false });
  expect(await read()).toEqual([false, 0]);

  const list = (await rest.get(Routes.channelMessages(channel.id))) as APIMessage[];
  expect(list.map(({ attachments }) => attachments.length)).toEqual([0, 1, 0, 1, 0]);
  expect(client.isReady()).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('a reply to an answer of an interaction is not read, however it pings', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const rest = restOf(discord);
  const command = { name: 'avatar', description: 'Make a photo speak' };
  await rest.post(Routes.applicationCommands(discord.applicationId), { body: command });
  const { read } = await listening(discord);
  const { record, original: _, ...asked } = ada.slash(channel, 'avatar');
  const body = { type: 4, data: { content: text } };
  await rest.post(Routes.interactionCallback(record.id, record.token), { auth: false, body });
  expect(await read()).toEqual([true, 0]);
  expect(await asked.acknowledged()).toBe(4);
  const [answer] = channel.messages();
  if (!answer) throw new Error('There is no answer');
  ada.says(channel, { content: text, files: [PHOTO], replyTo: answer });
  expect(await read()).toEqual([false, 0]);
});

test('the photo a message replies to is empty without the intent, and there with it', async () => {
  for (const messageContent of [false, true]) {
    const { discord, channel, ada } = await startWithGuild({ messageContent });
    const intents = messageContent ? [...INTENTS, GatewayIntentBits.MessageContent] : INTENTS;
    const { client, next } = await listening(discord, intents);
    const photo = ada.says(channel, { files: [PHOTO] });
    await next();
    ada.says(channel, { content: text, mentionsBot: true, replyTo: photo });
    const heard = await next();
    expect(heard.content).toContain(text);
    const replied = await heard.fetchReference();
    expect(replied.attachments.size).toBe(messageContent ? 1 : 0);
    ada.says(channel, { forward: photo, mentionsBot: true });
    const forwarded = await next();
    expect(forwarded.messageSnapshots.first()?.attachments.size).toBe(1);
    expect(discord.violations).toEqual([]);
    await client.destroy();
  }
});

test('a menu entry brings its message whole, whatever the intents', async () => {
  const { discord, channel, ada } = await startWithGuild();
  const command = { name: 'Make it talk', type: 3 };
  await restOf(discord).post(Routes.applicationCommands(discord.applicationId), { body: command });
  const client = await logIn(discord);
  const files = new Promise((resolve) =>
    client.once(Events.InteractionCreate, (interaction) => {
      if (interaction.isMessageContextMenuCommand()) resolve(interaction.targetMessage.attachments.size);
    }),
  );
  ada.messageMenu(ada.says(channel, { files: [PHOTO] }), 'Make it talk');
  expect(await files).toBe(1);
});
