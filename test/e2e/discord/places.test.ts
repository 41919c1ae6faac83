import { ChannelType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../fakes/discord/people.ts';
import { BOT_DEFAULT } from '../../fakes/discord/permissions.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import { tasksOf } from '../kling.ts';
import { everPosted, finished, photo, status, told, videosIn } from './kit.ts';
import { gate, said, sharedHouse, video } from './shared.ts';

const renders = gate();
const shared = sharedHouse({ kling: { render: renders.render }, env: { KLING_MAX_CONCURRENT: '50' } });

const WORDS = 'Wherever I may be.';

const ask = async (place: Channel, person: Person = shared.ada) =>
  person.slash(place, 'avatar', { photo: await photo(), text: WORDS });

const without = (...gone: readonly string[]) => BOT_DEFAULT.filter((permission) => !gone.includes(permission));

const videosTo = (person: Person) => videosIn(shared.house.discord.dm(person));

/** A request in a place, whose video is being made. @returns what lets it be done */
async function begun(place: Channel, person: Person = shared.ada) {
  const letGo = renders.hold();
  const asked = await ask(place, person);
  const shown = await status(place, 'Kling is making');
  await expect.poll(() => asked.original?.deleted).toBe(true);
  return { shown, letGo };
}

/** Each permission, by the name that stands in Discord's settings. */
const PERMISSIONS = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  CreatePublicThreads: 'Create Public Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
} as const;

const IN_THREAD = ['ViewChannel', 'SendMessagesInThreads', 'AttachFiles', 'ReadMessageHistory'];

describe('a permission that the bot lacks', () => {
  test.each(Object.entries(PERMISSIONS))('(%s) is named before anything is accepted', async (permission, name) => {
    const { channel } = shared.corner([], { botPermissions: without(permission) });
    const before = tasksOf(shared.house.kling).length;
    expect(await told(await ask(channel))).toBe(
      [
        `The bot could not bring you the video in <#${channel.id}>, so nothing was accepted. It lacks these permissions there:`,
        `• ${name}`,
        'Please have somebody who is in charge here grant them, and ask again.',
      ].join('\n'),
    );
    const thread = channel.thread({ owner: shared.ada });
    if (IN_THREAD.includes(permission)) {
      expect(await told(await ask(thread))).toContain(`in <#${thread.id}>, so nothing was accepted`);
      expect(everPosted(channel)).toEqual([]);
    } else {
      await ask(thread);
      await finished(thread, WORDS);
    }
    expect(channel.history()).toEqual([]);
    expect(tasksOf(shared.house.kling).length - before).toBe(IN_THREAD.includes(permission) ? 0 : 1);
  });

  test('is named also to those who ask by a message: below it, or else directly', async () => {
    const { ada } = shared;
    const mention = async (channel: Channel) =>
      ada.says(channel, { content: WORDS, files: [await photo()], mentionsBot: true });
    const { channel: silent } = shared.corner([], { botPermissions: without('AttachFiles') });
    const asked = await mention(silent);
    expect(await said(silent, '• Attach Files')).toMatchObject({ repliesTo: asked.id });
    const { channel: mute } = shared.corner([], { botPermissions: without('SendMessages') });
    await mention(mute);
    await said(shared.house.discord.dm(ada), '• Send Messages');
    expect(mute.messages()).toHaveLength(1);
  });

  test('by its person alone, is no way to use the bot', async () => {
    const guild = shared.house.discord.guild({ installed: false });
    guild.member(shared.ada);
    expect(await told(await ask(guild.channel()))).toContain('The bot is not a member here, so it could not bring you');
  });
});

describe('a request is answered where it was made:', () => {
  const answeredIn = async (place: Channel) => {
    await ask(place);
    const shown = await finished(place, WORDS);
    expect(videosIn(place)).toHaveLength(1);
    expect(videosIn(place)[0]?.repliesTo).toBe(shown.id);
    expect(place.threads()).toEqual([]);
  };

  test.each([false, true])('in a thread (private: %s)', async (isPrivate) => {
    const { channel } = shared.corner();
    const thread = channel.thread({ owner: shared.ada, private: isPrivate });
    await answeredIn(thread);
    expect(channel.history()).toEqual([]);
  });

  test('in the chat of a voice channel', async () => {
    const { guild } = shared.corner([], { botPermissions: [...BOT_DEFAULT, 'Connect'] });
    await answeredIn(guild.channel({ type: 'voice' }));
  });

  test('in a post of a forum', async () => {
    const { guild } = shared.corner();
    await answeredIn(guild.channel({ type: 'forum' }).thread({ owner: shared.ada }));
  });

  test('in a direct message', async () => {
    const somebody = await shared.person({ name: 'Dee' });
    await ask(shared.house.discord.dm(somebody), somebody);
    await finished(shared.house.discord.dm(somebody), WORDS);
    expect(videosTo(somebody)).toHaveLength(1);
  });

  test('below an announcement channel’s status message', async () => {
    const { guild } = shared.corner();
    const channel = guild.channel({ type: 'announcement' });
    await ask(channel);
    await finished(channel, WORDS);
    expect(channel.threads().map(({ type }) => type)).toEqual([ChannelType.AnnouncementThread]);
    expect(everPosted(channel)).toHaveLength(1);
  });
});

describe('while the video is made,', () => {
  test('the right to speak in threads is taken away: it comes into the channel', async () => {
    const { channel } = shared.corner();
    const { shown, letGo } = await begun(channel);
    channel.permit({ bot: { deny: ['SendMessagesInThreads'] } });
    letGo();
    await finished(channel, WORDS);
    expect(videosIn(channel)).toMatchObject([{ repliesTo: shown.id }]);
    expect(everPosted(channel)).toHaveLength(1);
  });

  test('the right to open threads is taken away: it comes into the channel', async () => {
    const { channel } = shared.corner();
    const { letGo } = await begun(channel);
    channel.permit({ bot: { deny: ['CreatePublicThreads'] } });
    letGo();
    await finished(channel, WORDS);
    expect(videosIn(channel)).toHaveLength(1);
    expect(channel.threads()).toEqual([]);
  });

  test('the right to speak is taken away: it comes to the person directly, and the status says so', async () => {
    const bea = await shared.person({ name: 'Bea' });
    const { channel } = shared.corner([bea]);
    const { letGo } = await begun(channel, bea);
    channel.permit({ bot: { deny: ['SendMessages', 'SendMessagesInThreads'] } });
    letGo();
    const shown = await finished(channel, WORDS);
    const [brought] = videosTo(bea);
    expect(shown.content).toContain(`https://discord.com/channels/@me/${brought?.channelId}/${brought?.id}`);
    expect(everPosted(channel)).toEqual([]);
  });

  test('its person wants no direct messages either: it is kept, and /jobs shows it, and nobody else', async () => {
    const cleo = await shared.person({ name: 'Cleo' });
    cleo.takesDms(false);
    const { channel } = shared.corner([cleo]);
    const { shown, letGo } = await begun(channel, cleo);
    channel.permit({ bot: { deny: ['SendMessages', 'SendMessagesInThreads'] } });
    letGo();
    await expect.poll(() => shown.content).toContain('It is kept for you: /jobs shows it.');
    expect(shown.content).toContain('It was charged: 2 seconds of video');

    const { channel: elsewhere } = shared.corner([cleo]);
    const listed = cleo.slash(elsewhere, 'jobs');
    expect(await told(listed)).toContain('1. done and kept, but not posted');
    if (!listed.original) throw new Error('nothing was listed');
    const opened = cleo.press(listed.original, 'Show 1');
    await expect.poll(() => opened.original?.files.map(({ contentType }) => contentType)).toEqual(['video/mp4']);
    expect(opened.original?.ephemeral).toBe(true);
    const others = shared.ada.press(shown, 'Show it to me');
    expect(await told(others)).toContain('Only the person who asked for this can do that.');
    expect(everPosted(channel)).toEqual([]);
  });

  test('the status message is deleted: the video comes all the same', async () => {
    const { channel } = shared.corner();
    const { shown, letGo } = await begun(channel);
    shared.house.discord.deleteMessage(shown);
    letGo();
    expect((await video(channel)).content).toBe(`AI-generated, asked for by ${shared.ada.mention}`);
    expect(channel.messages()).toHaveLength(1);
  });

  test('the channel is deleted: it comes to the person directly', async () => {
    const dan = await shared.person({ name: 'Dan' });
    const { channel } = shared.corner([dan]);
    const { letGo } = await begun(channel, dan);
    channel.delete();
    letGo();
    await expect.poll(() => videosTo(dan).length).toBe(1);
  });

  test('its thread is deleted as soon as it is opened: it comes into the channel', async () => {
    const { channel } = shared.corner();
    const { letGo } = await begun(channel);
    const release = shared.house.discord.on('createThread', 'after', async ({ path }) => {
      if (path.includes(channel.id)) for (const thread of channel.threads()) thread.delete();
      return undefined;
    });
    letGo();
    await finished(channel, WORDS);
    release();
    expect(videosIn(channel)).toHaveLength(1);
  });

  test('the thread that it was asked in is archived: it comes, and the status says so', async () => {
    const { channel } = shared.corner();
    const thread = channel.thread({ owner: shared.ada });
    const { letGo } = await begun(thread);
    thread.archive();
    letGo();
    await finished(thread, WORDS);
    expect(videosIn(thread)).toHaveLength(1);
    expect(everPosted(channel)).toHaveLength(1);
  });

  test('the thread that it was asked in is locked: it comes into its channel', async () => {
    const { channel } = shared.corner();
    const thread = channel.thread({ owner: shared.ada });
    const { letGo } = await begun(thread);
    thread.lock();
    letGo();
    await finished(thread, WORDS);
    expect(videosIn(channel)).toHaveLength(1);
    expect(everPosted(channel)).toHaveLength(1);
  });

  test.each([
    ['locked', (thread: Channel) => thread.lock()],
    ['deleted', (thread: Channel) => thread.delete()],
  ] as const)('the private thread that it was asked in is %s: nobody but its person gets it', async (what, act) => {
    const eve = await shared.person({ name: 'Eve' });
    const { channel } = shared.corner([eve]);
    const thread = channel.thread({ owner: eve, private: true });
    const { letGo } = await begun(thread, eve);
    act(thread);
    letGo();
    await expect.poll(() => videosTo(eve).length).toBe(1);
    if (what === 'locked') await finished(thread, WORDS);
    expect(everPosted(channel)).toEqual([]);
    expect(channel.history()).toEqual([]);
  });

  test('the bot is removed from the server: it comes directly, or is kept until its person asks', async () => {
    const fay = await shared.person({ name: 'Fay' });
    const { guild, channel } = shared.corner([fay]);
    const first = await begun(channel, fay);
    guild.removeBot();
    first.letGo();
    await expect.poll(() => videosTo(fay).length).toBe(1);

    const { guild: other, channel: there } = shared.corner([fay]);
    const second = await begun(there, fay);
    fay.takesDms(false);
    other.removeBot();
    second.letGo();
    const listed = async () => (await told(fay.slash(shared.house.discord.dm(fay), 'jobs'))).split('\n')[1];
    await expect.poll(listed).toContain('1. done and kept, but not posted');
    expect([everPosted(channel), everPosted(there)]).toEqual([[], []]);
  });
});

test('when nobody can tell whether the video is there, its person decides, also after two restarts', async () => {
  const { house, ada } = shared;
  const { discord } = house;
  const { channel } = shared.corner();
  const { shown, letGo } = await begun(channel);
  const dead = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const release = discord.on('createMessage', 'before', async ({ path }) => {
    if (!channel.threads().some(({ id }) => path.includes(id))) return undefined;
    reached.resolve();
    await dead.promise;
    return 'drop';
  });
  letGo();
  await reached.promise;
  await house.bot.kill();
  dead.resolve();
  release();
  channel.permit({ bot: { deny: ['ReadMessageHistory'] } });
  await house.restart(600_000);
  await expect.poll(() => shown.content).toContain('If you do not see it, press “Post it”.');
  await house.bot.kill();
  await house.restart();
  expect(await told(ada.press(shown, 'Post it'))).toBe('The video is being posted.');
  await finished(channel, WORDS);
  expect(everPosted(channel)).toHaveLength(1);
});
