import { describe, expect, test } from 'vitest';
import { VERBS, type Verb } from '../../../commands/verbs.ts';
import { say } from '../../../src/texts.ts';
import { incoming, PHOTO } from './incoming-rig.ts';

/** A server with an announcement channel, and somebody who may manage messages. */
async function managed() {
  const rig = await incoming();
  const { guild, ada } = rig;
  guild.member(ada, { permissions: ['ManageMessages'] });
  const news = guild.channel({ name: 'news', type: 'announcement' });
  return { ...rig, news };
}

describe('/announce and /presenter', () => {
  test('are there word by word, and only /announce takes the permission to manage messages', async () => {
    const { discord, ada, bob, channel } = await managed();
    const registered = (name: string) => discord.commands().find((command) => command.name === name);
    for (const command of ['presenter', 'announce'] as const) {
      const words = Object.values<Verb>(VERBS).flatMap((verb) => (verb.command === command ? verb.word : []));
      expect(registered(command)?.options?.map(({ name }) => name)).toEqual(words);
    }
    expect(() => bob.slash(channel, 'announce list')).toThrow('not offered');
    bob.slash(channel, 'presenter list');
    expect(() => ada.slash(discord.dm(ada), 'announce list')).toThrow('no command');
    expect(discord.violations).toEqual([]);
  });

  test('are taken to the desk with every field that was filled in', async () => {
    const { discord, guild, channel, news, ada, bob, desk } = await managed();
    const [editors, writers] = [guild.role('Editors'), guild.role('Writers')];
    const asked = ada.slash(channel, 'announce watch', {
      name: ' Daily ',
      from: channel,
      roles: editors,
      roles_2: writers,
      roles_3: editors,
      people: bob,
      words: `<@&${editors.id}> {{author}} says: {{text}}`,
      presenter: 'Bo',
      channel: news,
      limit: 3,
    });
    expect(await desk.next('verb')).toMatchObject({
      origin: { key: `discord:${asked.id}` },
      caller: { person: ada.id, moderates: true, place: { space: guild.id, channel: channel.id } },
      verb: 'announce watch',
      given: {
        name: 'Daily',
        from: channel.id,
        roles: [editors.id, writers.id],
        people: [bob.id],
        words: 'Editors {{author}} says: {{text}}',
        presenter: 'Bo',
        channel: news.id,
        limit: 3,
      },
    });
    expect(asked.original).toMatchObject({ ephemeral: true, loading: true });
    expect(discord.violations).toEqual([]);
  });

  test('leave out what was not filled in, and read photos, shapes and sources', async () => {
    const { channel, ada, desk } = await managed();
    ada.slash(channel, 'presenter add', { name: 'Bo', photo: PHOTO, ratio: '1:1' });
    const { given } = await desk.next('verb');
    expect(given).toEqual({
      name: 'Bo',
      photo: { url: expect.any(String), name: 'face.png', bytes: PHOTO.bytes.length },
      ratio: '1:1',
    });
    ada.slash(channel, 'announce hook', { name: 'Releases', source: 'github-release' });
    expect((await desk.next('verb')).given).toEqual({ name: 'Releases', source: 'github-release' });
    ada.slash(channel, 'announce list');
    expect((await desk.next('verb')).given).toEqual({});
  });

  test('suggest presenters, announcements and voices for what is typed', async () => {
    const { discord, guild, channel, ada, desk } = await managed();
    desk.known = [{ id: 'p1', name: 'Bo' }];
    const typing = async (command: string, option: string, typed: string) => {
      const asked = ada.autocomplete(channel, command, option, { [option]: typed });
      await asked.acknowledged();
      return asked.choices;
    };
    expect(await typing('announce now', 'presenter', 'b')).toEqual([{ name: 'Bo', value: 'p1' }]);
    expect(await typing('announce edit', 'announcement', '')).toEqual([{ name: 'Bo', value: 'p1' }]);
    expect(await typing('avatar', 'presenter', 'bo')).toEqual([{ name: 'Bo', value: 'p1' }]);
    expect(desk.asked).toMatchObject([
      { kind: 'presenter', typed: 'b', caller: { moderates: true, place: { space: guild.id } } },
      { kind: 'announcement', typed: '' },
      { kind: 'presenter', typed: 'bo' },
    ]);
    expect(await typing('presenter add', 'voice', 'bud')).toEqual([{ name: 'Bud (English)', value: 'uk_boy1' }]);
    expect(discord.violations).toEqual([]);
  });

  test('are refused for words that no face can say', async () => {
    const { channel, ada, desk } = await managed();
    const { original } = await settled(ada.slash(channel, 'announce now', { words: '<:wave:123> !' }));
    expect(original?.content).toBe(say('announcement_says_nothing'));
    expect(desk.count).toBe(0);
  });
});

describe('/avatar with a presenter', () => {
  test('takes it to the desk as it was typed', async () => {
    const { channel, ada, desk } = await incoming();
    ada.slash(channel, 'avatar', { text: 'Hello', presenter: 'Bo' });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', presenter: 'Bo' });
  });

  test('has the form offer those that may speak there, the one that was typed chosen; all of it is optional', async () => {
    const { discord, channel, ada, desk } = await incoming();
    desk.start = Promise.resolve({ voices: desk.voices('', 'en'), presenters: [{ id: 'p1', name: 'Bo' }] });
    const shown = ada.slash(channel, 'avatar', { presenter: 'Cy' });
    await shown.acknowledged();
    ada.submitModal(shown, { text: 'Hello' });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', presenter: 'Cy' });
    const plain = ada.slash(channel, 'avatar');
    await plain.acknowledged();
    ada.submitModal(plain, { text: 'Hello', photo: [PHOTO] });
    expect(await desk.next('ask')).not.toHaveProperty('presenter');
    const chosen = ada.slash(channel, 'avatar');
    await chosen.acknowledged();
    ada.submitModal(chosen, { text: 'Hello', presenter: ['p1'] });
    expect(await desk.next('ask')).toMatchObject({ presenter: 'p1' });
    expect(discord.violations).toEqual([]);
  });
});

/** What was asked, once it is answered. */
async function settled<Asked extends { readonly original: { readonly loading: boolean } | undefined }>(asked: Asked) {
  await expect.poll(() => asked.original?.loading).toBe(false);
  return asked;
}
