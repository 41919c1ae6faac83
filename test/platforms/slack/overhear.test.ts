import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type Calls, createCalls } from '../../../src/platforms/slack/calls.ts';
import { createOverhear } from '../../../src/platforms/slack/overhear.ts';
import { createPeople } from '../../../src/platforms/slack/people.ts';
import { tasks as createTasks } from '../../../src/platforms/tasks.ts';
import { testClock } from '../../clock.ts';
import { startWithChannel } from '../../fakes/slack/rig.ts';
import { recordingDesk } from '../discord/desk.ts';

/** A message in a channel that is listened to, on a Slack that does not tell the user groups so many times. */
async function said(untold: number) {
  const { slack, channel, ada } = await startWithChannel();
  const team = slack.home.id;
  const group = slack.home.group({ handle: 'editors', users: [ada] });
  slack.faults.next('usergroups.list', { answer: { error: 'internal_error' } }, untold);
  let asking = 0;
  const clock = testClock(undefined, () => asking > 0);
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const stop = new AbortController();
  onTestFinished(() => stop.abort(new Error('the test is over')));
  const workspace = { team, token: slack.botToken, me: slack.home.botUser, scopes: undefined, url: slack.url };
  const workspaces = { of: async () => workspace, learned: () => {} };
  const slacks = createCalls({ apiUrl: slack.url, workspaces, now: clock.now, log });
  const calls: Calls = {
    async call(...how) {
      asking += 1;
      try {
        return await slacks.call(...how);
      } finally {
        asking -= 1;
      }
    },
  };
  const desk = recordingDesk();
  desk.listened.push({ platform: 'slack', space: team, channel: channel.id });
  const tasks = createTasks(clock, log, 'Slack', stop.signal);
  const overhear = createOverhear({
    desk,
    people: createPeople(calls, clock, log),
    wordsOf: async (_, { text }) => text ?? undefined,
    tasks,
    clock,
    log,
    signal: stop.signal,
  });
  const { ts } = ada.says(channel, 'Hello');
  await overhear(team, workspace.me, ada.id, {
    ...{ type: 'message', channel: channel.id, ts, user: ada.id, text: 'Hello', files: [], attachments: [] },
    ...{ bot_id: undefined, thread_ts: undefined, channel_type: 'channel', subtype: undefined, hidden: undefined },
  });
  return {
    clock,
    slack,
    channel,
    group,
    desk,
    lines,
    heard: () => desk.heard.map(({ message, roles }) => [message === ts, roles]),
  };
}

test('whoever is meant by name is heard at once, and by their user groups as soon as Slack tells them', async () => {
  const { clock, desk, group, heard, lines } = await said(3);
  expect(heard()).toEqual([[true, []]]);
  await clock.pass(30_000);
  expect(heard()).toHaveLength(1);
  await clock.pass(15_000);
  expect(heard().slice(1)).toEqual([[true, [group.id]]]);
  expect(desk.heard[0]).toEqual({ ...desk.heard[1], roles: [] });
  await clock.pass(60_000);
  expect(heard()).toHaveLength(2);
  expect(lines.join()).not.toContain('may not be announced');
});

test('where Slack does not tell them for a minute, the operator is told', async () => {
  const { clock, heard, lines, channel } = await said(5);
  await clock.pass(60_000);
  const [warned] = lines.filter((each) => each.includes('said in a watched channel may not be announced'));
  expect(warned).toContain(channel.id);
  expect(warned).not.toContain('Hello');
  expect(heard()).toEqual([[true, []]]);
});
