import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from '@slack/bolt';
import pino from 'pino';
import { expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/clock.ts';
import type { Answers } from '../../../src/platforms/answers.ts';
import type { Message } from '../../../src/platforms/message.ts';
import { createApp } from '../../../src/platforms/slack/app.ts';
import type { Calls } from '../../../src/platforms/slack/calls.ts';
import { listen } from '../../../src/platforms/slack/listen.ts';
import { createPeople } from '../../../src/platforms/slack/people.ts';
import { tasks as createTasks } from '../../../src/platforms/tasks.ts';
import { isObject, type Loose } from '../../fakes/loose.ts';
import { recordingDesk } from '../discord/desk.ts';

/** Recorded by the makers of Slack's own libraries; the tests are left out where they are not beside the project. */
const PAYLOADS = resolve(import.meta.dirname, '../../../../shared/specs/slack/payloads');
const recorded = existsSync(PAYLOADS) ? globSync('*/*.json', { cwd: PAYLOADS }).sort() : [];

const ME = 'U111';

/** Nothing is to be had from Slack in these tests. */
const OFFLINE: Calls = { call: async () => ({ trouble: { verdict: 'later', code: 'offline' } }) };

const soon: Clock['after'] = (ms, callback) => systemClock.after(ms / 50, callback);

/** Herald's listeners on a Bolt app, for payloads that are put into it by hand. */
function adapter({ app: given, after = soon }: { readonly app?: App; readonly after?: Clock['after'] } = {}) {
  const lines: { readonly level: number; readonly msg: string; readonly err?: string }[] = [];
  const log = pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line)) });
  const clock = { now: Date.now, after };
  const said: Message[] = [];
  const say = async (message: Message) => void said.push(message);
  const answer = { ref: '', say, done: async () => {} };
  const answers: Answers = { begin: () => answer, restore: () => answer };
  const desk = recordingDesk();
  const { signal } = new AbortController();
  const tasks = createTasks(clock, log, 'Slack', signal);
  const app = given ?? createApp({ self: async (team) => ({ team, me: ME }), removed: async () => {} }, log);
  listen(app, {
    desk,
    answers,
    calls: OFFLINE,
    people: createPeople(OFFLINE, clock, log),
    obstacles: async () => [],
    openDirect: async () => ({ outcome: 'closed' }),
    tasks,
    managers: [],
    clock,
    log,
    signal,
  });
  return {
    desk,
    said,
    lines,
    /** What went wrong, as the log has it. */
    failures: () => lines.filter(({ level }) => level >= 50),
    /** Puts a payload in, and waits until all is done that it causes. @returns the acknowledgements */
    async hear(body: Loose): Promise<unknown[]> {
      const acks: unknown[] = [];
      await app.processEvent({ body, ack: async (response) => void acks.push(response) });
      await tasks.settle(60_000);
      return acks;
    },
  };
}

/** A payload as Bolt gets it: out of the envelope of a socket, or into that of an event. */
function bodyOf(name: string): Loose {
  const read: unknown = JSON.parse(readFileSync(join(PAYLOADS, name), 'utf8'));
  if (!isObject(read)) throw new Error(`${name} is no payload`);
  if (isObject(read.payload)) return read.payload;
  if (read.event !== undefined || !EVENTS.has(String(read.type))) return read;
  return {
    type: 'event_callback',
    team_id: 'T111',
    event_id: name,
    event_time: 1,
    authorizations: [{ team_id: 'T111', user_id: ME, is_bot: true, is_enterprise_install: false }],
    event: read,
  };
}

const EVENTS: ReadonlySet<string> = new Set(['app_mention', 'message', 'file_shared', 'app_home_opened']);

const INTERACTIVE: ReadonlySet<string> = new Set(['block_actions', 'view_submission', 'message_action']);

test('there are recorded payloads to try, where they lie beside the project', () => {
  if (existsSync(PAYLOADS)) expect(recorded.length).toBeGreaterThan(40);
});

test.each(recorded)('%s is taken without a failure, and acknowledged where Slack waits for that', async (name) => {
  const { hear, failures } = adapter();
  const body = bodyOf(name);
  const acks = await hear(body);
  expect(failures()).toEqual([]);
  if (INTERACTIVE.has(String(body.type)) || body.command !== undefined) expect(acks).toHaveLength(1);
});

test.skipIf(recorded.length === 0).each([
  ['java/app_mention_4_json.json', { text: 'hey', photo: { file: { name: 'test.png', bytes: 1_312_009 } } }],
  ['python-sdk/socket_events_api_message.json', { text: 'Hi here!', caller: { person: 'U222' } }],
  ['java/message_5_json.json', { text: 'Hello hello can you hear me?', caller: { place: { private: true } } }],
])('%s is a request', async (name, asked) => {
  const { desk, hear } = adapter();
  await hear(bodyOf(name));
  expect(await desk.next('ask')).toMatchObject(asked);
});

test.skipIf(recorded.length === 0)('a recorded mention without a word is a request for help', async () => {
  const { desk, hear } = adapter();
  await hear(bodyOf('python-sdk/socket_events_api_app_mention.json'));
  expect((await desk.next('help')).caller.person).toBe('U222');
});

test
  .skipIf(recorded.length === 0)
  .each([
    'bolt-python/test_events__message_file_share_body.json',
    'bolt-python/test_message_file_share__event_payload.json',
    'java/app_mention_0_json.json',
    ...[0, 1, 3, 4, 6, 7, 8, 10, 11, 12].map((n) => `java/message_${n}_json.json`),
  ])('%s is not meant for the bot', async (name) => {
  const { desk, said, hear } = adapter();
  await hear(bodyOf(name));
  expect([desk.count, said]).toEqual([0, []]);
});

test
  .skipIf(recorded.length === 0)
  .each([
    'bolt-python/test_block_actions__body.json',
    'java/bolt_message_shortcut_1_realPayload.json',
    'python-sdk/socket_slash_commands_hello-socket-mode.json',
  ])('%s, which Herald has no answer to, gets a sentence', async (name) => {
  const { said, hear } = adapter();
  await hear(bodyOf(name));
  expect(said).toEqual([{ locale: 'en', lines: [{ key: 'chat_outdated' }] }]);
});

test.skipIf(recorded.length === 0)('a recorded form that is none of Herald’s shows that it does nothing', async () => {
  const acks = await adapter().hear(bodyOf('java/bolt_view_submission_1_realPayload.json'));
  expect(acks).toEqual([expect.objectContaining({ response_action: 'update' })]);
});

test('a message of no workspace is acknowledged at once: nobody notes it', async () => {
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const app = new App({ receiver, convoStore: false, authorize: async () => ({ botUserId: ME }) });
  // no wait ever ends
  const { hear, lines } = adapter({ app, after: () => () => {} });
  const event = { type: 'message', user: 'U1', channel: 'C1', ts: '1700000000.000100', text: `<@${ME}> hello` };
  expect(await hear({ type: 'event_callback', event_id: 'Ev1', event })).toHaveLength(1);
  expect(lines.map(({ msg }) => msg)).toEqual(['something came from Slack that is of no workspace']);
});
