import { expect, test } from 'vitest';
import type { Channel } from '../../fakes/slack/places.ts';
import { going } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

/** Whether somebody may read a channel, and write in it. */
async function told(
  { platform, team }: Rig,
  { id: person }: { readonly id: string },
  { id: channel }: Pick<Channel, 'id'>,
) {
  const ask = (what: 'read' | 'write') =>
    platform.allows({ person, roles: [] }, { platform: 'slack', space: team, channel }, what, going);
  return [await ask('read'), await ask('write')];
}

const [NOTHING, ALL, UNTOLD] = [
  [false, false],
  [true, true],
  [undefined, undefined],
];

test('an open channel is everybody’s who belongs to the workspace, whether they are in it or not', async () => {
  const under = await rig();
  const { slack, bob } = under;
  const channel = slack.home.channel({ members: [], botIsMember: false });
  expect(await told(under, bob, channel)).toEqual(ALL);
  expect(slack.count('conversations.members')).toBe(0);
  expect(slack.violations).toEqual([]);
});

test('guests and people of other companies may do in an open channel what they may in others: they have to be in it', async () => {
  const under = await rig();
  const { slack } = under;
  const guest = slack.home.user({ name: 'Guest', guest: true });
  const partner = slack.home.user({ name: 'Partner', from: slack.team({ installed: false }) });
  const shared = slack.home.channel({ members: [guest, partner], shared: true });
  const other = slack.home.channel({ members: [] });
  for (const person of [guest, partner]) {
    expect(await told(under, person, shared)).toEqual(ALL);
    expect(await told(under, person, other)).toEqual(NOTHING);
  }
  expect(slack.violations).toEqual([]);
});

test.each(['private', 'mpim'] as const)('a %s channel is its members’, also where there are many', async (kind) => {
  const under = await rig();
  const { slack, ada, bob } = under;
  const crowd = Array.from({ length: 1_100 }, (_, at) => ({ id: `U9${at}` }));
  const channel = slack.home.channel({ kind, members: [...crowd, bob] });
  expect(await told(under, bob, channel)).toEqual(ALL);
  expect(slack.count('conversations.members')).toBe(2);
  expect(await told(under, ada, channel)).toEqual(NOTHING);
  expect(slack.violations).toEqual([]);
});

test('whoever comes in may at once, and whoever is put out may not after a minute', async () => {
  const under = await rig();
  const { slack, ada } = under;
  const channel = slack.home.channel({ kind: 'private', members: [] });
  expect(await told(under, ada, channel)).toEqual(NOTHING);
  channel.invite(ada);
  expect(await told(under, ada, channel)).toEqual(ALL);
  channel.kick(ada);
  slack.pass(60_000);
  expect(await told(under, ada, channel)).toEqual(NOTHING);
});

test('of what is deleted, hidden from the bot or of another workspace it cannot be told; a talk with the bot is nobody’s', async () => {
  const under = await rig();
  const { slack, channel, ada, bob } = under;
  const hidden = slack.home.channel({ kind: 'private', botIsMember: false });
  channel.delete();
  for (const each of [channel, hidden, slack.team().channel()]) expect(await told(under, ada, each)).toEqual(UNTOLD);
  for (const each of [slack.dm(bob), slack.dm(ada)]) expect(await told(under, ada, each)).toEqual(NOTHING);
});

test('what Slack does not tell cannot be told', async () => {
  const under = await rig();
  const { slack, channel, ada } = under;
  const outsider = { id: 'U0NOBODY' };
  const closed = slack.home.channel({ kind: 'private', members: [ada] });
  slack.faults.next('conversations.info', { answer: { error: 'internal_error' } }, 2);
  expect(await told(under, ada, channel)).toEqual(UNTOLD);
  slack.faults.next('conversations.members', { answer: { error: 'fetch_members_failed' } }, 2);
  expect(await told(under, ada, closed)).toEqual(UNTOLD);
  expect(under.lines.join()).toContain('Slack does not tell who is in a channel');
  expect(await told(under, outsider, channel)).toEqual(UNTOLD);
  slack.faults.next('users.info', { answer: { error: 'internal_error' } });
  expect(await told(under, ada, channel)).toEqual(ALL);
});
