import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, MemoryInstallationStore, webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { logger } from '../fakes/slack/bolt.ts';
import { METHODS, type MethodName, methodOf } from '../fakes/slack/methods.ts';
import { endWithTest, startWithChannel } from '../fakes/slack/rig.ts';
import type { Slack, SlackOptions } from '../fakes/slack/slack.ts';
import { hasSpec, specOf } from '../fakes/slack/spec.ts';

type Channel = ReturnType<Slack['channel']>;

/** Bolt's own client, which tries once unless told otherwise. */
function clientOf(slack: Slack, options: webApi.WebClientOptions & { readonly token?: string } = {}): webApi.WebClient {
  const { token = slack.botToken, ...rest } = options;
  const once = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  return new webApi.WebClient(token, { slackApiUrl: slack.url, logger, ...once, ...rest });
}

async function start(options: SlackOptions = {}) {
  const world = await startWithChannel(options);
  return { ...world, client: clientOf(world.slack) };
}

/** The error that Slack answered with; `done` where it answered with none, or what else went wrong. */
async function outcome(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'done';
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
    if (error instanceof webApi.WebAPIRateLimitedError) return `wait ${error.retryAfter} s`;
    if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`;
    if (error instanceof webApi.WebAPIRequestError) return 'no answer';
    throw error;
  }
}

const mrkdwn = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

/** Uploads bytes and completes them, as far as the server lets it. */
async function upload(
  client: webApi.WebClient,
  channel: Channel,
  options: { thread_ts?: string; bytes?: string } = {},
) {
  const { bytes = 'a video', thread_ts } = options;
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'v.mp4', length: 7 });
  await fetch(upload_url, { method: 'POST', body: bytes });
  const complete = () =>
    client.apiCall('files.completeUploadExternal', {
      files: [{ id: file_id, title: 'Ada speaks' }],
      channel_id: channel.id,
      initial_comment: 'Here it is',
      ...(thread_ts !== undefined && { thread_ts }),
    });
  return { file_id, complete };
}

test.skipIf(!hasSpec)('scopes and tiers are those of the published schemas', () => {
  for (const name of Object.keys(METHODS)) {
    const spec = specOf(name);
    if (!spec) continue;
    const { scopes = [], tier } = methodOf(name as MethodName);
    expect({ name, scopes, tier }).toEqual({
      name,
      scopes: spec.scopes,
      tier: spec.tier === 't5' ? 'special' : spec.tier,
    });
  }
});

test('a message is seen with its buttons and pings those it names; its edit pings nobody', async () => {
  const { slack, channel, ada, client } = await start();
  const bo = slack.home.user({ name: 'Bo' });
  const crew = slack.home.group({ handle: 'crew', users: [bo] });
  const text = { type: 'plain_text', text: 'Cancel' } as const;
  const button = { type: 'button', text, action_id: 'cancel', value: 'job1' } as const;
  const { ts = '' } = await client.chat.postMessage({
    channel: channel.id,
    text: `For <@${ada.id}>`,
    blocks: [mrkdwn(`For <!subteam^${crew.id}>`), { type: 'actions', elements: [button] }],
    metadata: { event_type: 'herald_job', event_payload: { id: 'job1' } },
  });
  const [message] = channel.messages();
  expect(message).toMatchObject({ ts, user: slack.home.botUser, pings: [ada.id, bo.id], edited: false });
  expect(message?.button('Cancel')).toMatchObject({ actionId: 'cancel', value: 'job1' });

  await client.chat.update({ channel: channel.id, ts, text: '<!channel> done' });
  expect(message).toMatchObject({ text: '<!channel> done', blocks: [], pings: [ada.id, bo.id], edited: true });
  expect(message?.metadata?.event_payload).toEqual({ id: 'job1' });
  await client.chat.postEphemeral({ channel: channel.id, user: ada.id, text: `psst <@${bo.id}>` });
  expect(channel.ephemerals(ada)).toMatchObject([{ text: `psst <@${bo.id}>`, pings: [] }]);
  expect(channel.messages()).toHaveLength(1);
  expect(slack.violations).toEqual([]);
});

test('where the bot is not, or nothing is, it is told so', async () => {
  const { slack, channel, ada, client } = await start();
  const closed = slack.home.channel({ name: 'old' });
  closed.archive();
  const elsewhere = slack.home.channel({ name: 'elsewhere', botIsMember: false });
  const secret = slack.home.channel({ kind: 'private', botIsMember: false });
  const others = slack.team({ name: 'Others' }).channel();
  const say = (place: Channel) => outcome(client.chat.postMessage({ channel: place.id, text: 'hello' }));
  expect(await Promise.all([closed, elsewhere, secret, others].map(say))).toEqual([
    'is_archived',
    'not_in_channel',
    'channel_not_found',
    'channel_not_found',
  ]);
  const hers = ada.says(channel, 'Mine');
  const edit = (ts: string) => outcome(client.chat.update({ channel: channel.id, ts, text: 'x' }));
  expect(await edit(hers.ts)).toBe('cant_update_message');
  expect(await edit('1.000001')).toBe('message_not_found');
  ada.deletes(hers);
  const reply = client.chat.postMessage({ channel: channel.id, thread_ts: hers.ts, text: 'too late' });
  expect(await outcome(reply)).toBe('cannot_reply_to_message');
  const guests = slack.home.channel({ members: [] });
  const whisper = client.chat.postEphemeral({ channel: guests.id, user: ada.id, text: 'x' });
  expect(await outcome(whisper)).toBe('user_not_in_channel');
  channel.kick();
  expect(await say(channel)).toBe('not_in_channel');
  expect(slack.violations).toEqual([]);
});

test('limits are enforced, and breaking one is a violation', async () => {
  const { slack, channel, client } = await start();
  const post = (message: object) => outcome(client.apiCall('chat.postMessage', { channel: channel.id, ...message }));
  expect(await post({ text: 'x'.repeat(50_000) })).toBe('done');
  expect(channel.messages()[0]?.text).toHaveLength(40_000);
  const { ts } = channel.messages()[0] ?? { ts: '' };
  const broken = [
    post({}),
    post({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }),
    post({ blocks: [mrkdwn('x'.repeat(3_001))] }),
    post({ blocks: Array.from({ length: 5 }, () => mrkdwn('x'.repeat(2_900))) }),
    post({ text: 'x', metadata: { event_type: 'job' } }),
    post({ text: 'x', thread: '1' }),
    outcome(client.chat.update({ channel: channel.id, ts, text: 'x'.repeat(4_001) })),
  ];
  expect(await Promise.all(broken)).toEqual([
    'no_text',
    'invalid_blocks',
    'invalid_blocks',
    'msg_blocks_too_long',
    'invalid_metadata_format',
    'done',
    'msg_too_long',
  ]);
  // of an argument that Slack does not know, only the schema tells
  expect(slack.violations).toHaveLength(hasSpec ? 7 : 6);
});

test('a token is worth what it was granted, as long as it lives', async () => {
  const { slack, channel, client } = await start();
  const post = (by = client) => outcome(by.chat.postMessage({ channel: channel.id, text: 'x' }));
  const { response_metadata } = await client.auth.test();
  expect(response_metadata?.scopes).toContain('files:write');
  expect(await outcome(clientOf(slack, { token: 'xoxb-wrong' }).auth.test())).toBe('invalid_auth');
  expect(await outcome(client.apps.connections.open())).toBe('not_allowed_token_type');
  slack.home.scopes(['chat:write', 'im:history']);
  const denied = client.conversations.history({ channel: channel.id });
  await expect(denied).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'channels:history', provided: 'chat:write,im:history' },
  });
  expect(await post()).toBe('done');
  slack.home.revoke();
  expect(await post()).toBe('token_revoked');
  const other = slack.team();
  const there = clientOf(slack, { token: other.botToken });
  other.uninstall();
  expect(await post(there)).toBe('account_inactive');
});

test('tiers are kept for each workspace, and fill up again with time', async () => {
  const { slack, channel, client } = await start({ rateLimits: 'real', now: () => 1_800_000_000_000 });
  const { ts = '' } = await client.chat.postMessage({ channel: channel.id, text: 'status' });
  const edit = () => outcome(client.chat.update({ channel: channel.id, ts, text: 'x' }));
  const edits = await Promise.all(Array.from({ length: 60 }, edit));
  expect(edits.filter((one) => one === 'done')).toHaveLength(50);
  expect(edits.filter((one) => one === 'wait 2 s')).toHaveLength(10);
  slack.pass(2_000);
  expect(await edit()).toBe('done');
  const burst = Array.from({ length: 8 }, () => outcome(client.chat.postMessage({ channel: channel.id, text: 'x' })));
  const posted = await Promise.all(burst);
  // one was posted before
  expect(posted.filter((one) => one === 'done')).toHaveLength(5);
  expect(posted.filter((one) => one === 'wait 1 s')).toHaveLength(3);
  const other = slack.team();
  const elsewhere = clientOf(slack, { token: other.botToken });
  expect(await outcome(elsewhere.chat.postMessage({ channel: other.channel().id, text: 'x' }))).toBe('done');
});

test('answers get lost after the effect, effects come late, and a client that retries posts again', async () => {
  const { slack, channel, client } = await start();
  const post = (by = client) => outcome(by.chat.postMessage({ channel: channel.id, text: 'x' }));
  slack.faults.next('chat.postMessage', { effect: 'before', answer: 'drop' });
  expect([await post(), channel.messages().length]).toEqual(['no answer', 1]);
  slack.faults.next('chat.postMessage', { answer: { status: 503 } });
  expect([await post(), channel.messages().length]).toEqual(['HTTP 503', 1]);
  slack.faults.next('chat.postMessage', { answer: { error: 'internal_error' }, effect: 'before' });
  expect([await post(), channel.messages().length]).toEqual(['internal_error', 2]);
  slack.faults.next('chat.postMessage', { answer: { rateLimited: 30 } });
  expect([await post(), channel.messages().length]).toEqual(['wait 30 s', 2]);
  slack.faults.next('chat.postMessage', { effect: { after: 60_000 }, answer: 'drop' });
  expect([await post(), channel.messages().length]).toEqual(['no answer', 2]);
  slack.pass(60_000);
  await expect.poll(() => channel.messages()).toHaveLength(3);

  const stubborn = clientOf(slack, { retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 1 } });
  slack.faults.next('chat.postMessage', { effect: 'before', answer: { status: 500 } }, 2);
  expect([await post(stubborn), channel.messages().length]).toEqual(['done', 6]);
  expect(slack.count('chat.postMessage')).toBe(8);
});

test('hooks are awaited before and after the effect, and can end the request there', async () => {
  const { slack, channel, client } = await start();
  const seen: unknown[] = [];
  const off = slack.on('chat.postMessage', 'before', async ({ args }) => {
    seen.push(args.text, channel.messages().length);
    return args.text === 'first' ? 'drop' : undefined;
  });
  slack.on('chat.postMessage', 'after', () => {
    seen.push('done', channel.messages().length);
    return undefined;
  });
  const post = (text: string) => outcome(client.chat.postMessage({ channel: channel.id, text }));
  expect(await post('first')).toBe('no answer');
  expect(await post('second')).toBe('done');
  off();
  expect(await post('third')).toBe('done');
  expect(seen).toEqual(['first', 0, 'second', 0, 'done', 1, 'done', 2]);
});

test('an upload is shared into its thread some time after its completion, once', async () => {
  const { slack, channel, client } = await start({ shareAfterMs: 60_000 });
  const parent = channel.say('Make this talk');
  const { file_id, complete } = await upload(client, channel, { thread_ts: parent.ts });
  expect(await outcome(complete())).toBe('done');
  const shares = async () => (await client.files.info({ file: file_id })).file?.shares;
  expect([await shares(), channel.thread(parent)]).toEqual([{}, []]);
  slack.pass(60_000);
  const [video] = channel.thread(parent);
  expect(video).toMatchObject({ text: 'Here it is', user: slack.home.botUser, files: [{ id: file_id, bytes: 7 }] });
  expect(await shares()).toMatchObject({ public: { [channel.id]: [{ ts: video?.ts, thread_ts: parent.ts }] } });
  expect(await outcome(complete())).toBe('file_not_found');
  expect(channel.messages()).toHaveLength(1);
  expect(slack.violations).toEqual([]);
});

test('an upload fails where it must, and sometimes is never shared', async () => {
  const { slack, channel, client } = await start({ shareAfterMs: 0 });
  const elsewhere = slack.home.channel({ botIsMember: false });
  expect(await outcome((await upload(client, elsewhere)).complete())).toBe('not_in_channel');
  slack.faults.next('files.completeUploadExternal', { shares: 'never' });
  expect(await outcome((await upload(client, channel)).complete())).toBe('done');
  slack.faults.next('files.completeUploadExternal', { effect: 'before', answer: 'drop', shares: { after: 60_000 } });
  expect(await outcome((await upload(client, channel)).complete())).toBe('no answer');
  expect(channel.messages()).toEqual([]);
  slack.pass(60_000);
  await expect.poll(() => channel.messages()).toHaveLength(1);
  slack.home.refuseUploads('storage_limit_reached');
  expect(await outcome(upload(client, channel))).toBe('storage_limit_reached');
  slack.home.refuseUploads(undefined);
  expect(slack.violations).toEqual([]);
  expect(await outcome((await upload(client, channel, { bytes: 'half' })).complete())).toBe('file_not_found');
  expect(slack.violations).toEqual(['upload: 4 bytes came, 7 were announced']);
});

test('a private file is for the bot alone: others get a page to sign in, and redirects test who is sent the token', async () => {
  const { slack, channel, ada, client } = await start();
  const photo = { name: 'face.png', bytes: Buffer.from('pixels'), hidden: true };
  const [sent] = ada.says(channel, { text: 'Look', files: [photo] }).files;
  const { messages } = await client.conversations.history({ channel: channel.id });
  expect(messages?.[0]?.files).toMatchObject([{ id: sent?.id, file_access: 'check_file_info', user: '' }]);
  const { file } = await client.files.info({ file: sent?.id ?? '' });
  const get = async (token?: string, path = file?.url_private_download ?? '') => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(path, { headers, redirect: 'manual' });
    return [answer.status, answer.headers.get('content-type'), await answer.text()];
  };
  expect(await get(slack.botToken)).toEqual([200, 'image/png', 'pixels']);
  expect(await get()).toEqual([200, expect.stringContaining('text/html'), expect.stringContaining('Sign in')]);
  slack.faults.next('download', { answer: { redirect: 'foreign' } });
  const { headers } = await fetch(file?.url_private ?? '', { redirect: 'manual' });
  expect(headers.get('location')).toContain(slack.foreign.url);
  expect(await get('secret', headers.get('location') ?? '')).toEqual([200, 'image/png', 'pixels']);
  expect(slack.foreign.authorizations).toEqual(['Bearer secret']);
  slack.home.scopes(['chat:write']);
  expect(await get(slack.botToken)).toEqual([200, expect.stringContaining('text/html'), expect.anything()]);
  expect(await outcome(client.files.info({ file: sent?.id ?? '' }))).toBe('missing_scope');
});

test('history comes newest first and in pages, a thread under its parent, metadata where it is asked for', async () => {
  const { slack, channel, ada, client } = await start();
  const metadata = { event_type: 'herald_job', event_payload: { id: 'job1' } };
  const { ts = '' } = await client.chat.postMessage({ channel: channel.id, text: 'status', metadata });
  for (const text of ['one', 'two', 'three']) ada.says(channel, { text, thread: ts });
  ada.says(channel, 'later');
  const texts = (answer: { messages?: { text?: string }[] }) => answer.messages?.map(({ text }) => text);
  const first = await client.conversations.history({ channel: channel.id, limit: 1 });
  expect([texts(first), first.has_more]).toEqual([['later'], true]);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: channel.id, cursor, include_all_metadata: true });
  expect(second.messages).toMatchObject([{ text: 'status', metadata, reply_count: 3 }]);
  expect(texts(await client.conversations.history({ channel: channel.id, oldest: ts, inclusive: false }))).toEqual([
    'later',
  ]);
  const replies = await client.conversations.replies({ channel: channel.id, ts });
  expect(texts(replies)).toEqual(['status', 'one', 'two', 'three']);
  expect(replies.messages?.[0]).not.toHaveProperty('metadata');
  expect(await outcome(client.conversations.replies({ channel: channel.id, ts: '1.000001' }))).toBe('thread_not_found');
  expect(await outcome(client.chat.delete({ channel: channel.id, ts }))).toBe('done');
  expect(texts(await client.conversations.replies({ channel: channel.id, ts }))?.[0]).toBe('This message was deleted.');
  expect(slack.violations).toEqual([]);
});

test('a workspace is installed by OAuth through the real Bolt, its token rotated, and gone when it is taken out', async () => {
  const { slack } = await start({ mode: 'http', tokenLifeMs: 12 * 3_600_000 });
  const team = slack.team({ name: 'Newcomers', installed: false });
  const eve = team.user({ name: 'Eve', admin: true });
  const channel = team.channel();
  const installations = new MemoryInstallationStore();
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    clientId: slack.clientId,
    clientSecret: slack.clientSecret,
    stateSecret: 'a secret of the test',
    scopes: ['commands', 'chat:write'],
    installationStore: installations,
    logger,
    installerOptions: {
      authorizationUrl: new URL('/oauth/v2/authorize', slack.url).href,
      clientOptions: { slackApiUrl: slack.url },
    },
  });
  const app = new App({ receiver, logger, clientOptions: { slackApiUrl: slack.url } });
  app.command('/avatar', async ({ ack, client, command }) => {
    await ack();
    await client.chat.postMessage({ channel: command.channel_id, text: 'On it' });
  });
  const server = await app.start(0);
  endWithTest(() => app.stop());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.http.requestUrl = `${address}/slack/events`;

  const refused = await slack.oauth.install(address, eve, { allows: false });
  expect([refused.status, team.record.isInstalled]).toEqual([500, false]);
  const { status, scopes } = await slack.oauth.install(address, eve);
  expect({ status, scopes }).toEqual({ status: 200, scopes: ['commands', 'chat:write'] });
  const first = team.botToken;
  expect(first).toMatch(/^xoxe\.xoxb-/);
  await eve.slash(channel, '/avatar').settled();
  await expect.poll(() => channel.messages().map(({ text }) => text)).toEqual(['On it']);

  slack.pass(11 * 3_600_000);
  const stored = await installations.fetchInstallation({
    teamId: team.id,
    enterpriseId: undefined,
    isEnterpriseInstall: false,
  });
  if (stored.bot) stored.bot.expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  await eve.slash(channel, '/avatar').settled();
  await expect.poll(() => channel.messages()).toHaveLength(2);
  expect(team.botToken).not.toBe(first);
  slack.pass(2 * 3_600_000);
  expect(await outcome(clientOf(slack, { token: first }).auth.test())).toBe('token_expired');
  expect(await outcome(clientOf(slack, { token: team.botToken }).auth.test())).toBe('done');
  team.uninstall();
  expect(slack.events.map(({ type }) => type)).toEqual(['app_uninstalled', 'tokens_revoked']);
  expect(slack.violations).toEqual([]);
});
