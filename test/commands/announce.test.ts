import { describe, expect, test } from 'vitest';
import type { Given, VerbName } from '../../commands/verbs.ts';
import { blobKeys } from '../../src/jobs/identity.ts';
import { crash, HOUR, type House, MINUTE, openHouse, ROOM } from './house.ts';

const EVERY: Given = {
  name: 'Standup',
  when: 'every weekday at 9:00',
  words: 'Good morning, it is {weekday}.',
  zone: 'UTC',
};

/** A house with the Mayor, who speaks wherever nobody else does. */
async function withMayor(): Promise<House> {
  const house = await openHouse();
  const { id } = await house.presenter();
  await house.presenters.setDefault('paper:home', undefined, id);
  return house;
}

async function withStandup() {
  const house = await withMayor();
  await house.verb('announce schedule', EVERY);
  const standup = () => {
    const found = house.announcements.named('paper:home', 'standup');
    if (!found) throw new Error('There is no standup.');
    return found;
  };
  return { house, standup, id: standup().id };
}

const EACH: readonly VerbName[] = [
  'announce now',
  'announce schedule',
  'announce hook',
  'announce feed',
  'announce watch',
  'announce list',
  'announce show',
  'announce edit',
  'announce pause',
  'announce resume',
  'announce test',
  'announce remove',
];
const FILLED: Given = {
  ...EVERY,
  announcement: 'Standup',
  url: 'https://news.test/feed',
  from: 'lounge',
  people: ['bob'],
};

describe('those who may announce', () => {
  test.each(EACH)('are those in charge alone: %s', async (verb) => {
    const { house } = await withStandup();
    const said = await house.verb(verb, FILLED, { moderates: false });
    expect(said.shown?.text).toContain('Only those in charge here');
    expect(await house.jobs()).toEqual([]);
    expect(house.announcements.list('paper:home')).toHaveLength(1);
  });

  test('are not in charge of a direct message', async () => {
    const house = await withMayor();
    const said = await house.verb('announce now', FILLED, {
      place: { ...ROOM, space: 'dm', channel: 'dm', private: true },
    });
    expect(said.shown?.text).toContain('not in a direct message');
  });

  test('must be let use the bot, here and where it is to be said', async () => {
    const house = await openHouse({ operator: { channels: ['room'] } });
    await house.presenter();
    const elsewhere = { place: { ...ROOM, channel: 'lounge' } };
    for (const said of [
      await house.verb('announce now', { ...FILLED, presenter: 'Mayor' }, elsewhere),
      await house.verb('announce now', { ...FILLED, presenter: 'Mayor', channel: 'lounge' }),
    ]) {
      expect(said.shown?.text).toContain('certain channels only');
    }
    expect(await house.jobs()).toEqual([]);
  });

  test.each([
    'announce-pause',
    'announce-resume',
    'announce-test',
    'announce-secret',
    'announce-remove',
    'announce-remove-yes',
  ])('may not be anybody who presses, nor somebody of another space: %s', async (name) => {
    const { house, id, standup } = await withStandup();
    const before = standup();
    expect((await house.press(name, id)).shown?.text).toContain('Only those in charge here');
    const foreign = house.ada({ moderates: true, place: { ...ROOM, space: 'away' } });
    expect((await house.press(name, id, { as: foreign })).shown?.text).toContain('no such announcement here');
    expect(standup()).toEqual(before);
    expect(await house.jobs()).toEqual([]);
  });
});

describe('what somebody in charge may not do themselves, the bot does not do for them', () => {
  const POST = 'You may not write in #room yourself.';
  const WATCH: Given = { name: 'Chief', from: 'board', people: ['bob'], channel: 'room' };
  const BOARD = { ...ROOM, channel: 'board' };

  test.each([
    ['announce now', {}],
    ['announce schedule', { name: 'Other' }],
    ['announce hook', { name: 'Other' }],
    ['announce edit', { announcement: 'Standup', words: 'Something else.' }],
    ['announce resume', { announcement: 'Standup' }],
  ] as const)('where they may not write: %s', async (verb, given) => {
    const { house, standup } = await withStandup();
    await house.verb('announce pause', { announcement: 'Standup' });
    const before = standup();
    house.paper.forbid('ada', 'write', ROOM);
    const isNew = !('announcement' in given);
    const said = await house.verb(verb, { ...(isNew && FILLED), ...given });
    expect(said.shown?.text).toContain(POST);
    expect(house.announcements.list('paper:home')).toEqual([before]);
    expect(await house.jobs()).toEqual([]);
  });

  test('nor by a button, and no secret is given out; but it can be looked at, paused and removed', async () => {
    const house = await withMayor();
    await house.verb('announce hook', { name: 'Hook' });
    const id = house.announcements.named('paper:home', 'hook')?.id ?? '';
    house.paper.forbid('ada', 'write', ROOM);
    const press = async (name: string) =>
      (await house.press(name, id, { as: house.ada({ moderates: true }) })).shown?.text;
    expect(await press('announce-secret-yes')).toContain(POST);
    expect(await press('announce-resume')).toContain(POST);
    expect(await press('announce-pause')).toContain('It is paused');
    expect(await press('announce-remove-yes')).toContain('is removed');
  });

  test('where they may not read, now or when it is moved or goes on', async () => {
    const house = await withMayor();
    house.paper.forbid('ada', 'read', BOARD);
    const secret = 'You may not read #board';
    expect((await house.verb('announce watch', WATCH)).shown?.text).toContain(secret);
    await house.verb('announce watch', WATCH, { person: 'bob' });
    const chief = () => house.announcements.named('paper:home', 'chief');
    await house.verb('announce pause', { announcement: 'chief' });
    const before = chief();
    for (const said of [
      await house.verb('announce edit', { announcement: 'chief', channel: 'lobby' }),
      await house.verb('announce edit', { announcement: 'chief', people: ['eve'] }),
      await house.verb('announce resume', { announcement: 'chief' }),
    ]) {
      expect(said.shown?.text).toContain(secret);
    }
    expect(chief()).toEqual(before);
    const moved = await house.verb('announce edit', { announcement: 'chief', from: 'lounge', roles: ['boss'] });
    expect(moved.shown?.text).toContain('It is still paused. To have it go on, use /announce resume.');
    // whom nobody named stays
    expect(chief()?.trigger).toEqual({ kind: 'watch', channel: 'lounge', roles: ['boss'], people: ['bob'] });
    const nobody = await house.verb('announce edit', { announcement: 'chief', roles: [], people: [] });
    expect(nobody.shown?.text).toContain('Say whose messages are announced');
    expect(chief()?.trigger).toMatchObject({ people: ['bob'] });
  });

  test('but where the bot itself stands in the way, that is said: of what it does not see, nobody can tell', async () => {
    const house = await withMayor();
    const lounge = { ...ROOM, channel: 'lounge' };
    for (const told of ['no', 'untold'] as const) {
      house.paper.forbid('ada', 'write', lounge, told);
      house.paper.forbid('ada', 'read', BOARD, told);
      house.paper.close(lounge);
      house.paper.deafen(BOARD);
      const now = await house.verb('announce now', { words: 'Hello.', channel: 'lounge' });
      const watch = await house.verb('announce watch', WATCH);
      expect(now.shown?.text).toMatch(/^The bot could not bring a video to that channel:\n./);
      expect(watch.shown?.text).toMatch(/^The bot could not hear what people write in the watched channel:\n./);
    }
    expect([await house.jobs(), house.announcements.list('paper:home')]).toEqual([[], []]);
  });

  test('nor where it cannot be told just now', async () => {
    const house = await withMayor();
    house.paper.forbid('ada', 'write', ROOM, 'untold');
    const said = await house.verb('announce now', FILLED);
    expect(said.shown?.text).toContain('It cannot be told just now');
    expect(await house.jobs()).toEqual([]);
  });
});

describe('saying something now', () => {
  test('makes one job for the channel that is named, by the presenter of it, and says so', async () => {
    const house = await withMayor();
    const { shown } = await house.verb('announce now', { words: 'The cake is here, come all.', channel: 'kitchen' });
    expect(shown?.text).toBe(
      [
        'Mayor says it in #kitchen, as soon as the video is made; that takes a few minutes.',
        'It takes about 3 of today’s seconds of video.',
        'If that fails, the bot tells you directly.',
      ].join('\n'),
    );
    const [id = ''] = await house.jobs();
    const job = await house.records.get(id);
    expect(job).toMatchObject({
      place: { platform: 'paper', space: 'home', channel: 'kitchen' },
      requester: { person: 'ada', locale: 'en' },
      ask: { speak: { text: 'The cake is here, come all.' } },
      announced: { presenter: 'Mayor' },
    });
    expect(await house.kept()).toContain(blobKeys(id).photo);
  });

  test('is said in the channel, when it was asked for in a thread of it; and not when that is private', async () => {
    const house = await withMayor();
    const thread = { ...ROOM, thread: 't1' };
    await house.verb('announce now', { words: 'To all of you.' }, { place: thread });
    const said = await house.verb('announce now', { words: 'To all.' }, { place: { ...thread, private: true } });
    expect(said.shown?.text).toContain('name the channel');
    const [id = '', ...others] = await house.jobs();
    expect((await house.records.get(id))?.place).toEqual(ROOM);
    expect(others).toEqual([]);
  });

  test('needs words, and somebody who says them', async () => {
    const house = await openHouse();
    expect((await house.verb('announce now', { words: ' ' })).shown?.text).toContain('“Words” was left empty');
    expect((await house.verb('announce now', { words: 'Hi.' })).shown?.text).toContain('Add a presenter');
    await house.presenter();
    expect((await house.verb('announce now', { words: 'Hi.' })).shown?.text).toContain(
      'Please choose who is to say it',
    );
    expect((await house.verb('announce now', { words: 'Hi.', presenter: 'mayor' })).shown?.text).toContain(
      'Mayor says it',
    );
    const nobody = await house.verb('announce now', { words: 'Hi.', presenter: 'Nobody' });
    expect(nobody.shown?.text).toContain('“Nobody”');
  });

  test('that is cut off by a crash is said to be, and nothing comes of it', async () => {
    const house = await withMayor();
    const reached = house.holdAt('before avatar');
    const answer = house.paper.answer();
    const origin = { key: 'paper:now', at: house.clock.now() };
    const caller = house.ada({ moderates: true });
    void house.desk.verb({ origin, caller, answer, verb: 'announce now', given: { words: 'Hello.' } });
    await reached;
    const next = await crash(house);
    await next.clock.pass(MINUTE);
    expect(house.paper.answer(answer.ref).shown?.text).toContain('Nothing was made or charged. Please ask again.');
    expect(await next.jobs()).toEqual([]);
  });
});

describe('setting up a schedule', () => {
  test('says when it speaks next, what, how long that is, and how often at most', async () => {
    const house = await withMayor();
    const { shown } = await house.verb('announce schedule', { ...EVERY, zone: 'Europe/Berlin', limit: 3 });
    expect(shown?.text).toBe(
      [
        '“Standup” is set up: Mayor speaks in #room.',
        'When: every weekday at 9:00 (Europe/Berlin)',
        'Next: in 20 hours, Monday, 23 November 2026 at 09:00 (Europe/Berlin)',
        'It says: “Good morning, it is {weekday}.”',
        'Each time, that is about 3 s of video.',
        'Videos in a day (UTC), at most: 3.',
        '/announce test has an example said to you alone; /announce pause has it say nothing for now.',
      ].join('\n'),
    );
  });

  test.each([
    [{ when: 'when pigs fly' }, 'every weekday'],
    [{ zone: 'Mars/Olympus' }, 'Europe/'],
    [{ name: undefined }, '“Name” was left empty'],
  ])('is refused with a sentence: %j', async (wrong, sentence) => {
    const house = await withMayor();
    const given = Object.fromEntries(Object.entries({ ...EVERY, ...wrong }).filter(([, value]) => value !== undefined));
    expect((await house.verb('announce schedule', given)).shown?.text).toContain(sentence);
    expect(house.announcements.list('paper:home')).toEqual([]);
  });

  test('says so where it comes more often than it may speak', async () => {
    const house = await withMayor();
    const every = { ...EVERY, when: 'every 30 minutes' };
    const beyond = 'There are days on which it would come more often than that';
    expect((await house.verb('announce schedule', every)).shown?.text).toContain(beyond);
    const edited = await house.verb('announce edit', { announcement: 'standup', limit: 48 });
    expect(edited.shown?.text).not.toContain(beyond);
  });

  test('speaks when its moment comes, once', async () => {
    const { house, id } = await withStandup();
    await house.clock.pass(21 * HOUR);
    const [job = '', ...others] = await house.jobs();
    expect(others).toEqual([]);
    expect(await house.records.get(job)).toMatchObject({ ask: { speak: { text: 'Good morning, it is Monday.' } } });
    expect((await house.verb('announce show', { announcement: id })).shown?.text).toContain('(schedule): accepted');
  });
});

describe('setting up a hook', () => {
  test('shows the address and the secret once, privately, and how they are used', async () => {
    const house = await withMayor();
    const { shown } = await house.verb('announce hook', { name: 'Releases', source: 'github-release' });
    const hook = house.announcements.named('paper:home', 'Releases');
    const [secret = ''] = /whsec_\S+/.exec(shown?.text ?? '') ?? [];
    expect(secret.length).toBeGreaterThan(30);
    expect(shown?.text).toContain(`Its address: http://127.0.0.1:3000/hooks/${hook?.id}`);
    expect(shown?.text).toContain('“Content type” is application/json');
    expect(shown?.text).toContain('PUBLIC_URL');
    const later = await house.verb('announce show', { announcement: 'Releases' });
    expect(later.shown?.text).not.toContain('whsec_');
    expect(house.log.join()).not.toContain(secret);
  });

  test('gives another secret only once that was asked', async () => {
    const house = await withMayor();
    await house.verb('announce hook', { name: 'Text' });
    const id = house.announcements.named('paper:home', 'Text')?.id ?? '';
    const as = house.ada({ moderates: true });
    const asks = await house.press('announce-secret', id, { as });
    expect(asks.shown?.text).not.toContain('whsec_');
    expect(asks.shown?.buttons).toEqual([`New secret → announce-secret-yes:${id}`]);
    expect((await house.press('announce-secret-yes', id, { as })).shown?.text).toMatch(/whsec_.*\n.*curl -H/);
  });
});

describe('setting up what listens', () => {
  test('to a channel says whose words it waits for, and hears them from then on', async () => {
    const house = await withMayor();
    const given = { name: 'Chief', from: 'lounge', people: ['bob'], roles: ['boss'], channel: 'news' };
    const { shown } = await house.verb('announce watch', given);
    expect(shown?.text).toContain(
      'When any of these write in #lounge:\n• @&boss\n• @bob\nOnly what is new from now on',
    );
    expect(house.desk.listensTo(ROOM)).toBe(false);
    const lounge = { ...ROOM, channel: 'lounge' };
    expect(house.desk.listensTo(lounge)).toBe(true);
    await house.clock.pass(MINUTE);
    const at = house.clock.now();
    await house.desk.overheard({
      place: lounge,
      message: '1',
      at,
      person: 'bob',
      name: 'Bob',
      roles: [],
      text: 'We won.',
    });
    await house.clock.pass(MINUTE);
    const [id = ''] = await house.jobs();
    expect((await house.records.get(id))?.place.channel).toBe('news');
    const said = await house.verb('announce show', { announcement: 'chief' });
    expect(said.shown?.text).toContain('(written by @bob): accepted');
  });

  test('says what is in the way there, and is not set up', async () => {
    const house = await withMayor();
    const given = { name: 'Chief', from: 'lounge', people: ['bob'] };
    const nobody = await house.verb('announce watch', { name: 'Chief', from: 'lounge' });
    house.paper.deafen({ ...ROOM, channel: 'lounge' });
    const unheard = await house.verb('announce watch', given);
    house.paper.undeafen({ ...ROOM, channel: 'lounge' });
    house.paper.close(ROOM);
    const unposted = await house.verb('announce watch', given);
    for (const { shown } of [nobody, unheard, unposted]) expect(shown?.text).not.toContain('is set up');
    expect(unheard.shown?.text.split('\n').length).toBeGreaterThan(1);
    expect(unposted.shown?.text.split('\n').length).toBeGreaterThan(2);
    expect(house.announcements.list('paper:home')).toEqual([]);
    expect(house.desk.listensTo({ ...ROOM, channel: 'lounge' })).toBe(false);
  });
});
