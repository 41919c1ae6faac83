import pino from 'pino';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/platforms/message.ts';
import { type Calls, createCalls } from '../../../src/platforms/slack/calls.ts';
import { namesFor } from '../../../src/platforms/slack/names.ts';
import { createPeople, PATIENCE } from '../../../src/platforms/slack/people.ts';
import type { Workspace } from '../../../src/platforms/slack/workspaces.ts';
import { testClock } from '../../clock.ts';
import { startWithChannel } from '../../fakes/slack/rig.ts';
import { going } from '../under-test.ts';

const MINUTE = 60_000;

/** What Slack tells of people, over the real SDK, to a clock that stands still. */
async function setUp() {
  const { slack, channel, ada } = await startWithChannel();
  const clock = testClock();
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const team = slack.home.id;
  const workspace: Workspace = {
    team,
    token: slack.botToken,
    me: slack.home.botUser,
    scopes: undefined,
    url: 'https://acme.slack.com/',
  };
  const workspaces = { of: async (id: string) => (id === team ? workspace : undefined), learned: () => {} };
  const calls = createCalls({ apiUrl: slack.url, workspaces, now: clock.now, log });
  return { slack, channel, ada, clock, lines, team, people: createPeople(calls, clock, log) };
}

describe('a person', () => {
  test('is known by their name, their language and what they may do', async () => {
    const { slack, people, team } = await setUp();
    const lin = slack.home.user({ name: 'lin', displayName: '林', locale: 'zh-CN', owner: true });
    expect(await people.person(team, lin.id, going)).toEqual({
      name: '林',
      locale: 'zh',
      isAdmin: true,
      isOutsider: false,
    });
    const bot = await people.person(team, slack.home.botUser, going);
    expect(bot).toMatchObject({ isAdmin: false });
    expect(slack.violations).toEqual([]);
  });

  test('is asked for once, also by several at a time, and again after some minutes', async () => {
    const { slack, people, team, ada, clock } = await setUp();
    await Promise.all([people.person(team, ada.id, going), people.person(team, ada.id, going)]);
    await people.person(team, ada.id, going);
    expect(slack.count('users.info')).toBe(1);
    await clock.pass(5 * MINUTE);
    await people.person(team, ada.id, going);
    expect(slack.count('users.info')).toBe(2);
  });

  test('whom Slack does not know is not asked for again at once', async () => {
    const { slack, people, team, clock } = await setUp();
    expect(await people.person(team, 'U0NOBODY', going)).toBeUndefined();
    expect(await people.person(team, 'U0NOBODY', going)).toBeUndefined();
    expect(slack.count('users.info')).toBe(1);
    await clock.pass(MINUTE);
    await people.person(team, 'U0NOBODY', going);
    expect(slack.count('users.info')).toBe(2);
  });

  test('who cannot be asked for just now is still known from before', async () => {
    const { slack, people, team, ada, clock } = await setUp();
    expect(people.known(team, ada.id)).toBeUndefined();
    await people.person(team, ada.id, going);
    await clock.pass(5 * MINUTE);
    slack.faults.next('users.info', { answer: { error: 'internal_error' } });
    expect(await people.person(team, ada.id, going)).toBeUndefined();
    expect(people.known(team, ada.id)).toMatchObject({ name: 'Ada' });
  });

  test('of another workspace is nobody here, and of one that Herald is not in as well', async () => {
    const { slack, people, ada, team } = await setUp();
    const elsewhere = slack.team().user({ name: 'Eve', admin: true });
    expect(await people.person(team, elsewhere.id, going)).toBeUndefined();
    expect(await people.person('T0OTHER', ada.id, going)).toBeUndefined();
  });
});

describe('a person met over Slack Connect', () => {
  const told = (user: object): Calls => ({
    call: (_team, ask) => Promise.resolve({ answer: { ok: true, user } as Awaited<ReturnType<typeof ask>> }),
  });
  const factsOf = (user: object) =>
    createPeople(told(user), testClock(), pino({ level: 'silent' })).person('T1', 'U1', going);

  test('is no admin here for being one at home', async () => {
    const eve = { id: 'U1', name: 'eve', is_admin: true };
    expect(await factsOf({ ...eve, team_id: 'T2' })).toMatchObject({ name: 'eve', isAdmin: false });
    expect(await factsOf({ ...eve, team_id: 'T1', is_stranger: true })).toMatchObject({ isAdmin: false });
    expect(await factsOf({ ...eve, team_id: 'T2', enterprise_user: { teams: ['T1', 'T2'] } })).toMatchObject({
      isAdmin: true,
    });
  });
});

describe('user groups', () => {
  test('are known with all who are in them', async () => {
    const { slack, people, team, ada } = await setUp();
    const design = slack.home.group({ handle: 'design', users: [ada] });
    expect(await people.groups(team, going)).toEqual([
      { id: design.id, handle: 'design', name: expect.any(String), users: [ada.id] },
    ]);
    await people.groups(team, going);
    expect(slack.count('usergroups.list')).toBe(1);
  });

  test('are asked for again after a minute, or earlier by whoever needs them as they are now', async () => {
    const { slack, people, team, ada, clock } = await setUp();
    const handles = async (maxAge?: number) =>
      (await people.groups(team, going, maxAge))?.map(({ handle, users }) => `${handle}: ${users.length}`);
    expect(await handles()).toEqual([]);
    const design = slack.home.group({ handle: 'design', users: [] });
    await clock.pass(10_000);
    expect(await handles()).toEqual([]);
    expect(await handles(10_000)).toEqual(['design: 0']);
    design.add(ada);
    await clock.pass(MINUTE - 1);
    expect(await handles()).toEqual(['design: 0']);
    await clock.pass(1);
    expect(await handles()).toEqual(['design: 1']);
  });

  test.each([{ error: 'internal_error' }, { status: 503 }, 'drop'] as const)(
    'are those of before, for some minutes, where Slack does not tell them: %j',
    async (answer) => {
      const { slack, people, team, ada, clock } = await setUp();
      slack.home.group({ handle: 'design', users: [ada] });
      const handles = async () => (await people.groups(team, going))?.map(({ handle }) => handle);
      expect(await handles()).toEqual(['design']);
      slack.faults.next('usergroups.list', { answer }, 9);
      await clock.pass(MINUTE);
      expect(await handles()).toEqual(['design']);
      await clock.pass(9 * MINUTE - 1);
      expect(await handles()).toEqual(['design']);
      await clock.pass(1);
      expect(await handles()).toBeUndefined();
    },
  );

  test('are those of before also where Slack takes too long to tell them', async () => {
    const { slack, people, team, clock } = await setUp();
    slack.home.group({ handle: 'design', users: [] });
    await people.groups(team, going);
    await clock.pass(MINUTE);
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    slack.on('usergroups.list', 'before', async () => {
      asked.resolve();
      await held.promise;
      return undefined;
    });
    const coming = people.groups(team, going);
    await asked.promise;
    await clock.pass(PATIENCE);
    expect(await coming).toMatchObject([{ handle: 'design' }]);
    held.resolve();
  });

  test('are not known where the bot may not see them, which the log tells', async () => {
    const { slack, people, team, lines } = await setUp();
    slack.home.scopes(['chat:write']);
    expect(await people.groups(team, going)).toBeUndefined();
    expect(lines.join('')).toContain('missing_scope');
    expect(lines.join('')).not.toContain(slack.botToken);
  });
});

describe('Slack that does not answer', () => {
  test('is not waited for, and what it tells later is remembered', async () => {
    const { slack, people, team, ada, clock } = await setUp();
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const off = slack.on('users.info', 'before', async () => {
      isAsked();
      await held;
    });
    const coming = people.person(team, ada.id, going);
    await asked;
    await clock.pass(PATIENCE);
    expect(await coming).toBeUndefined();
    letGo();
    off();
    await expect.poll(() => people.known(team, ada.id)?.name).toBe('Ada');
    expect(slack.count('users.info')).toBe(1);
  });

  test('is not waited for any more once the bot stops', async () => {
    const { people, team, ada, lines } = await setUp();
    expect(await people.person(team, ada.id, AbortSignal.abort(new Error('stopping')))).toBeUndefined();
    expect(lines).toEqual([]);
  });
});

describe('the names for a message', () => {
  const message = (more: Partial<Message>): Message => ({
    locale: 'en',
    lines: [{ key: 'status_cancelling' }],
    ...more,
  });

  test('are asked for where somebody is named in it, however deep, and not for those whom it mentions', async () => {
    const { slack, people, team, ada } = await setUp();
    const [bob, eve] = ['Bob', 'Eve'].map((name) => slack.home.user({ name }));
    if (!bob || !eve) throw new Error('nobody is there');
    const design = slack.home.group({ handle: 'design', users: [] });
    const within = { key: 'media_url_unknown', params: { host: { person: bob.id } } } as const;
    const lines: Message['lines'] = [
      { key: 'status_asked_words', params: { person: { person: ada.id }, words: within } },
      { key: 'status_asked_words', params: { person: { person: eve.id }, words: { role: design.id } } },
    ];
    const names = await namesFor(people, team, message({ lines, pings: [eve.id] }), going);
    expect([ada.id, bob.id, eve.id, 'U0OTHER'].map(names.person)).toEqual(['Ada', 'Bob', undefined, undefined]);
    expect(names.group(design.id)).toBe('design');
    expect(slack.count('users.info')).toBe(2);
  });

  test('come with the time that they are shown at', async () => {
    const { people, team, clock } = await setUp();
    expect((await namesFor(people, team, message({}), going)).now).toBe(clock.now());
  });

  test('cost nothing where nobody is named', async () => {
    const { slack, people, team } = await setUp();
    await namesFor(people, team, message({}), going);
    expect(slack.requests).toEqual([]);
  });

  test('are those of before where Slack does not tell them now', async () => {
    const { slack, people, team, ada, clock } = await setUp();
    const named = message({ lines: [{ key: 'post_video', params: { person: { person: ada.id } } }] });
    await namesFor(people, team, named, going);
    await clock.pass(5 * MINUTE);
    slack.faults.next('users.info', { answer: { status: 503 } });
    expect((await namesFor(people, team, named, going)).person(ada.id)).toBe('Ada');
  });

  test('of user groups are there for a picker that offers them', async () => {
    const { slack, people, team } = await setUp();
    const design = slack.home.group({ handle: 'design', users: [] });
    const pickers: Message['pickers'] = [
      { kind: 'roles', label: { key: 'settings_roles' }, does: { name: 'set-roles', subject: 'here' }, chosen: [] },
    ];
    expect((await namesFor(people, team, message({ pickers }), going)).group(design.id)).toBe('design');
  });
});
