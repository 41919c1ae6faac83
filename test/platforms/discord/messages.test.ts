import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/platforms/message.ts';
import { say, type TextKey } from '../../../src/texts.ts';
import type { Discord } from '../../fakes/discord/discord.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import { incoming, PHOTO, SOUND } from './incoming-rig.ts';

type Rig = Awaited<ReturnType<typeof incoming>>;

const VOICE = { bytes: Buffer.from('spoken'), name: 'voice-message.ogg', contentType: 'audio/ogg' };

const SAID = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;

const lacking = (key: TextKey) => ({ key: 'lacks_permission', params: { permission: { key } } });

/** The bot posts a message that pings a person. */
async function posts({ herald, guild, channel }: Rig, person: { readonly id: string }, more: Partial<Message> = {}) {
  const place = { platform: 'discord', space: guild.id, channel: channel.id };
  const named = { key: 'answer_for_person', params: { person: { person: person.id } } } as const;
  const message = { ...SAID, lines: [named], pings: [person.id], ...more };
  await herald.platform.post(place, { key: `post${channel.messages().length}`, message }, new AbortController().signal);
  return lastOf(channel);
}

function lastOf(channel: Channel) {
  const message = channel.messages().at(-1);
  if (!message) throw new Error('there is no message');
  return message;
}

/** Tells the bot of a message once more: as another one that mentions it, and with other facts (without those that are undefined). */
function tellAgain(discord: Discord, { id }: { readonly id: string }, change: object): void {
  const [session] = discord.gateway.sessions;
  const told = session?.events.find(({ t, d }) => t === 'MESSAGE_CREATE' && (d as { id: string }).id === id)?.d;
  if (!session || !told) throw new Error('there is no such message');
  const content = `<@${discord.bot.id}> ${(told as { content: string }).content}`;
  const d = { ...told, id: `${BigInt(id) + 1n}`, content, ...change };
  session.socket?.send(JSON.stringify({ op: 0, t: 'MESSAGE_CREATE', s: session.sequence, d }));
}

describe('a message that mentions the bot', () => {
  test('with a photo and text is asked, without the mention in the text; the bot types at once', async () => {
    const { discord, guild, channel, ada, desk } = await incoming();
    const message = ada.says(channel, { mentionsBot: true, content: 'Hello there', files: [PHOTO] });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({
      origin: { key: `discord:${channel.id}:${message.id}` },
      caller: { person: ada.id, place: { space: guild.id, channel: channel.id } },
      message: message.id,
      text: 'Hello there',
      photo: { file: { name: 'face.png', bytes: PHOTO.bytes.length } },
      obstacles: [],
    });
    await expect.poll(() => discord.count('typing')).toBe(1);
    expect(discord.violations).toEqual([]);
  });

  test('as a reply to somebody’s photo is asked for that photo, with the intent', async () => {
    const { discord, channel, ada, bob, desk } = await incoming({ messageContent: true });
    const photo = bob.says(channel, { content: 'me', files: [PHOTO] });
    ada.says(channel, { mentionsBot: true, content: 'Hello', replyTo: photo });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', photo: { file: { name: 'face.png' } } });
    expect(discord.violations).toEqual([]);
  });

  test.each([
    ['an audio file', { files: [SOUND] }, 'words.mp3'],
    ['a voice message', { voiceMessage: VOICE }, 'voice-message.ogg'],
  ] as const)('as a reply with %s has a recording in place of text', async (_, said, name) => {
    const rig = await incoming({ messageContent: true });
    const { channel, ada, bob, desk } = rig;
    // a voice message has no text to name the bot in: it is the answer to the bot that asked
    const photo = 'voiceMessage' in said ? await posts(rig, ada) : bob.says(channel, { files: [PHOTO] });
    ada.says(channel, { ...said, mentionsBot: !('voiceMessage' in said), replyTo: photo });
    const { audio, text } = await desk.next('ask');
    expect({ audio: audio?.name, text }).toEqual({ audio: name, text: undefined });
  });

  test('as a reply to a voice message, with a photo, makes the photo speak it', async () => {
    const { channel, ada, bob, desk } = await incoming({ messageContent: true });
    const spoken = bob.says(channel, { voiceMessage: VOICE });
    ada.says(channel, { mentionsBot: true, files: [PHOTO], replyTo: spoken });
    expect(await desk.next('ask')).toMatchObject({
      photo: { file: { name: 'face.png' } },
      audio: { name: 'voice-message.ogg' },
    });
  });

  test('as a reply to a photo that may not be seen says so, without the intent', async () => {
    const { channel, ada, bob, desk } = await incoming();
    const photo = bob.says(channel, { files: [PHOTO] });
    ada.says(channel, { mentionsBot: true, content: 'Hello', replyTo: photo });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({ text: 'Hello', unseen: true });
    expect(asked.photo).toBeUndefined();
  });

  test('speaks names, not ids, and leaves out what cannot be spoken', async () => {
    const { guild, channel, ada, bob, desk } = await incoming();
    const role = guild.role('Makers');
    const content = `Hi <@${bob.id}>,\n<@&${role.id}> in <#${channel.id}> <:wave:123> at <t:1700000000:R>!`;
    ada.says(channel, { mentionsBot: true, content, files: [PHOTO] });
    expect((await desk.next('ask')).text).toBe('Hi Bob,\nMakers in general at !');
  });

  test('and nothing else is answered with help', async () => {
    const { channel, ada, desk } = await incoming();
    ada.says(channel, { mentionsBot: true, content: ' <:wave:1> ' });
    expect(await desk.next('help')).toMatchObject({ caller: { person: ada.id } });
    expect(desk.count).toBe(1);
  });

  test('in a thread is placed in it', async () => {
    const { guild, channel, ada, desk } = await incoming();
    const thread = channel.thread({ owner: ada });
    ada.says(thread, { mentionsBot: true, content: 'Hello', files: [PHOTO] });
    expect((await desk.next('ask')).caller.place).toEqual({
      platform: 'discord',
      space: guild.id,
      channel: channel.id,
      thread: thread.id,
    });
  });

  test('tells the desk which permissions are missing', async () => {
    const { guild, ada, desk } = await incoming();
    const channel = guild.channel({ bot: { deny: ['AttachFiles'] } });
    ada.says(channel, { mentionsBot: true, content: 'Hello', files: [PHOTO] });
    expect((await desk.next('ask')).obstacles).toContainEqual(lacking('discord_permission_attach'));
  });

  test('is in the language that its writer’s Discord was last in, else in the server’s', async () => {
    const { discord, channel, ada, bob, desk } = await incoming();
    bob.slash(channel, 'help');
    await desk.next('help');
    bob.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller.locale).toBe('zh');
    const chinese = discord.guild({ locale: 'zh-CN' });
    chinese.member(ada);
    ada.says(chinese.channel(), { mentionsBot: true });
    expect((await desk.next('help')).caller.locale).toBe('zh');
    ada.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller.locale).toBe('en');
  });

  test('that Discord sends twice is asked once', async () => {
    const { discord, channel, ada, desk } = await incoming();
    ada.says(channel, { mentionsBot: true, content: 'Hello', files: [PHOTO] });
    await desk.next('ask');
    discord.gateway.replay(1);
    ada.says(channel, { mentionsBot: true });
    await desk.next('help');
    expect(desk.count).toBe(2);
  });
});

describe('a reply to the bot’s own message', () => {
  test('that asked for a photo goes on with it, without naming the bot', async () => {
    const rig = await incoming();
    const { channel, ada, desk } = rig;
    const question = await posts(rig, ada);
    ada.says(channel, { files: [PHOTO], replyTo: question });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({ answers: question.id, photo: { file: { name: 'face.png' } } });
    expect(asked.unseen).toBeUndefined();
  });

  test('that asked for a photo is unseen when it does not ping the bot, unless the bot may read everything', async () => {
    const blind = await incoming();
    const question = await posts(blind, blind.ada);
    blind.ada.says(blind.channel, { files: [PHOTO], replyTo: question, ping: false });
    expect(await blind.desk.next('ask')).toMatchObject({ answers: question.id, unseen: true });

    const seeing = await incoming({ messageContent: true });
    const other = await posts(seeing, seeing.ada);
    seeing.ada.says(seeing.channel, { files: [PHOTO], replyTo: other, ping: false });
    const asked = await seeing.desk.next('ask');
    expect(asked).toMatchObject({ answers: other.id, photo: { file: { name: 'face.png' } } });
    expect(asked.unseen).toBeUndefined();
  });

  test('is not for the bot when it asked somebody else, holds nothing, or answers something else', async () => {
    const rig = await incoming();
    const { channel, ada, bob, desk } = rig;
    const question = await posts(rig, ada);
    bob.says(channel, { files: [PHOTO], replyTo: question });
    ada.says(channel, { content: 'I have none', replyTo: question });
    const status = await posts(rig, ada, {
      buttons: [{ label: { key: 'job_missing' }, does: { name: 'cancel', subject: 'j1' } }],
    });
    ada.says(channel, { content: 'nice', files: [PHOTO], replyTo: status });
    ada.says(channel, { mentionsBot: true });
    await desk.next('help');
    expect(desk.count).toBe(1);
  });
});

test('talk that is not for the bot, and what bots say, is left alone', async () => {
  const { discord, guild, channel, ada, desk } = await incoming({ messageContent: true });
  const robot = discord.user({ name: 'Robot', bot: true });
  guild.member(robot);
  robot.says(channel, { mentionsBot: true, files: [PHOTO], content: 'Hello' });
  ada.says(channel, { content: 'Hello', files: [PHOTO] });
  ada.says(channel, { mentionsBot: true });
  await desk.next('help');
  expect(desk.count).toBe(1);
  await expect.poll(() => discord.count('typing')).toBe(1);
});

describe('a direct message', () => {
  test('needs no mention; a forwarded photo counts', async () => {
    const { discord, channel, ada, bob, desk } = await incoming();
    const dm = discord.dm(ada);
    ada.says(dm, { content: 'Hello', files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({
      text: 'Hello',
      caller: { place: { space: dm.id, channel: dm.id, private: true } },
    });
    ada.says(dm, { forward: bob.says(channel, { files: [{ ...PHOTO, name: 'forwarded.png' }] }) });
    expect(await desk.next('ask')).toMatchObject({ photo: { file: { name: 'forwarded.png' } } });
  });
});

describe('the answer to a message', () => {
  test('is a reply that is edited when there is more to say, and taken away when there is not', async () => {
    const { discord, channel, ada, desk } = await incoming();
    const message = ada.says(channel, { mentionsBot: true });
    const { answer } = await desk.next('help');
    await answer.say(SAID);
    const said = lastOf(channel);
    expect(said).toMatchObject({ content: say('job_missing'), repliesTo: message.id, mentions: [] });
    await answer.say({ locale: 'en', lines: [{ key: 'ask_closing' }] });
    expect(said.content).toBe(say('ask_closing'));
    expect(channel.messages()).toHaveLength(2);
    await answer.done();
    expect(channel.messages()).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  test('says that its place could not be looked at', async () => {
    const { discord, channel, ada, desk, herald } = await incoming({ start: false });
    // Discord tells of no thread that sleeps
    const thread = channel.thread({ owner: ada });
    thread.archive();
    await herald.start(desk);
    discord.faults.next('getChannel', { answer: { status: 500 } }, 4);
    tellAgain(discord, ada.says(channel, 'Hello'), { channel_id: thread.id });
    await expect.poll(() => thread.messages().map(({ content }) => content)).toEqual([say('discord_place_unread')]);
    expect(desk.count).toBe(0);
    expect(discord.violations).toEqual([]);
  });

  test('says that the message it replies to could not be read, unless it needs nothing of that', async () => {
    const { discord, channel, ada, bob, desk } = await incoming({ messageContent: true });
    const photo = bob.says(channel, { files: [PHOTO] });
    const unlooked = { referenced_message: undefined };
    discord.faults.next('getMessage', { answer: { code: 50001 } }, 2);
    tellAgain(discord, ada.says(channel, { content: 'Hello', replyTo: photo }), unlooked);
    await expect.poll(() => lastOf(channel).content).toBe(say('discord_reply_unread'));
    expect(desk.count).toBe(0);
    tellAgain(discord, ada.says(channel, { content: 'Hello', replyTo: photo, files: [PHOTO] }), unlooked);
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', photo: { file: { name: 'face.png' } } });
    expect(discord.violations).toEqual([]);
  });

  test('is a sentence, with the number that is in the log, where something fails', async () => {
    const { channel, ada, desk, lines } = await incoming();
    desk.during = () => Promise.reject(new Error('a defect'));
    const message = ada.says(channel, { mentionsBot: true });
    await expect.poll(() => lastOf(channel).content).toBe(say('chat_broken', { id: message.id }));
    await expect.poll(() => lines.some((line) => line.includes('a defect') && line.includes(message.id))).toBe(true);
  });

  test('goes to the person where the bot may not speak', async () => {
    const { discord, guild, ada, desk } = await incoming();
    const channel = guild.channel({ bot: { deny: ['SendMessages'] } });
    ada.says(channel, { mentionsBot: true, content: 'Hello', files: [PHOTO] });
    const { answer, obstacles } = await desk.next('ask');
    expect(obstacles).toContainEqual(lacking('discord_permission_send'));
    await answer.say(SAID);
    expect(lastOf(discord.dm(ada)).content).toBe(say('job_missing'));
  });
});
