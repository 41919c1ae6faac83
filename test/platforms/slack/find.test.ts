import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import { DEFAULT_SCOPES } from '../../fakes/slack/methods.ts';
import { going, post } from '../under-test.ts';
import { ID } from '../video.ts';
import { KEY as FILE_KEY, marked } from './files-rig.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const KEY = `${ID}s`;

const asks = ({ ada, channel, place }: Rig): Place => ({ ...place, thread: ada.says(channel, 'Make me talk').ts });

describe('a message', () => {
  test('that takes effect late is not called absent before it can', async () => {
    const { platform, place, slack, channel } = await rig();
    const since = slack.now();
    slack.faults.next('chat.postMessage', { effect: { after: 15_000 }, answer: 'drop' });
    expect(await platform.post(place, post(KEY), going)).toEqual({ outcome: 'unclear' });
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({
      outcome: 'later',
      at: expect.any(Number),
    });
    slack.pass(15_000);
    const [said] = channel.messages();
    expect(await platform.find(place, { key: KEY }, since, going)).toMatchObject({
      outcome: 'found',
      sent: { message: said?.ts },
    });
  });

  test('that appears while it is looked for is not called absent, however long the look takes', async () => {
    const { platform, place, slack } = await rig();
    const since = slack.now();
    slack.faults.next('chat.postMessage', { effect: { after: 19_000 }, answer: 'drop' });
    await platform.post(place, post(KEY), going);
    slack.pass(18_000);
    slack.on('conversations.history', 'after', () => void slack.pass(10_000));
    expect(await platform.find(place, { key: KEY }, since, going)).toMatchObject({ outcome: 'later' });
    expect(await platform.find(place, { key: KEY }, since, going)).toMatchObject({ outcome: 'found' });
  });

  test('is absent once nothing can be under way any more', async () => {
    const { platform, place, slack } = await rig();
    const since = slack.now();
    slack.faults.next('chat.postMessage', { answer: 'drop' });
    await platform.post(place, post(KEY), going);
    const outcome = await platform.find(place, { key: KEY }, since, going);
    if (outcome.outcome !== 'later' || outcome.at === undefined) throw new Error(outcome.outcome);
    slack.pass(outcome.at - slack.now());
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'absent', surely: true });
  });

  test('that was tried before a restart is waited for anew', async () => {
    const { start, place, slack } = await rig();
    const since = slack.now();
    slack.pass(3_600_000);
    const platform = start();
    expect(await platform.find(place, { key: KEY }, since, going)).toMatchObject({ outcome: 'later' });
    slack.pass(20_000);
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'absent', surely: true });
  });

  test('that was last tried long before a restart is not waited for', async () => {
    const { start, place, slack } = await rig();
    const tried = slack.now();
    slack.pass(3_600_000);
    const find = (at: number) => start().find(place, { key: KEY, tried: at }, tried, going);
    expect(await find(tried)).toEqual({ outcome: 'absent', surely: true });
    expect(await find(slack.now() - 30_000)).toMatchObject({ outcome: 'later' });
  });

  test('is found in its thread, and far back in a busy channel', async () => {
    const under = await rig();
    const { platform, place, slack, channel } = under;
    const since = slack.now();
    const thread = asks(under);
    await platform.post(thread, post(KEY), going);
    await platform.post(place, post(FILE_KEY), going);
    for (let at = 0; at < 450; at++) channel.say(`busy ${at}`);
    expect(await platform.find(thread, { key: KEY }, since, going)).toMatchObject({
      outcome: 'found',
      sent: { place: thread, message: channel.thread(thread.thread ?? '')[0]?.ts },
    });
    expect(await platform.find(place, { key: FILE_KEY }, since, going)).toMatchObject({ outcome: 'found' });
    expect(slack.count('conversations.history')).toBe(3);
    expect(slack.violations).toEqual([]);
  });

  test('of somebody else is no post of the bot’s, whatever it carries', async () => {
    const { platform, place, slack, channel } = await rig();
    const since = slack.now();
    const said = channel.say('mine');
    said.record.metadata = { event_type: 'herald_post', event_payload: { key: KEY } };
    slack.pass(20_000);
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'absent', surely: true });
  });

  test('cannot be told of where the bot may not read, or was put out', async () => {
    const { platform, place, slack, channel } = await rig();
    const since = slack.now();
    channel.kick();
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'blind' });
    channel.invite();
    slack.home.scopes(DEFAULT_SCOPES.filter((scope) => !scope.endsWith(':history')));
    expect(await platform.find(place, { key: KEY }, since, going)).toEqual({ outcome: 'blind' });
  });

  test('is gone with a thread that is there no more', async () => {
    const under = await rig();
    const { platform, slack, channel, ada } = under;
    const since = slack.now();
    const thread = asks(under);
    const [asked] = channel.messages();
    if (asked) ada.deletes(asked);
    // until then, Slack may put it into the channel
    expect(await platform.find(thread, { key: KEY }, since, going)).toMatchObject({ outcome: 'later' });
    slack.pass(20_000);
    expect(await platform.find(thread, { key: KEY }, since, going)).toEqual({ outcome: 'gone' });
  });

  test.each([
    ['', false],
    [' that others have answered in', true],
  ])('is found in the channel where Slack put it there in place of a thread%s', async (_, hasReplies) => {
    const under = await rig();
    const { platform, place, slack, channel, ada } = under;
    const since = slack.now();
    const thread = asks(under);
    const [asked] = channel.messages();
    if (hasReplies) channel.say('Me too', { thread: asked?.ts ?? '' });
    await platform.post(place, post(KEY), going);
    if (asked) ada.deletes(asked);
    expect(await platform.find(thread, { key: KEY }, since, going)).toMatchObject({
      outcome: 'found',
      sent: { place },
    });
  });

  test('is looked for later when Slack asks to wait', async () => {
    const { platform, place, slack } = await rig();
    slack.faults.next('conversations.history', { answer: { rateLimited: 60 } });
    expect(await platform.find(place, { key: KEY }, slack.now(), going)).toEqual({
      outcome: 'later',
      at: expect.any(Number),
    });
  });

  test('is found with a clock that was put back since', async () => {
    const { platform, place, slack } = await rig();
    await platform.post(place, post(KEY), going);
    const since = slack.now() + 86_400_000;
    expect(await platform.find(place, { key: KEY }, since, going)).toMatchObject({ outcome: 'found' });
  });
});

describe('a file', () => {
  const lost = async (under: Rig, shares: 'never' | { after: number }) => {
    const { slack, platform } = under;
    slack.faults.next('files.completeUploadExternal', { effect: 'before', answer: 'drop', shares });
    const since = slack.now();
    const given = await marked();
    const thread = asks(under);
    expect(await platform.post(thread, given.post, going)).toEqual({ outcome: 'unclear' });
    return { ...given, since, thread };
  };

  test('that shows late is found, and is not called absent before', async () => {
    const under = await rig();
    const { platform, slack, channel } = under;
    const { sought, since, thread, trace } = await lost(under, { after: 300_000 });
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'later' });
    slack.pass(299_000);
    expect(await platform.find(thread, sought(), since, going)).toMatchObject({ outcome: 'later' });
    slack.pass(2_000);
    expect(await platform.find(thread, sought(), since, going)).toEqual({
      outcome: 'found',
      sent: {
        place: thread,
        message: channel.thread(thread.thread ?? '')[0]?.ts,
        url: expect.any(String),
        file: trace(),
      },
    });
  });

  test('that does not show within ten minutes is nobody’s to tell', async () => {
    const under = await rig();
    const { platform, slack } = under;
    const { sought, since, thread } = await lost(under, 'never');
    slack.pass(599_000);
    expect(await platform.find(thread, sought(), since, going)).toMatchObject({ outcome: 'later' });
    slack.pass(1_000);
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'blind' });
  });

  test('that does not show is looked for when the ten minutes end, once they nearly have', async () => {
    const under = await rig();
    const { platform, slack } = under;
    const { sought, since, thread } = await lost(under, 'never');
    slack.pass(290_000);
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'later' });
    slack.pass(20_000);
    const nearly = await platform.find(thread, sought(), since, going);
    if (nearly.outcome !== 'later' || nearly.at === undefined) throw new Error('it is not said when');
    slack.pass(nearly.at - slack.now());
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'blind' });
  });

  test('is waited for anew after a restart, where nobody knows when it was tried', async () => {
    const under = await rig();
    const { start, slack } = under;
    const { sought, since, thread } = await lost(under, { after: 700_000 });
    slack.pass(680_000);
    const platform = start();
    const { tried: _, ...unknown } = { ...sought(), tried: since };
    expect(await platform.find(thread, unknown, since, going)).toEqual({ outcome: 'later' });
    expect(await platform.find(thread, { ...unknown, tried: since }, since, going)).toEqual({ outcome: 'blind' });
    slack.pass(20_000);
    expect(await platform.find(thread, unknown, since, going)).toMatchObject({ outcome: 'found' });
  });

  test('that shows while it is looked for is not left to a person, however long the look takes', async () => {
    const under = await rig();
    const { platform, slack } = under;
    const { sought, since, thread } = await lost(under, { after: 599_500 });
    slack.pass(599_000);
    slack.on('conversations.replies', 'after', () => void slack.pass(10_000));
    expect(await platform.find(thread, sought(), since, going)).toMatchObject({ outcome: 'later' });
    expect(await platform.find(thread, sought(), since, going)).toMatchObject({ outcome: 'found' });
  });

  test.each([
    ['Slack breaks', { answer: { error: 'internal_error' } }],
    ['the answer is lost', { answer: 'drop' }],
    ['somebody else answers', { answer: { status: 502 } }],
  ] as const)('is looked for later where %s while the thread is read', async (_, fault) => {
    const under = await rig();
    const { platform, slack } = under;
    const { sought, since, thread } = await lost(under, 'never');
    slack.pass(700_000);
    slack.faults.next('conversations.replies', fault);
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'later' });
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'blind' });
  });

  test('is found in the thread where Slack does not tell of files', async () => {
    const under = await rig();
    const { platform, slack, channel } = under;
    const { sought, since, thread } = await lost(under, { after: 0 });
    slack.pass(50);
    slack.faults.next('files.info', { answer: { error: 'missing_scope' } });
    expect(await platform.find(thread, sought(), since, going)).toMatchObject({
      outcome: 'found',
      sent: { message: channel.thread(thread.thread ?? '')[0]?.ts, place: thread },
    });
  });

  test('that somebody deleted is not posted again', async () => {
    const under = await rig();
    const { platform, slack } = under;
    const { sought, since, thread, trace } = await lost(under, { after: 0 });
    slack.pass(50);
    slack.deleteFile({ id: trace() ?? '' });
    expect(await platform.find(thread, sought(), since, going)).toEqual({ outcome: 'blind' });
  });

  test('that is seen in a private channel is found when the bot was put out of it', async () => {
    const { platform, slack, place } = await rig();
    const channel = slack.home.channel({ kind: 'private' });
    const hushed = { ...place, channel: channel.id };
    const { post: wanted, sought } = await marked();
    const since = slack.now();
    expect(await platform.post(hushed, wanted, going)).toMatchObject({ outcome: 'posted' });
    channel.kick();
    expect(await platform.find(hushed, sought(), since, going)).toMatchObject({ outcome: 'found' });
    const link = { key: FILE_KEY, file: { name: `${ID}.mp4`, linked: true } } as const;
    expect(await platform.find(hushed, link, since, going)).toEqual({ outcome: 'blind' });
  });

  test('that was not marked was not completed, so that it is absent without a look', async () => {
    const { platform, place, slack } = await rig();
    slack.faults.next('upload', { answer: 'drop' });
    const { post: wanted, sought } = await marked();
    const since = slack.now();
    await platform.post(place, wanted, going);
    expect(await platform.find(place, sought(), since, going)).toEqual({ outcome: 'absent', surely: true });
    expect(slack.count('files.info')).toBe(0);
  });
});
