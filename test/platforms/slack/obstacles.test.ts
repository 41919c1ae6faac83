import { expect, test } from 'vitest';
import type { Line } from '../../../src/platforms/message.ts';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { say } from '../../../src/texts.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import { type Incoming, incoming } from './incoming-rig.ts';

/** What stands in the way of a video in a channel, as the desk is told with a press there. */
async function obstaclesIn({ herald, team, ada, desk }: Incoming, channel: Channel, change: () => void) {
  const button = { label: { key: 'job_missing' }, does: { name: 'retry', subject: 'job1' } } as const;
  const message = { locale: 'en', lines: [button.label], buttons: [button] } as const;
  const place = { platform: 'slack', space: team.id, channel: channel.id };
  await herald.platform.post(place, { key: 'post', message }, new AbortController().signal);
  const [posted] = channel.messages();
  if (!posted) throw new Error('there is no message');
  change();
  ada.press(posted, 'retry:job1');
  return (await desk.next('press')).obstacles;
}

const keys = (lines: readonly Line[]) => lines.map(({ key }) => key);

test('there is none where the bot is a member', async () => {
  const rig = await incoming();
  expect(await obstaclesIn(rig, rig.channel, () => {})).toEqual([]);
  expect(rig.slack.count('conversations.info')).toBe(1);
});

test.each(['public', 'private', 'mpim'] as const)(
  'in a %s channel that it was taken out of, the bot asks to be invited',
  async (kind) => {
    const rig = await incoming();
    const channel = rig.team.channel({ kind });
    const found = await obstaclesIn(rig, channel, () => channel.kick());
    expect(found).toEqual([{ key: 'slack_invite', params: { bot: { person: rig.team.botUser, isBot: true } } }]);
    expect(rig.slack.violations).toEqual([]);
  },
);

test('an invitation is seen at once; that nothing stands in the way is remembered for a minute', async () => {
  const rig = await incoming();
  const { slack, channel, ada, desk } = rig;
  expect(keys(await obstaclesIn(rig, channel, () => channel.kick()))).toEqual(['slack_invite']);
  const again = async () => {
    const [posted] = channel.messages();
    if (!posted) throw new Error('there is no message');
    ada.press(posted, 'retry:job1');
    return keys((await desk.next('press')).obstacles);
  };
  channel.invite();
  expect(await again()).toEqual([]);
  expect(await again()).toEqual([]);
  expect(slack.count('conversations.info')).toBe(2);
  slack.pass(61_000);
  expect(await again()).toEqual([]);
  expect(slack.count('conversations.info')).toBe(3);
});

test('a post that is refused ends that memory: what was accepted last is the last', async () => {
  const rig = await incoming();
  const { herald, team, channel } = rig;
  expect(await obstaclesIn(rig, channel, () => {})).toEqual([]);
  const found = await obstaclesIn(rig, channel, () => {
    channel.kick();
  });
  expect(found).toEqual([]);
  const post = { key: 'refused', message: { locale: 'en', lines: [{ key: 'job_missing' }] } } as const;
  const place = { platform: 'slack', space: team.id, channel: channel.id };
  expect(await herald.platform.post(place, post, new AbortController().signal)).toEqual({ outcome: 'closed' });
  const [posted] = channel.messages();
  if (!posted) throw new Error('there is no message');
  rig.ada.press(posted, 'retry:job1');
  expect(keys((await rig.desk.next('press')).obstacles)).toEqual(['slack_invite']);
});

test('so does one in a direct talk, of which it is remembered for good otherwise', async () => {
  const { slack, ada, herald, team } = await incoming();
  const dm = slack.dm(ada);
  const opens = async () => {
    const before = slack.count('conversations.open');
    const asked = ada.slash(dm, '/avatar');
    await expect.poll(() => asked.views).toHaveLength(1);
    return slack.count('conversations.open') - before;
  };
  expect([await opens(), await opens()]).toEqual([1, 0]);
  slack.pass(86_400_000);
  expect(await opens()).toBe(0);
  slack.faults.next('chat.postMessage', { answer: { error: 'messages_tab_disabled' } });
  const post = { key: 'refused', message: { locale: 'en', lines: [{ key: 'job_missing' }] } } as const;
  const place = { platform: 'slack', space: team.id, channel: dm.id, private: true } as const;
  expect(await herald.platform.post(place, post, new AbortController().signal)).toEqual({ outcome: 'closed' });
  expect(await opens()).toBe(1);
});

test('an archived channel is said to be one, to its person and to the operator', async () => {
  const rig = await incoming();
  expect(keys(await obstaclesIn(rig, rig.channel, () => rig.channel.archive()))).toEqual(['slack_archived']);
  expect(rig.lines.join()).toContain(`in the channel ${rig.channel.id}, which is archived`);
});

test.each([
  ['files:write', 'public'],
  ['files:read', 'public'],
  ['channels:history', 'public'],
  ['groups:history', 'private'],
  ['mpim:history', 'mpim'],
] as const)(
  'without %s, in a %s channel, the person is told and the operator finds what to do',
  async (scope, kind) => {
    const rig = await incoming({ home: { scopes: BOT_SCOPES.filter((each) => each !== scope) } });
    const found = await obstaclesIn(rig, rig.team.channel({ kind }), () => {});
    expect(found).toEqual([{ key: 'slack_scopes', params: { scopes: { code: scope } } }]);
    expect(rig.lines.join()).toContain(
      `the bot lacks ${scope} in this workspace. Paste what “npm run -s slack:manifest”`,
    );
    expect(rig.lines.join()).toContain('reinstall the app (Install App).');
  },
);

test('a command in a talk between two people says where the bot can be asked', async () => {
  const { slack, ada, bob } = await incoming();
  const between = slack.dm(bob);
  between.invite(ada);
  between.kick();
  const asked = ada.slash(between, '/avatar');
  await expect
    .poll(() => asked.answers.map(({ shown }) => shown).join())
    .toContain('takes no part in this conversation');
  expect(asked.views).toEqual([]);
});

test('a command in a talk that may be one between two people is not taken while Slack does not tell', async () => {
  const { slack, ada, bob } = await incoming();
  const between = slack.dm(bob);
  between.invite(ada);
  between.kick();
  slack.faults.next('conversations.open', { answer: { error: 'internal_error' } });
  const asked = ada.slash(between, '/avatar');
  await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('slack_untold')]);
  expect(asked.views).toEqual([]);
});

test('a form that was opened in such a talk before Slack told is not taken either', async () => {
  const { slack, ada, bob, desk } = await incoming({ hurried: true });
  const between = slack.dm(bob);
  between.invite(ada);
  between.kick();
  slack.faults.next('conversations.open', { answer: 'stall' }, 2);
  const asked = ada.slash(between, '/avatar');
  await expect.poll(() => asked.views).toHaveLength(1);
  ada.submit(asked.view, { text: 'Hello' });
  expect(keys((await desk.next('ask')).obstacles)).toEqual(['slack_untold']);
});

test('what somebody writes to the bot directly is in no doubt', async () => {
  const { slack, ada, desk } = await incoming();
  slack.faults.next('conversations.open', { answer: { error: 'internal_error' } });
  ada.says(slack.dm(ada), 'Hello');
  expect((await desk.next('ask')).obstacles).toEqual([]);
  expect(slack.count('conversations.open')).toBe(0);
});

test('what Slack does not tell of a channel stands in nobody’s way', async () => {
  const rig = await incoming();
  const found = await obstaclesIn(rig, rig.channel, () =>
    rig.slack.faults.next('conversations.info', { answer: { error: 'internal_error' } }),
  );
  expect(found).toEqual([]);
});
