import { type APIMessage, ComponentType, InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import type { Asked } from './asked.ts';
import type { Discord } from './discord.ts';
import { codeOf, restOf, startWithGuild } from './rig.ts';

const PHOTO = { bytes: Buffer.from('pixels'), name: 'face.png', contentType: 'image/png' };

/** A command that is registered, and what the bot does with an interaction without a gateway. */
async function startWithCommand() {
  const { discord, ...places } = await startWithGuild();
  const rest = restOf(discord);
  const options = [
    { name: 'text', description: 'Words', type: 3, autocomplete: true },
    { name: 'photo', description: 'A photo', type: 11, file_types: ['image'] },
  ];
  const body = { name: 'avatar', description: 'Make a photo speak', options };
  await rest.post(Routes.applicationCommands(discord.applicationId), { body });
  return { discord, rest, ...places, ...answering(discord) };
}

function answering(discord: Discord) {
  const rest = restOf(discord);
  const options = { auth: false } as const;
  const webhook = ({ record }: Asked, message = '@original') =>
    Routes.webhookMessage(discord.applicationId, record.token, message);
  return {
    webhook,
    callback: ({ record }: Asked, body: object, query = new URLSearchParams()) =>
      rest.post(Routes.interactionCallback(record.id, record.token), { ...options, body, query }),
    followUp: ({ record }: Asked, body: object) =>
      rest.post(Routes.webhook(discord.applicationId, record.token), { ...options, body }),
    edit: (asked: Asked, body: object) => rest.patch(webhook(asked), { ...options, body }),
  };
}

const DEFER = { type: InteractionResponseType.DeferredChannelMessageWithSource };
const say = (content: string, flags = 0) => ({
  type: InteractionResponseType.ChannelMessageWithSource,
  data: { content, flags },
});

test('an interaction is acknowledged once, within three seconds', async () => {
  const { discord, channel, ada, callback } = await startWithCommand();
  const late = ada.slash(channel, 'avatar', { text: 'Hi' });
  discord.pass(3_001);
  expect(late.expired).toBe(true);
  expect(await codeOf(callback(late, DEFER))).toBe(10062);
  const asked = ada.slash(channel, 'avatar', { text: 'Hi' });
  await callback(asked, DEFER);
  expect(await codeOf(callback(asked, DEFER))).toBe(40060);
  expect(await asked.acknowledged()).toBe(DEFER.type);
  expect(asked.original?.loading).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('a token lives for 15 minutes; the message outlives it for the bot', async () => {
  const { discord, rest, channel, ada, callback, edit } = await startWithCommand();
  const asked = ada.slash(channel, 'avatar', { text: 'Hi' });
  expect(await codeOf(edit(asked, { content: 'Too early' }))).toBe(10015);
  await callback(asked, DEFER);
  await edit(asked, { content: 'Working' });
  expect(asked.original?.loading).toBe(false);
  discord.pass(15 * 60_000 + 1);
  expect(await codeOf(edit(asked, { content: 'Done' }))).toBe(50027);
  await rest.patch(Routes.channelMessage(channel.id, asked.original?.id ?? ''), { body: { content: 'Done' } });
  expect(channel.messages().map(({ content }) => content)).toEqual(['Done']);
});

test('an ephemeral answer is seen by one person, and by the bot through its token only', async () => {
  const { rest, channel, ada, callback, followUp, webhook } = await startWithCommand();
  const asked = ada.slash(channel, 'avatar', { text: 'Hi' });
  const query = new URLSearchParams({ with_response: 'true' });
  const answer = await callback(asked, say('Only you', MessageFlags.Ephemeral), query);
  const id = asked.original?.id ?? '';
  expect(answer).toMatchObject({
    interaction: { response_message_id: id, response_message_ephemeral: true },
    resource: { message: { content: 'Only you' } },
  });
  expect(await codeOf(rest.get(Routes.channelMessage(channel.id, id)))).toBe(10008);
  expect(channel.messages()).toEqual([]);
  expect(channel.messagesFor(ada).map(({ content }) => content)).toEqual(['Only you']);
  expect(((await rest.get(webhook(asked), { auth: false })) as APIMessage).id).toBe(id);
  await followUp(asked, { content: 'And everybody' });
  expect(asked.followUps.map(({ content }) => content)).toEqual(['And everybody']);
});

test('an answer can be posted where the bot may not speak, which the interaction tells', async () => {
  const { discord, guild, ada, callback } = await startWithCommand();
  const mute = guild.channel({ bot: { deny: ['SendMessages'] } });
  const asked = ada.slash(mute, 'avatar', { text: 'Hi' });
  expect(await codeOf(callback(asked, say('Here')))).toBe('done');
  expect(mute.messages()).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a modal is shown, filled in within its bounds, and brings its files', async () => {
  const { discord, channel, ada, callback } = await startWithCommand();
  const label = (name: string, component: object) => ({ type: ComponentType.Label, label: name, component });
  const options = [{ label: 'Ann', value: 'ann' }];
  const data = {
    custom_id: 'm1',
    title: 'Make it talk',
    components: [
      label('Words', { type: ComponentType.TextInput, custom_id: 'text', style: 2, max_length: 5 }),
      label('Voice', { type: ComponentType.StringSelect, custom_id: 'voice', options }),
      label('Photo', { type: ComponentType.FileUpload, custom_id: 'photo', file_types: ['image'] }),
    ],
  };
  const asked = ada.slash(channel, 'avatar');
  await callback(asked, { type: InteractionResponseType.Modal, data });
  expect(asked.modal?.title).toBe('Make it talk');
  const values = { text: 'Hello', voice: 'ann', photo: [PHOTO] };
  expect(() => ada.submitModal(asked, { ...values, text: 'Hello you' })).toThrow(/characters/);
  expect(() => ada.submitModal(asked, { ...values, voice: 'bob' })).toThrow(/offers no bob/);
  expect(() => ada.submitModal(asked, { ...values, photo: [] })).toThrow(/takes 1 to 1/);
  const submitted = ada.submitModal(asked, values);
  expect(await codeOf(callback(submitted, { type: InteractionResponseType.Modal, data }))).toBe(50035);
  await callback(submitted, say('Thank you'));
  expect(submitted.original?.content).toBe('Thank you');
  expect(discord.violations).toHaveLength(1);
});

test.each([
  ['a title too long', { title: 'x'.repeat(46) }],
  ['six components', { components: Array.from({ length: 6 }, () => ({ type: 10, content: 'x' })) }],
  ['a bare text input', { components: [{ type: 4, custom_id: 'a', style: 1, label: 'A' }] }],
])('a modal is refused for %s', async (_, wrong) => {
  const { channel, ada, callback } = await startWithCommand();
  const data = { custom_id: 'm1', title: 'T', components: [{ type: 10, content: 'x' }], ...wrong };
  const asked = ada.slash(channel, 'avatar');
  expect(await codeOf(callback(asked, { type: InteractionResponseType.Modal, data }))).toBe(50035);
  expect(asked.modal).toBe(undefined);
});

test('an autocomplete takes 25 suggestions, and nothing but suggestions', async () => {
  const { channel, ada, callback } = await startWithCommand();
  const choices = (count: number) => ({
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: Array.from({ length: count }, (_, i) => ({ name: `Voice ${i}`, value: `v${i}` })) },
  });
  const asked = ada.autocomplete(channel, 'avatar', 'text', { text: 'He' });
  expect(await codeOf(callback(asked, say('x')))).toBe(50035);
  expect(await codeOf(callback(asked, choices(26)))).toBe(50035);
  await callback(asked, choices(25));
  expect(asked.choices).toHaveLength(25);
});

test('a person can only do what a client lets them do', async () => {
  const { discord, rest, guild, channel, ada, callback } = await startWithCommand();
  expect(() => ada.slash(channel, 'video')).toThrow(/no command/);
  expect(() => ada.slash(channel, 'avatar', { photo: { ...PHOTO, name: 'notes.txt' } })).toThrow(/does not offer/);
  const button = { type: 2, style: 1, label: 'Old', custom_id: 'old', disabled: true };
  const body = { content: 'x', components: [{ type: 1, components: [button] }] };
  await rest.post(Routes.channelMessages(channel.id), { body });
  const [message] = channel.messages();
  if (!message) throw new Error('Nothing was posted');
  expect(() => ada.press(message, 'Old')).toThrow(/disabled/);
  const asked = ada.slash(channel, 'avatar', { text: 'x' });
  await callback(asked, say('Only you', MessageFlags.Ephemeral));
  const bob = discord.user({ name: 'Bob' });
  guild.member(bob);
  expect(() => asked.original && bob.press(asked.original, 'old')).toThrow();
});
