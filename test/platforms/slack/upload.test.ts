import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSendBytes } from '../../../src/platforms/slack/send-bytes.ts';
import { testClock } from '../../clock.ts';
import { going } from '../under-test.ts';
import { video } from '../video.ts';
import { marked } from './files-rig.ts';
import { rig } from './outgoing-rig.ts';
import { readBlocks } from './read.ts';

describe('a video', () => {
  test('is uploaded into its thread, with its comment and words for those who cannot see it', async () => {
    const { platform, place, channel, ada, slack } = await rig();
    const thread = { ...place, thread: ada.says(channel, 'Make me talk').ts };
    const { post, trace } = await marked();
    const outcome = await platform.post(thread, post, going);
    const [said] = channel.thread(thread.thread);
    expect(outcome).toEqual({
      outcome: 'posted',
      sent: { place: thread, message: said?.ts, url: said?.permalink, file: trace() },
    });
    expect(said?.text).toContain('Accepted: it will be about 7 seconds long.');
    expect(said?.files).toMatchObject([{ name: post.file?.name, altText: 'A face says “Hello”.', bytes: 10_000 }]);
    expect(channel.messages()).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('has words of at most 1,000 characters, whole ones', async () => {
    const { platform, place, slack, channel } = await rig();
    const { post } = await marked();
    const alt = `${'x'.repeat(998)}${'😀'.repeat(10)}`;
    const file = { ...(await video()), alt };
    expect(await platform.post(place, { ...post, file }, going)).toMatchObject({ outcome: 'posted' });
    expect(channel.messages()[0]?.files[0]?.altText).toBe(`${'x'.repeat(998)}…`);
    expect(slack.violations).toEqual([]);
  });

  test('brings words whole that are too long for a comment, and can be taken away with them', async () => {
    const { platform, place, slack, channel } = await rig();
    const words = '&'.repeat(1_700);
    const lines = [
      { key: 'post_announced_words', params: { words } },
      { key: 'post_announced', params: { presenter: 'Ada' } },
    ] as const;
    const { post } = await marked();
    const outcome = await platform.post(place, { ...post, message: { locale: 'en', lines } }, going);
    if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
    const [said] = channel.messages();
    expect(readBlocks(said?.blocks ?? []).text.replaceAll('\n', '')).toBe(
      `${words}Said by Ada, in a video made by AI.`,
    );
    expect(said?.files).toHaveLength(1);
    expect(await platform.remove(outcome.sent)).toEqual({ outcome: 'done' });
    expect(channel.messages()).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('is waited for until it shows', async () => {
    const { platform, place, slack, channel, hurry } = await rig();
    hurry();
    slack.faults.next('files.completeUploadExternal', { shares: { after: 12_000 } });
    const { post } = await marked();
    expect(await platform.post(place, post, going)).toMatchObject({ outcome: 'posted' });
    expect(channel.messages()).toHaveLength(1);
  });

  test('that does not show is unclear, and was completed once', async () => {
    const { platform, place, slack, hurry } = await rig();
    hurry();
    slack.faults.next('files.completeUploadExternal', { shares: 'never' });
    const { post } = await marked();
    expect(await platform.post(place, post, going)).toEqual({ outcome: 'unclear' });
    expect(slack.count('files.completeUploadExternal')).toBe(1);
  });

  test('is found in the end when Slack stumbles while it is asked', async () => {
    const { platform, place, slack } = await rig();
    for (const answer of ['drop', { status: 500 }, { rateLimited: 1 }] as const)
      slack.faults.next('files.info', { answer });
    const { post } = await marked();
    expect(await platform.post(place, post, going)).toMatchObject({ outcome: 'posted' });
  });

  test.each([
    ['files.getUploadURLExternal', { effect: 'before', answer: 'drop' }],
    ['files.getUploadURLExternal', { answer: { error: 'internal_error' } }],
    ['upload', { effect: 'before', answer: 'drop' }],
    ['upload', { answer: { status: 500 } }],
    ['files.completeUploadExternal', { answer: { error: 'ratelimited' } }],
    ['files.completeUploadExternal', { answer: { error: 'file_not_found' } }],
  ] as const)('begins anew after %s failed, and is there once: %j', async (route, fault) => {
    const { platform, place, slack, channel } = await rig();
    slack.faults.next(route, fault);
    const { post } = await marked();
    expect(await platform.post(place, post, going)).toEqual({ outcome: 'later' });
    expect(channel.messages()).toEqual([]);
    expect(await platform.post(place, post, going)).toMatchObject({ outcome: 'posted' });
    expect(channel.messages()).toHaveLength(1);
  });

  test.each([
    ['files.getUploadURLExternal', 'storage_limit_reached', 'slack_uploads_full'],
    ['files.getUploadURLExternal', 'file_uploads_disabled', 'slack_uploads_off'],
    ['files.getUploadURLExternal', 'file_uploads_except_images_disabled', 'slack_uploads_type'],
    ['files.getUploadURLExternal', 'file_upload_size_restricted', 'slack_uploads_size'],
    ['files.getUploadURLExternal', 'missing_scope', 'slack_uploads_scope'],
    ['files.completeUploadExternal', 'file_type_not_allowed', 'slack_uploads_type'],
  ] as const)('is not taken at %s: %s is said, and hinted at once in a while', async (method, error, why) => {
    const { platform, place, slack, channel, lines } = await rig();
    slack.faults.next(method, { answer: { error } }, 2);
    const { post } = await marked();
    for (const _ of [1, 2]) expect(await platform.post(place, post, going)).toEqual({ outcome: 'fileless', why });
    expect(
      lines.filter((line) => line.includes('admins') || line.includes('the bot lacks') || line.includes('storage of')),
    ).toHaveLength(1);
    expect(channel.messages()).toEqual([]);
  });

  test('goes nowhere when the message above its thread is gone', async () => {
    const { platform, place, slack, channel, ada } = await rig();
    const asked = ada.says(channel, 'Make me talk');
    ada.deletes(asked);
    const { post } = await marked();
    expect(await platform.post({ ...place, thread: asked.ts }, post, going)).toEqual({ outcome: 'closed' });
    expect(slack.count('files.getUploadURLExternal')).toBe(0);
  });

  test('goes nowhere when that message is deleted while the bytes are sent: Slack would put it into the channel', async () => {
    const { platform, place, slack, channel, ada } = await rig();
    const asked = ada.says(channel, 'Make me talk');
    slack.on('upload', 'after', () => void ada.deletes(asked));
    const { post, trace } = await marked();
    expect(await platform.post({ ...place, thread: asked.ts }, post, going)).toEqual({ outcome: 'closed' });
    expect(trace()).toBeUndefined();
    expect(channel.messages()).toEqual([]);
  });

  test.each(['drop', { error: 'internal_error' }] as const)(
    'is tried later where it cannot be told whether that message is there: %j',
    async (answer) => {
      const { platform, place, slack, channel, ada } = await rig();
      const thread = { ...place, thread: ada.says(channel, 'Make me talk').ts };
      slack.faults.next('chat.getPermalink', { answer });
      const { post } = await marked();
      expect(await platform.post(thread, post, going)).toEqual({ outcome: 'later' });
      expect(await platform.post(thread, post, going)).toMatchObject({ outcome: 'posted' });
    },
  );

  test('that may show any time shows nothing once it is withdrawn', async () => {
    const { platform, place, slack, channel } = await rig();
    slack.faults.next('files.completeUploadExternal', { effect: 'before', answer: 'drop', shares: { after: 60_000 } });
    const { post, trace } = await marked();
    expect(await platform.post(place, post, going)).toEqual({ outcome: 'unclear' });
    slack.faults.next('files.delete', { answer: { rateLimited: 5 } });
    expect(await platform.withdraw(place, trace() ?? '')).toEqual({ outcome: 'later', at: expect.any(Number) });
    expect(await platform.withdraw(place, trace() ?? '')).toEqual({ outcome: 'done' });
    expect(await platform.withdraw(place, trace() ?? '')).toEqual({ outcome: 'done' });
    slack.pass(61_000);
    expect(channel.messages().flatMap(({ files }) => files)).toEqual([]);
  });

  test.each(['archive', 'kick'] as const)('finds its place closed: %s', async (act) => {
    const { platform, place, channel } = await rig();
    channel[act]();
    const { post } = await marked();
    expect(await platform.post(place, post, going)).toEqual({ outcome: 'closed' });
  });

  test('is taken away with its file', async () => {
    const { platform, place, channel, slack } = await rig();
    const { post } = await marked();
    const outcome = await platform.post(place, post, going);
    if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
    expect(await platform.remove(outcome.sent)).toEqual({ outcome: 'done' });
    expect(channel.messages()).toEqual([]);
    expect(slack.count('files.delete')).toBe(1);
    expect(await platform.remove(outcome.sent)).toEqual({ outcome: 'done' });
  });

  test('leaves no address and no token in the log', async () => {
    const { platform, place, slack, lines } = await rig();
    slack.faults.next('upload', { answer: { status: 500 } });
    const { post } = await marked();
    await platform.post(place, post, going);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('/upload/v1');
    expect(lines.join('')).not.toContain(slack.botToken);
  });
});

describe('sending bytes', () => {
  test('is not done to a host that is not Slack’s', async () => {
    const { log, isSlacks, slack } = await rig();
    const { send, close } = createSendBytes({ isSlacks, clock: testClock(), log });
    onTestFinished(close);
    expect(await send(`${slack.foreign.url}/upload/v1/x`, await video(), going)).toBe('later');
    expect(await send('https://files.slack.com.evil.example/upload', await video(), going)).toBe('later');
    expect(slack.foreign.authorizations).toEqual([]);
  });

  test('is given up when nothing moves for a minute', async () => {
    const { log } = await rig();
    const asked = Promise.withResolvers<void>();
    const server = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const clock = testClock();
    const { send, close } = createSendBytes({ isSlacks: () => true, clock, log });
    onTestFinished(async () => {
      await close();
      server.closeAllConnections();
      server.close();
    });
    const sent = send(`http://127.0.0.1:${port}/`, await video(20_000_000), going);
    await asked.promise;
    // it stands still once all is full that lies between the disk and the server
    const ends = sent.then(() => true);
    for (let at = 0; at < 50 && !(await Promise.race([ends, clock.pass(61_000)])); at++);
    expect(await sent).toBe('later');
  });

  test('ends with its signal', async () => {
    const { platform, place, slack } = await rig();
    const stopping = new AbortController();
    slack.on('upload', 'before', () => {
      stopping.abort(new Error('Herald stops'));
      return undefined;
    });
    const { post, trace } = await marked();
    await expect(platform.post(place, post, stopping.signal)).rejects.toThrow('Herald stops');
    expect(trace()).toBeUndefined();
  });
});
