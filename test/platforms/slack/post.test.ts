import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import type { PostOutcome } from '../../../src/platforms/platform.ts';
import { sentIn } from '../../../src/platforms/slack/places.ts';
import { going, message, post } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const KEY = 'j0mgh8rk00abcdefghijklmns';

function sentOf(outcome: PostOutcome) {
  if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
  return outcome.sent;
}

const asks = ({ ada, channel, place }: Rig): Place => ({ ...place, thread: ada.says(channel, 'Make me talk').ts });

describe('a post', () => {
  test('carries its key where nobody sees it, and lets Slack show no pages of links', async () => {
    const { platform, place, channel, slack } = await rig();
    await platform.post(place, post(KEY), going);
    const [said] = channel.messages();
    expect(said?.metadata).toEqual({ event_type: 'herald_post', event_payload: { key: KEY } });
    expect(slack.requests.find(({ route }) => route === 'chat.postMessage')?.args).toMatchObject({
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(slack.violations).toEqual([]);
  });

  test('says the same in its text, for notifications and those who hear it read', async () => {
    const { platform, place, channel } = await rig();
    await platform.post(place, post(KEY), going);
    expect(channel.messages()[0]?.text).toContain('Accepted: it will be about 7 seconds long.');
  });

  test('goes into the thread, and has an address there', async () => {
    const under = await rig();
    const { platform, channel } = under;
    const thread = asks(under);
    const sent = sentOf(await platform.post(thread, post(KEY), going));
    const [said] = channel.thread(thread.thread ?? '');
    expect(sent).toEqual({ place: thread, message: said?.ts, url: said?.permalink });
  });

  test('finds its thread closed when the message above it is gone', async () => {
    const { platform, place, channel, ada } = await rig();
    const asked = ada.says(channel, 'Make me talk');
    ada.deletes(asked);
    expect(await platform.post({ ...place, thread: asked.ts }, post(KEY), going)).toEqual({ outcome: 'closed' });
    expect(channel.messages()).toEqual([]);
  });

  test('is said to be in the channel where Slack put it there in place of a thread', () => {
    const workspace = { team: 'T1', token: '', me: 'U1', scopes: undefined, url: 'https://acme.slack.com/' };
    const thread: Place = { platform: 'slack', space: 'T1', channel: 'C1', thread: '1700000000.000001' };
    expect(sentIn(thread, { ts: '1700000001.000002' }, workspace)).toEqual({
      place: { platform: 'slack', space: 'T1', channel: 'C1' },
      message: '1700000001.000002',
      url: 'https://acme.slack.com/archives/C1/p1700000001000002',
    });
  });

  test.each(['is_archived', 'restricted_action', 'messages_tab_disabled', 'missing_scope', 'channel_not_found'])(
    'finds its place closed: %s',
    async (error) => {
      const { platform, place, slack } = await rig();
      slack.faults.next('chat.postMessage', { answer: { error } });
      expect(await platform.post(place, post(KEY), going)).toEqual({ outcome: 'closed' });
    },
  );

  test('waits as long as Slack asks for', async () => {
    const { platform, place, slack } = await rig();
    slack.faults.next('chat.postMessage', { answer: { rateLimited: 7 } });
    const before = slack.now();
    const outcome = await platform.post(place, post(KEY), going);
    expect(outcome).toEqual({ outcome: 'later', at: expect.any(Number) });
    if (outcome.outcome === 'later') expect(outcome.at).toBeGreaterThanOrEqual(before + 7_000);
  });

  test('that Slack does not understand is told to the operator, and is nowhere', async () => {
    const { platform, place, slack, lines } = await rig();
    slack.faults.next('chat.postMessage', { answer: { error: 'invalid_blocks' } });
    expect(await platform.post(place, post(KEY), going)).toEqual({ outcome: 'closed' });
    expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  });

  test.each([
    ['its answer is lost', { effect: 'before', answer: 'drop' }],
    ['Slack breaks after it', { effect: 'before', answer: { error: 'internal_error' } }],
    ['Slack breaks before it', { effect: 'none', answer: { status: 503 } }],
  ] as const)('is unclear when %s', async (_, fault) => {
    const { platform, place, slack } = await rig();
    slack.faults.next('chat.postMessage', fault);
    expect(await platform.post(place, post(KEY), going)).toEqual({ outcome: 'unclear' });
    expect(slack.count('chat.postMessage')).toBe(1);
  });
});

describe('an edit', () => {
  test('waits as long as Slack asks for', async () => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.faults.next('chat.update', { answer: { rateLimited: 30 } });
    const before = slack.now();
    const outcome = await platform.edit(sent, message());
    expect(outcome).toEqual({ outcome: 'later', at: expect.any(Number) });
    if (outcome.outcome === 'later') expect(outcome.at).toBeGreaterThanOrEqual(before + 30_000);
  });

  test('goes on once the bot that was put out is invited back', async () => {
    const { platform, place, channel } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    channel.kick();
    expect(await platform.edit(sent, message())).toEqual({ outcome: 'later' });
    channel.invite();
    expect(await platform.edit(sent, message())).toEqual({ outcome: 'done' });
  });

  test.each([
    ...['ratelimited', 'internal_error', 'token_expired', 'is_inactive', 'is_archived', 'missing_scope'],
    'restricted_action',
  ])('is made later: %s', async (error) => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.faults.next('chat.update', { answer: { error } });
    expect(await platform.edit(sent, message())).toEqual({ outcome: 'later' });
  });

  test.each([
    ...['cant_update_message', 'edit_window_closed', 'message_not_found'],
    ...['invalid_blocks', 'an_error_of_tomorrow'],
  ])('is done without: %s', async (error) => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.faults.next('chat.update', { answer: { error } });
    expect(await platform.edit(sent, message())).toEqual({ outcome: 'gone' });
  });

  test('is done without once Herald was taken out of the workspace', async () => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.home.uninstall();
    expect(await platform.edit(sent, message())).toEqual({ outcome: 'gone' });
  });

  test('keeps the key by which its message is found', async () => {
    const { platform, place, slack } = await rig();
    const since = slack.now();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    await platform.edit(sent, message({ locale: 'zh' }));
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'found', sent });
  });
});

describe('taking a message away', () => {
  test('is not done where it is refused: others still see it', async () => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.faults.next('chat.delete', { answer: { error: 'cant_delete_message' } });
    expect(await platform.remove(sent)).toEqual({ outcome: 'later' });
  });
});

describe('a direct talk', () => {
  test.each(['user_not_found', 'user_disabled', 'cannot_dm_bot', 'missing_scope'])('is closed: %s', async (error) => {
    const { platform, place, slack, ada } = await rig();
    slack.faults.next('conversations.open', { answer: { error } });
    expect(await platform.openDirect(ada.id, place, going)).toEqual({ outcome: 'closed' });
  });

  test('belongs to the workspace, and is flat', async () => {
    const { platform, place, slack, ada } = await rig();
    const opened = await platform.openDirect(ada.id, place, going);
    const { id } = slack.dm(ada);
    expect(opened).toEqual({
      outcome: 'open',
      place: { platform: 'slack', space: place.space, channel: id, private: true },
    });
  });
});

describe('the thread of a status message', () => {
  test('cannot be told while Slack is away', async () => {
    const { platform, place, slack } = await rig();
    const sent = sentOf(await platform.post(place, post(KEY), going));
    slack.faults.next('chat.getPermalink', { answer: { status: 503 } });
    expect(await platform.openThread(sent, 'Hello', going)).toEqual({ outcome: 'later' });
  });
});
