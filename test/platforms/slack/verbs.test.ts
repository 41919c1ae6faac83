import { describe, expect, test } from 'vitest';
import { VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import { say, type TextKey } from '../../../src/texts.ts';
import { type Incoming, incoming, PHOTO } from './incoming-rig.ts';

/** A command, and the form that it opens. */
async function opens({ ada, channel }: Incoming, command: string, words: string) {
  const asked = ada.slash(channel, command, words);
  await expect.poll(() => asked.views).toHaveLength(1);
  return asked.view;
}

describe('/announce and /presenter', () => {
  test.each([
    ['/announce', 'list', 'announce list', {}],
    ['/announce', 'show  Release &amp; news ', 'announce show', { announcement: 'Release & news' }],
    ['/announce', 'PAUSE “Release news”', 'announce pause', { announcement: 'Release news' }],
    ['/announce', 'test *:tada:*', 'announce test', { announcement: '*:tada:*' }],
    ['/presenter', 'list', 'presenter list', {}],
    ['/presenter', 'remove Ada', 'presenter remove', { presenter: 'Ada' }],
  ] as const)('%s %s is done at once', async (command, words, verb, given) => {
    const { slack, team, channel, ada, desk } = await incoming();
    const sent = ada.slash(channel, command, words);
    const asked = await desk.next('verb');
    expect([asked.verb, asked.given]).toEqual([verb, given]);
    expect(asked.caller).toMatchObject({ person: ada.id, place: { space: team.id, channel: channel.id } });
    expect(asked.origin.key).toMatch(/^slack:T\w+:command:/);
    expect(sent.views).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('alone, or with a word that there is not, list the words and what they do', async () => {
    const { channel, ada, bob, desk } = await incoming();
    const told = async (asked: ReturnType<typeof ada.slash>) => {
      await expect.poll(() => asked.answers).toHaveLength(1);
      return asked.answers[0]?.shown ?? '';
    };
    const listed = (await told(ada.slash(channel, '/announce'))).split('\n');
    const verbs: readonly Verb[] = Object.values(VERBS).filter(({ command }) => command === 'announce');
    expect(listed).toEqual([
      say('slack_verbs', { command: '/announce' }),
      ...verbs.map(({ word, about }) => `/announce ${word} – ${say(about)}`),
    ]);
    expect(await told(bob.slash(channel, '/presenter', 'constructor Ada'))).toContain('/presenter add');
    expect([desk.count, desk.verbForms]).toEqual([0, []]);
  });

  test('ask by a form for what was not written', async () => {
    const rig = await incoming();
    rig.desk.known = [{ id: 'p1', name: 'Ada' }];
    const view = await opens(rig, '/presenter', 'show');
    expect(view.fields.map(({ blockId, isOptional }) => [blockId, isOptional])).toEqual([['presenter', false]]);
    await rig.ada.suggests(view, 'presenter', 'a').settled();
    rig.ada.submit(view, { presenter: 'Ada' });
    expect(await rig.desk.next('verb')).toMatchObject({ verb: 'presenter show', given: { presenter: 'p1' } });
  });
});

describe('the form for a verb', () => {
  const WITH_FORM = Object.entries(VERBS).filter(([, { fields }]) => fields.length > 0) as [VerbName, Verb][];

  test.each(WITH_FORM)(
    '%s is one that Slack opens, with a field for each of its own, in both languages',
    async (_, verb) => {
      const { slack, channel, ada, bob } = await incoming();
      for (const [person, locale] of [
        [ada, 'en'],
        [bob, 'zh'],
      ] as const) {
        const asked = person.slash(channel, `/${verb.command}`, verb.word);
        await expect.poll(() => asked.views).toHaveLength(1);
        const { view } = asked;
        expect(view.title).toBe(`/${verb.command} ${verb.word}`);
        expect(view.text).toContain(say(verb.about, {}, locale));
        expect(view.fields.map(({ blockId, isOptional }) => [blockId, !isOptional])).toEqual(
          verb.fields.map(({ name, required = false }) => [name, required]),
        );
        expect(view.text).not.toMatch(/\{roles\}|undefined/);
      }
      expect(slack.violations).toEqual([]);
    },
  );

  test('brings all that was filled in, and where nothing was chosen, the channel that it was asked for in', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, bob, desk } = rig;
    const group = team.group({ handle: 'editors', users: [ada] });
    const from = team.channel();
    desk.known = [{ id: 'p1', name: 'Ada' }];
    const view = await opens(rig, '/announce', 'watch Release news');
    expect(view.field('channel').value).toBe(channel.id);
    await ada.suggests(view, 'roles', 'edit').settled();
    await ada.suggests(view, 'presenter', '').settled();
    const sent = await ada
      .submit(view, {
        from: from.id,
        roles: [group.id],
        people: [ada.id, bob.id],
        words: 'Hear *this* :tada:\n{{text}}',
        presenter: 'p1',
        limit: '3',
      })
      .settled();
    const asked = await desk.next('verb');
    expect(asked).toMatchObject({
      verb: 'announce watch',
      origin: { key: `slack:${team.id}:view:${view.id}` },
      caller: { person: ada.id, place: { space: team.id, channel: channel.id } },
    });
    expect(asked.given).toEqual({
      name: 'Release news',
      from: from.id,
      roles: [group.id],
      people: [ada.id, bob.id],
      words: 'Hear *this*\n{{text}}',
      presenter: 'p1',
      channel: channel.id,
      limit: 3,
    });
    expect([sent.expired, view.isOpen]).toEqual([false, false]);
    expect(slack.violations).toEqual([]);
  });

  test('takes the photo, the voice and the shape of a presenter', async () => {
    const rig = await incoming();
    const { ada, desk } = rig;
    const view = await opens(rig, '/presenter', 'add Ada');
    await ada.suggests(view, 'voice', 'bud').settled();
    ada.submit(view, { photo: [PHOTO], voice: 'uk_boy1', ratio: '9:16' });
    expect((await desk.next('verb')).given).toEqual({
      name: 'Ada',
      photo: { url: expect.stringMatching(/^slack-file:/), name: 'face.png', bytes: PHOTO.bytes.length },
      voice: 'uk_boy1',
      ratio: '9:16',
    });
  });

  test('for a change holds what there is now; what is left as it is changes nothing', async () => {
    const rig = await incoming();
    const { slack, channel, ada, desk } = rig;
    desk.known = [
      { id: 'a1', name: 'Release news' },
      { id: 'p1', name: 'Ada' },
    ];
    const given = {
      announcement: 'a1',
      name: 'Release news',
      words: 'Old',
      presenter: 'ada',
      channel: channel.id,
      limit: 24,
    };
    desk.verbStart = Promise.resolve({ given });
    const view = await opens(rig, '/announce', 'edit release news');
    expect(desk.verbForms).toEqual([{ person: ada.id, verb: 'announce edit', subject: 'release news' }]);
    ada.submit(view, { words: 'New' });
    expect((await desk.next('verb')).given).toEqual({ ...given, presenter: 'p1', words: 'New' });
    expect(slack.violations).toEqual([]);
  });

  test('for a change of whom an announcement listens to holds them, and leaves out what it does not have', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, bob, desk } = rig;
    const group = team.group({ handle: 'editors', users: [ada] });
    desk.known = [{ id: 'a1', name: 'Chief' }];
    const given = { announcement: 'a1', from: channel.id, roles: [group.id], people: [bob.id] };
    desk.verbStart = Promise.resolve({ given, unfit: ['when', 'zone', 'url', 'source'] });
    const view = await opens(rig, '/announce', 'edit chief');
    expect(view.fields.map(({ blockId }) => blockId)).toEqual([
      'announcement',
      'name',
      'words',
      'from',
      'roles',
      'people',
      'presenter',
      'channel',
      'limit',
    ]);
    expect(view.text).toContain('@editors');
    ada.submit(view, { words: 'New' });
    expect((await desk.next('verb')).given).toEqual({ ...given, words: 'New' });
    const again = await opens(rig, '/announce', 'edit chief');
    ada.submit(again, { people: [] });
    expect((await desk.next('verb')).given).toEqual({ ...given, people: [] });
    expect(slack.violations).toEqual([]);
  });

  test('for a default or a change names no channel that nobody chose', async () => {
    const rig = await incoming();
    for (const [command, words] of [
      ['/announce', 'edit'],
      ['/presenter', 'default Ada'],
    ] as const) {
      const view = await opens(rig, command, words);
      expect(view.field('channel').value).toBeNull();
    }
  });

  test.each([
    [
      'a photo that is none',
      '/presenter',
      'add Ada',
      { photo: [{ ...PHOTO, name: 'face.heic' }] },
      'photo',
      'media_photo_heic',
    ],
    ['words that nobody can say', '/announce', 'now', { words: ':tada:' }, 'words', 'slack_verb_empty'],
    ['a name of blanks', '/announce', 'hook', { name: '  ' }, 'name', 'slack_verb_empty'],
  ] as const)('with %s stays open and says so', async (_, command, words, values, field, key) => {
    const rig = await incoming();
    const view = await opens(rig, command, words);
    const sent = await rig.ada.submit(view, values).settled();
    expect(sent.errors).toEqual({ [field]: say(key satisfies TextKey) });
    expect([view.isOpen, rig.desk.count]).toEqual([true, 0]);
  });

  test('stays open with all that was typed, and says at its fields what the desk knows to be wrong', async () => {
    const rig = await incoming();
    const { slack, team, channel, bob, desk } = rig;
    const opened = bob.slash(channel, '/announce', 'schedule Stand-up');
    await expect.poll(() => opened.views).toHaveLength(1);
    const { view } = opened;
    const asked: unknown[] = [];
    desk.mistakes = (...what) => {
      asked.push(what);
      // a field that this form does not have: Slack would take none of them
      return { name: { key: 'presenter_name_taken', params: { name: '<Stand-up>' } }, url: { key: 'chat_outdated' } };
    };
    const typed = { name: 'Stand-up', when: 'every day at 9', words: 'Good *morning*!' };
    const sent = await bob.submit(view, typed).settled();
    expect(sent.errors).toEqual({ name: say('presenter_name_taken', { name: '<Stand-up>' }, 'zh') });
    expect(asked).toEqual([
      [
        'announce schedule',
        { ...typed, channel: channel.id },
        { place: { platform: 'slack', space: team.id, channel: channel.id } },
      ],
    ]);
    expect([view.isOpen, view.field('words').value, desk.count]).toEqual([true, 'Good *morning*!', 0]);
    desk.mistakes = () => ({ url: { key: 'chat_outdated' } });
    bob.submit(view, { name: 'Another' });
    expect((await desk.next('verb')).given).toMatchObject({ ...typed, name: 'Another' });
    expect(slack.violations).toEqual([]);
  });

  test('is not opened for those who may not: they are told', async () => {
    const { channel, ada, desk } = await incoming();
    desk.verbStart = Promise.resolve({ refused: 'settings_managers' });
    const asked = ada.slash(channel, '/announce', 'now Hello');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('settings_managers')]);
    expect(asked.views).toEqual([]);
  });

  test('opens in time with what was written, although nothing is known of the person and the desk takes for ever', async () => {
    const rig = await incoming();
    rig.slack.faults.next('users.info', { answer: 'stall' });
    rig.desk.verbStart = new Promise(() => {});
    const asked = rig.ada.slash(rig.channel, '/announce', 'now Hello :wave: there');
    await expect.poll(() => asked.views, { timeout: 3_000 }).toHaveLength(1);
    expect(asked.view.field('words').value).toBe('Hello there');
  });

  test('of a verb that there is no more says that it is outdated', async () => {
    const rig = await incoming();
    const view = await opens(rig, '/announce', 'now Hello');
    const metadata = JSON.parse(view.privateMetadata);
    Object.assign(view.record.content, { private_metadata: JSON.stringify({ ...metadata, verb: 'constructor' }) });
    await rig.ada.submit(view).settled();
    expect(view.text).toContain(say('chat_outdated'));
    expect(rig.desk.count).toBe(0);
  });
});

test('the form of /avatar offers the presenters that there are, and brings the one that was chosen', async () => {
  const rig = await incoming();
  const { slack, channel, ada, desk } = rig;
  desk.known = [{ id: 'p1', name: 'Ada' }];
  const view = await opens(rig, '/avatar', 'Hello');
  await ada.suggests(view, 'presenter', 'Ad').settled();
  ada.submit(view, { photo: [], presenter: 'Ada', audio: [] });
  const asked = await desk.next('ask');
  expect(asked).toMatchObject({ presenter: 'p1', text: 'Hello' });
  expect(asked).not.toHaveProperty('photo');
  expect(desk.asked.at(-1)).toMatchObject({
    kind: 'presenter',
    typed: 'Ad',
    caller: { locale: 'en', moderates: false, place: { channel: channel.id } },
  });
  expect(slack.violations).toEqual([]);
});
