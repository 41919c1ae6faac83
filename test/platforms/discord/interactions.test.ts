import { InteractionResponseType, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { say } from '../../../src/texts.ts';
import { incoming, PHOTO, SOUND } from './incoming-rig.ts';

const POST = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;

describe('a command', () => {
  test('is acknowledged privately, and then taken to the desk with all that was given', async () => {
    const { discord, guild, channel, ada, desk } = await incoming();
    const asked = ada.slash(channel, 'avatar', {
      photo: PHOTO,
      text: ' Hello <:wave:123> there ',
      voice: 'uk_boy1',
      ratio: '9:16',
      prompt: 'smiles',
    });
    const call = await desk.next('ask');
    expect(asked.acknowledgement?.type).toBe(InteractionResponseType.DeferredChannelMessageWithSource);
    expect(asked.original).toMatchObject({ ephemeral: true, loading: true });
    expect(call).toMatchObject({
      origin: { key: `discord:${asked.id}` },
      caller: {
        person: ada.id,
        locale: 'en',
        place: { platform: 'discord', space: guild.id, channel: channel.id },
        moderates: false,
        manages: false,
      },
      obstacles: [],
      photo: { file: { name: 'face.png', bytes: PHOTO.bytes.length } },
      text: 'Hello there',
      voiceId: 'uk_boy1',
      ratio: '9:16',
      prompt: 'smiles',
    });
    expect(Math.abs(call.origin.at - discord.now())).toBeLessThan(60_000);
    expect(discord.violations).toEqual([]);
  });

  test('is acknowledged although the desk takes for ever', async () => {
    const { channel, ada, desk } = await incoming();
    const until = Promise.withResolvers<void>();
    desk.during = () => until.promise;
    const asked = ada.slash(channel, 'avatar', { text: 'Hello' });
    await asked.acknowledged();
    expect(asked.expired).toBe(false);
    until.resolve();
  });

  test.each([
    ['with words and a recording', { text: 'Hello', audio: SOUND, photo: PHOTO }, 'discord_words_and_recording'],
    ['with a photo alone', { photo: PHOTO }, 'discord_words_missing'],
  ] as const)('%s is answered at once, privately, and the desk is not asked', async (_, options, key) => {
    const { discord, channel, bob, desk } = await incoming();
    const asked = bob.slash(channel, 'avatar', options);
    await asked.acknowledged();
    expect(asked.original).toMatchObject({
      ephemeral: true,
      loading: false,
      content: say(key, { '/avatar': '/照片说话' }, 'zh'),
    });
    expect(desk.count).toBe(0);
    expect(discord.violations).toEqual([]);
  });

  test('tells the desk which permissions are missing in the place', async () => {
    const { guild, ada, desk } = await incoming();
    const channel = guild.channel({ bot: { deny: ['AttachFiles', 'CreatePublicThreads'] } });
    ada.slash(channel, 'avatar', { text: 'Hello' });
    expect((await desk.next('ask')).obstacles).toEqual([
      { key: 'lacks_in', params: { channel: { channel: channel.id } } },
      { key: 'lacks_permission', params: { permission: { key: 'discord_permission_create_threads' } } },
      { key: 'lacks_permission', params: { permission: { key: 'discord_permission_attach' } } },
      { key: 'lacks_next' },
    ]);
  });

  test('in a thread is placed in it, below its channel, and a private thread is private', async () => {
    const { guild, channel, ada, desk } = await incoming();
    const [open, hidden] = [
      channel.thread({ owner: ada }),
      channel.thread({ owner: ada, private: true, members: [ada] }),
    ];
    for (const thread of [open, hidden]) ada.slash(thread, 'help');
    const places = [(await desk.next('help')).caller.place, (await desk.next('help')).caller.place];
    const place = { platform: 'discord', space: guild.id, channel: channel.id };
    expect(places).toEqual([
      { ...place, thread: open.id },
      { ...place, thread: hidden.id, private: true },
    ]);
  });

  test('in a direct message is private, and lacks nothing', async () => {
    const { discord, ada, desk } = await incoming();
    const dm = discord.dm(ada);
    ada.slash(dm, 'avatar', { text: 'Hello' });
    const { caller, obstacles } = await desk.next('ask');
    expect(caller.place).toEqual({ platform: 'discord', space: dm.id, channel: dm.id, private: true });
    expect(obstacles).toEqual([]);
  });

  test('is refused where the bot is no member, for it could not bring the video', async () => {
    const { discord, ada, desk } = await incoming();
    const elsewhere = discord.guild({ installed: false });
    elsewhere.member(ada);
    const asked = ada.slash(elsewhere.channel(), 'avatar', { text: 'Hello' });
    await asked.acknowledged();
    expect(asked.original).toMatchObject({ ephemeral: true, content: say('discord_not_installed') });
    expect(desk.count).toBe(0);
  });

  test('shows jobs, everybody’s to those who moderate; settings to those who manage', async () => {
    const { guild, channel, ada, bob, desk } = await incoming();
    guild.member(bob, { permissions: ['ManageMessages', 'ManageGuild'] });
    ada.slash(channel, 'jobs');
    expect(await desk.next('jobs')).toMatchObject({ everybody: false, caller: { moderates: false } });
    bob.slash(channel, 'jobs', { everybody: true });
    expect(await desk.next('jobs')).toMatchObject({ everybody: true, caller: { moderates: true, locale: 'zh' } });
    expect(() => ada.slash(channel, 'settings')).toThrow();
    bob.slash(channel, 'settings');
    expect(await desk.next('settings')).toMatchObject({ caller: { manages: true } });
  });

  test('gives nobody rights over the server for what they may do in one of its channels', async () => {
    const { guild, ada, desk } = await incoming();
    const channel = guild.channel({ others: { [ada.id]: { allow: ['ManageMessages', 'ManageGuild'] } } });
    ada.slash(channel, 'jobs', { everybody: true });
    expect(await desk.next('jobs')).toMatchObject({ caller: { moderates: false, manages: false } });
  });

  test('knows who moderates and manages by their roles in the server, also where a channel takes it away', async () => {
    const { guild, ada, bob, desk } = await incoming();
    const role = guild.role('Moderators', ['ManageMessages']);
    guild.member(ada, { roles: [role.id] });
    guild.member(bob, { permissions: ['Administrator'] });
    const channel = guild.channel({ others: { [role.id]: { deny: ['ManageMessages'] } } });
    ada.slash(channel, 'help');
    expect(await desk.next('help')).toMatchObject({ caller: { moderates: true, manages: false } });
    bob.slash(channel, 'help');
    expect(await desk.next('help')).toMatchObject({ caller: { moderates: true, manages: true } });
    ada.says(channel, { mentionsBot: true });
    expect(await desk.next('help')).toMatchObject({ caller: { moderates: true, manages: false } });
  });

  test('gives the owner of the server every right in it, and nobody any in a direct message', async () => {
    const { discord, guild, channel, ada, desk } = await incoming();
    guild.own(ada);
    ada.slash(channel, 'help');
    expect(await desk.next('help')).toMatchObject({ caller: { moderates: true, manages: true } });
    ada.slash(discord.dm(ada), 'help');
    expect(await desk.next('help')).toMatchObject({ caller: { moderates: false, manages: false } });
  });

  test.each(['help', 'jobs', 'settings'] as const)(
    '/%s that fails ends with a sentence and the number that is in the log',
    async (name) => {
      const { guild, channel, bob, desk, lines } = await incoming();
      guild.member(bob, { permissions: ['ManageGuild'] });
      desk.during = () => Promise.reject(new Error('a defect'));
      const asked = bob.slash(channel, name);
      await expect.poll(() => asked.original?.content).toBe(say('chat_broken', { id: asked.id }, 'zh'));
      expect(asked.original).toMatchObject({ ephemeral: true, loading: false });
      await expect.poll(() => lines.some((line) => line.includes('a defect') && line.includes(asked.id))).toBe(true);
    },
  );

  test('that Discord sends twice is asked once', async () => {
    const { discord, channel, ada, desk } = await incoming();
    ada.slash(channel, 'avatar', { text: 'Hello' });
    await desk.next('ask');
    discord.gateway.replay(1);
    ada.slash(channel, 'help');
    await desk.next('help');
    expect(desk.count).toBe(2);
    expect(discord.count('callback')).toBe(2);
  });

  test('goes on when only the answer to the acknowledgement was lost', async () => {
    const { discord, channel, ada, desk } = await incoming();
    discord.faults.next('callback', { effect: 'before', answer: 'drop' });
    ada.slash(channel, 'avatar', { text: 'Hello' });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello' });
    expect(discord.count('callback')).toBe(2);
  });

  test('that Discord has given up on is left alone, and its token is not in the log', async () => {
    const { discord, channel, ada, desk, lines } = await incoming();
    discord.faults.next('callback', { answer: { code: 10062 } });
    const lost = ada.slash(channel, 'avatar', { text: 'Hello' });
    ada.slash(channel, 'help');
    await desk.next('help');
    expect(desk.count).toBe(1);
    expect(lines.join('')).toContain('had given up');
    expect(lines.join('')).not.toContain(lost.record.token);
  });

  test('that is malformed ends nothing', async () => {
    const { discord, channel, ada, desk } = await incoming();
    for (const session of discord.gateway.sessions) {
      for (const d of [null, {}, { id: '1', type: 2, data: { type: 3 }, token: 'x' }]) {
        session.socket?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: session.sequence, d }));
      }
    }
    ada.slash(channel, 'help');
    await desk.next('help');
  });

  test('completes voices as they are typed', async () => {
    const { discord, channel, ada } = await incoming();
    const typed = ada.autocomplete(channel, 'avatar', 'voice', { voice: 'bud' });
    await typed.acknowledged();
    expect(typed.choices).toMatchObject([{ name: 'Bud (English)', value: 'uk_boy1' }]);
    expect(discord.violations).toEqual([]);
  });
});

describe('the form', () => {
  test('opens for /avatar with nothing, and what is filled in is asked', async () => {
    const { discord, channel, ada, desk } = await incoming();
    const shown = ada.slash(channel, 'avatar', { ratio: '1:1', voice: 'uk_boy1' });
    expect(await shown.acknowledged()).toBe(InteractionResponseType.Modal);
    const sent = ada.submitModal(shown, { photo: [PHOTO], text: 'Hello', audio: [] });
    expect(await desk.next('ask')).toMatchObject({
      origin: { key: `discord:${sent.id}` },
      photo: { file: { name: 'face.png' } },
      text: 'Hello',
      voiceId: 'uk_boy1',
      ratio: '1:1',
    });
    expect(sent.original).toMatchObject({ ephemeral: true });
    expect(discord.violations).toEqual([]);
  });

  test('cleans words of what cannot be spoken, as a command does', async () => {
    const { guild, channel, ada, desk } = await incoming();
    const role = guild.role('Makers');
    const shown = ada.slash(channel, 'avatar');
    await shown.acknowledged();
    ada.submitModal(shown, { text: `Hello <:wave:123>  <@&${role.id}>\n <t:1700000000:R> there` });
    expect((await desk.next('ask')).text).toBe('Hello Makers\nthere');
    const empty = ada.submitModal(shown, { text: '<:wave:123>' });
    await empty.acknowledged();
    expect(empty.original?.content).toBe(say('discord_words_missing'));
    expect(desk.count).toBe(1);
  });

  test.each([
    ['as it was chosen', 'v30', 'v30'],
    ['as it was typed', 'far vo', 'v30'],
    ['although the catalogue does not have it', 'my_own', 'my_own'],
  ])('keeps the voice that was given to the command, %s, before all others', async (_, typed, id) => {
    const { discord, channel, ada, desk } = await incoming();
    const some = Array.from({ length: 25 }, (__, at) => ({ id: `v${at}`, name: `Voice ${at}` }));
    desk.start = Promise.resolve({ voices: some, voiceId: 'v3' });
    desk.voices = (words) =>
      [...some, { id: 'v30', name: 'Far voice' }].filter((voice) =>
        [voice.id, voice.name.toLowerCase()].some((name) => name.startsWith(words)),
      );
    const shown = ada.slash(channel, 'avatar', { voice: typed });
    await shown.acknowledged();
    ada.submitModal(shown, { text: 'Hello' });
    expect((await desk.next('ask')).voiceId).toBe(id);
    expect(discord.violations).toEqual([]);
  });

  test('takes a recording in place of words, and neither or both is answered at once', async () => {
    const { channel, ada, desk } = await incoming();
    const shown = ada.slash(channel, 'avatar');
    await shown.acknowledged();
    const both = ada.submitModal(shown, { photo: [PHOTO], text: 'Hello', audio: [SOUND] });
    await both.acknowledged();
    expect(both.original?.content).toBe(say('discord_words_and_recording'));
    const neither = ada.submitModal(shown, { photo: [PHOTO], text: '' });
    await neither.acknowledged();
    expect(neither.original?.content).toBe(say('discord_words_missing'));
    ada.submitModal(shown, { audio: [SOUND] });
    const { audio, photo, text } = await desk.next('ask');
    expect({ audio: audio?.name, photo, text }).toEqual({ audio: 'words.mp3', photo: undefined, text: undefined });
    expect(desk.count).toBe(1);
  });

  test('opens without what was used last when that takes too long', async () => {
    const { channel, ada, desk } = await incoming();
    desk.start = new Promise(() => {});
    const shown = ada.slash(channel, 'avatar');
    expect(await shown.acknowledged()).toBe(InteractionResponseType.Modal);
    expect(JSON.stringify(shown.modal)).toContain('Anchor (English)');
  });

  test('opens from the menu of a message with a picture, which is what is asked for', async () => {
    const { discord, channel, ada, bob, desk } = await incoming();
    const message = bob.says(channel, { files: [PHOTO] });
    const shown = ada.messageMenu(message, 'Make it talk');
    await shown.acknowledged();
    ada.submitModal(shown, { text: 'Hello' });
    expect(await desk.next('ask')).toMatchObject({ photo: { file: { name: 'face.png' } }, text: 'Hello' });
    expect(discord.violations).toEqual([]);
  });

  test('does not open for a message without a picture', async () => {
    const { channel, ada, bob } = await incoming();
    const shown = ada.messageMenu(bob.says(channel, 'no picture'), 'Make it talk');
    await shown.acknowledged();
    expect(shown.original).toMatchObject({ ephemeral: true, content: say('menu_no_picture') });
  });

  test('finds the picture again after a restart, where the bot may read it; else says what to do', async () => {
    const { discord, channel, ada, bob, desk, herald, connect } = await incoming();
    const readable = bob.says(channel, { files: [PHOTO], mentionsBot: true });
    await desk.next('ask');
    const unreadable = bob.says(channel, { files: [PHOTO] });
    const forms = [readable, unreadable].map((message) => ada.messageMenu(message, 'Make it talk'));
    for (const form of forms) await form.acknowledged();
    await herald.stop();
    await connect().start(desk);

    const [first, second] = forms;
    if (!first || !second) throw new Error('no forms');
    ada.submitModal(first, { text: 'Hello' });
    expect(await desk.next('ask')).toMatchObject({ photo: { file: { name: 'face.png' } } });
    const asked = ada.submitModal(second, { text: 'Hello' });
    await expect.poll(() => asked.original?.content).toBe(say('discord_picture_lost'));
    expect(desk.count).toBe(2);
    expect(discord.violations).toEqual([]);
  });
});

describe('a button', () => {
  async function withMessage(flags?: 'private') {
    const rig = await incoming();
    const buttons = ['cancel:j1', 'another:j1'].map((does) => {
      const [name = '', subject = ''] = does.split(':');
      return { label: { key: 'job_missing' }, does: { name, subject } } as const;
    });
    const message = { ...POST, buttons, pickers: [] };
    if (flags === 'private') {
      rig.desk.during = (answer) => answer.say(message);
      const asked = rig.ada.slash(rig.channel, 'help');
      await rig.desk.next('help');
      await expect.poll(() => asked.original?.loading).toBe(false);
      rig.desk.during = async () => {};
      if (!asked.original) throw new Error('nothing was said');
      return { ...rig, shown: asked.original };
    }
    const place = { platform: 'discord', space: rig.guild.id, channel: rig.channel.id };
    await rig.herald.platform.post(place, { key: 'key1', message }, new AbortController().signal);
    const [shown] = rig.channel.messages();
    if (!shown) throw new Error('nothing was posted');
    return { ...rig, shown };
  }

  test('of a message that all see is answered to the one who pressed', async () => {
    const { discord, ada, desk, shown } = await withMessage();
    const asked = ada.press(shown, 'cancel:j1');
    expect(await desk.next('press')).toMatchObject({
      name: 'cancel',
      subject: 'j1',
      origin: { key: `discord:${asked.id}` },
      caller: { person: ada.id },
    });
    expect(asked.original).toMatchObject({ ephemeral: true, loading: true });
    expect(discord.violations).toEqual([]);
  });

  test('of a message that only one sees changes that message', async () => {
    const { ada, desk, shown } = await withMessage('private');
    desk.during = (answer) => answer.say({ locale: 'en', lines: [{ key: 'ask_closing' }] });
    const asked = ada.press(shown, 'cancel:j1');
    await desk.next('press');
    expect(asked.acknowledgement?.type).toBe(InteractionResponseType.DeferredMessageUpdate);
    await expect.poll(() => shown.content).toBe(say('ask_closing'));
    expect(shown.buttons).toEqual([]);
    expect(shown.flags & MessageFlags.Ephemeral).not.toBe(0);
  });

  test('for another video opens a form with the words of the first, and asks for its photo', async () => {
    const { discord, ada, desk, shown } = await withMessage();
    desk.start = Promise.resolve({ voices: [], text: 'Hello' });
    const form = ada.press(shown, 'another:j1');
    await form.acknowledged();
    expect(desk.forms).toEqual([{ person: ada.id, job: 'j1' }]);
    ada.submitModal(form, {});
    expect(await desk.next('ask')).toMatchObject({ photo: { job: 'j1' }, text: 'Hello' });
    expect(discord.violations).toEqual([]);
  });

  test('for another video leaves out words that are longer than its field, and says so there', async () => {
    const { discord, ada, desk, shown } = await withMessage();
    desk.start = Promise.resolve({ voices: [], text: 'x'.repeat(4_001) });
    const form = ada.press(shown, 'another:j1');
    await form.acknowledged();
    const empty = ada.submitModal(form, {});
    await empty.acknowledged();
    expect(empty.original?.content).toBe(say('discord_words_missing'));
    expect(JSON.stringify(form.modal)).toContain(say('form_text_long', { max: 4_000 }));
    expect(discord.violations).toEqual([]);
  });

  test('works after a restart', async () => {
    const { ada, desk, shown, herald, connect } = await withMessage();
    await herald.stop();
    await connect().start(desk);
    ada.press(shown, 'cancel:j1');
    expect(await desk.next('press')).toMatchObject({ name: 'cancel', subject: 'j1' });
  });
});

test('a picker tells what was picked', async () => {
  const { discord, guild, channel, bob, desk, herald } = await incoming();
  const role = guild.role('Makers');
  const pickers = [
    { kind: 'roles', label: { key: 'job_missing' }, does: { name: 'set-roles', subject: 'here' }, chosen: [] },
  ] as const;
  const place = { platform: 'discord', space: guild.id, channel: channel.id };
  const message = { ...POST, pickers };
  await herald.platform.post(place, { key: 'key1', message }, new AbortController().signal);
  const [shown] = channel.messages();
  if (!shown) throw new Error('nothing was posted');
  bob.select(shown, 'set-roles:here', [role.id]);
  expect(await desk.next('press')).toMatchObject({ name: 'set-roles', subject: 'here', picked: [role.id] });
  expect(discord.violations).toEqual([]);
});
