import type { RespondFn, types } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { httpApp, run, socketApp } from '../fakes/slack/bolt.ts';
import { MODAL, PHOTO, plain } from '../fakes/slack/example-modal.ts';
import { startWithChannel } from '../fakes/slack/rig.ts';

// views, blocks and the shapes of payloads are tested beside the fake, in test/fakes/slack

/** Both ways in take one path through the app. */
describe.each([
  ['Socket Mode', socketApp, 'socket'],
  ['HTTP', httpApp, 'http'],
] as const)('over %s', (_name, appOf, mode) => {
  test('a command opens a modal whose photo and words come with its submission, once they are right', async () => {
    const { slack, channel, ada } = await startWithChannel({ mode });
    const app = appOf(slack);
    const submitted: unknown[] = [];
    app.command('/avatar', async ({ ack, command, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: { ...MODAL, private_metadata: command.text } });
    });
    app.view('avatar', async ({ ack, view }) => {
      const words = view.state.values.words?.v?.value;
      if (words === 'Hello') return void (await ack({ response_action: 'errors', errors: { words: 'Say more' } }));
      await ack();
      submitted.push(words, view.state.values.photo?.v?.files?.[0]?.name, view.private_metadata);
    });
    await run(slack, app);

    const asked = ada.slash(channel, '/avatar', 'a *word*');
    await expect.poll(() => asked.views).toHaveLength(1);
    expect(asked.view).toMatchObject({ title: 'Make it talk', isOpen: true });
    expect(asked.view.field('Words').value).toBe('Hello');
    expect(() => ada.submit(asked.view)).toThrow('"Photo" must be filled in');

    const refused = await ada.submit(asked.view, { photo: [PHOTO] }).settled();
    expect(refused.errors).toEqual({ words: 'Say more' });
    expect(asked.view.isOpen).toBe(true);
    const accepted = await ada.submit(asked.view, { words: 'Hello there' }).settled();
    expect(accepted).toMatchObject({ expired: false, errors: {} });
    expect(asked.view.isOpen).toBe(false);
    await expect.poll(() => submitted).toEqual(['Hello there', 'face.png', 'a *word*']);
    expect(slack.violations).toEqual([]);
  });

  test('a message that mentions the bot is heard twice, a button pressed is answered through its response_url', async () => {
    const { slack, channel, ada } = await startWithChannel({ mode });
    const app = appOf(slack);
    const heard: unknown[] = [];
    app.event('app_mention', async ({ event }) => void heard.push([event.type, event.ts, event.files?.length]));
    app.message(async ({ message, say }) => {
      if (message.subtype !== 'file_share') return;
      heard.push([message.type, message.ts, message.files?.length]);
      const button = { type: 'button', action_id: 'cancel', value: 'job1', text: plain('Cancel') } as const;
      await say({ text: 'Working', blocks: [{ type: 'actions', elements: [button] }], thread_ts: message.ts });
    });
    app.action('cancel', async ({ ack, action, body, respond }) => {
      await ack();
      heard.push([action.type === 'button' && action.value, body.user.id]);
      await respond({ text: 'Only you see this', replace_original: false });
      await respond({ text: 'Cancelled', replace_original: true });
    });
    await run(slack, app);

    const said = ada.says(channel, { text: 'Make it talk', mentionsBot: true, files: [PHOTO] });
    await expect.poll(() => channel.thread(said)).toHaveLength(1);
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toContainEqual(['app_mention', said.ts, 1]);
    expect(heard).toContainEqual(['message', said.ts, 1]);

    const status = channel.thread(said).at(0);
    if (!status) throw new Error('There is no answer');
    const pressed = ada.press(status, 'Cancel');
    await expect.poll(() => status.text).toBe('Cancelled');
    expect(heard).toContainEqual(['job1', ada.id]);
    expect(pressed.answers.map(({ text }) => text)).toEqual(['Only you see this']);
    expect(channel.ephemerals(ada)).toHaveLength(1);
    expect(status).toMatchObject({ edited: true, buttons: [] });
    expect(slack.violations).toEqual([]);
  });

  test('an event that is not acknowledged comes again, and one that is may', async () => {
    const { slack, channel, ada } = await startWithChannel({ mode });
    const app = appOf(slack);
    const heard: unknown[] = [];
    app.message(async ({ body, context }) => void heard.push([body.event_id, context.retryNum ?? 0]));
    await run(slack, app);
    if (mode === 'socket') slack.sockets.loseAcknowledgements(1);
    ada.says(channel, 'Hello?');
    await expect.poll(() => heard).toHaveLength(1);
    if (mode === 'socket') {
      slack.pass(3_000);
      await expect.poll(() => heard).toHaveLength(2);
    }
    await expect.poll(() => slack.events.at(-1)?.isAcknowledged).toBe(true);
    const before = heard.length;
    await slack.redeliver();
    await expect.poll(() => heard).toHaveLength(before + 1);
    const id = slack.events.at(-1)?.id;
    for (const [i, one] of heard.entries()) expect(one).toEqual([id, i]);
  });
});

test('over HTTP, requests are signed as Slack signs them, and what is not acknowledged in time is not', async () => {
  const { slack, channel, ada } = await startWithChannel({ mode: 'http' });
  const app = httpApp(slack);
  const heard: string[] = [];
  app.command('/quick', async ({ ack }) => ack({ response_type: 'in_channel', text: 'Here' }));
  app.command('/slow', async ({ command }) => void heard.push(command.command));
  await run(slack, app);
  expect(await slack.http.verify()).toBe(true);
  const forged = await slack.http.post('command=%2Fslow', 'application/x-www-form-urlencoded', { secret: 'guessed' });
  expect(forged.status).toBe(401);

  const quick = await ada.slash(channel, '/quick').settled();
  expect(quick.answers.map(({ text }) => text)).toEqual(['Here']);
  expect(channel.messages().map(({ text }) => text)).toEqual(['Here']);
  const slow = ada.slash(channel, '/slow');
  await expect.poll(() => heard).toEqual(['/slow']);
  slack.pass(3_000);
  expect(await slow.settled()).toMatchObject({ expired: true, failure: 'http_timeout' });
});

test('a response_url is good for five answers in half an hour; what one person alone sees is changed through it', async () => {
  const { slack, channel, ada } = await startWithChannel();
  const app = socketApp(slack);
  const shown: unknown[] = [];
  const button = { type: 'button', action_id: 'yes', text: plain('Yes') } as const;
  const blocks: types.KnownBlock[] = [{ type: 'actions', elements: [button] }];
  let respond: RespondFn | undefined;
  app.command('/ask', async ({ ack, respond: reply }) => {
    respond = reply;
    await ack({ text: 'Really?', blocks });
  });
  app.action('yes', async ({ ack, body, respond: reply }) => {
    await ack();
    shown.push('message' in body, 'container' in body && body.container);
    await reply({ delete_original: true });
  });
  await run(slack, app);
  channel.kick();

  const asked = await ada.slash(channel, '/ask').settled();
  const [question] = asked.answers;
  if (!question) throw new Error('Nothing was answered');
  expect(channel.messages()).toEqual([]);
  ada.press(question, 'Yes');
  await expect.poll(() => question.deleted).toBe(true);
  const container = { type: 'message', message_ts: question.ts, channel_id: channel.id, is_ephemeral: true };
  expect(shown).toEqual([false, container]);

  for (const text of ['1', '2', '3', '4', '5']) await respond?.(text);
  await expect(respond?.('6')).rejects.toMatchObject({ statusCode: 404 });
  expect(asked.answers.map(({ text }) => text)).toEqual(['Really?', '1', '2', '3', '4', '5']);
  await ada.slash(channel, '/ask').settled();
  slack.pass(31 * 60_000);
  await expect(respond?.('late')).rejects.toMatchObject({ statusCode: 404 });
  expect(slack.violations).toEqual([]);
});

test('the app hears what is said where its bot is and its scopes reach; a shortcut is sent from anywhere', async () => {
  const { slack, channel, ada } = await startWithChannel();
  const app = socketApp(slack);
  const heard: string[] = [];
  app.message(async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''));
  app.shortcut('talk', async ({ ack, shortcut }) => {
    await ack();
    heard.push('message' in shortcut ? `picked ${shortcut.message.text}` : '');
  });
  await run(slack, app);
  const secret = slack.home.channel({ kind: 'private', botIsMember: false });
  secret.invite(ada);
  const unheard = ada.says(secret, 'Unheard');
  ada.says(slack.dm(ada), { text: 'In private', audioClip: { bytes: Buffer.from('hm') } });
  ada.shortcut(unheard, 'talk');
  await expect.poll(() => heard).toHaveLength(2);
  expect(heard).toEqual(expect.arrayContaining(['In private', 'picked Unheard']));
  slack.home.scopes(new Set(['chat:write', 'im:history']));
  ada.says(channel, { text: 'No scope', mentionsBot: true });
  ada.says(slack.dm(ada), 'The last');
  await expect.poll(() => heard.at(-1)).toBe('The last');
  expect(heard).toHaveLength(3);
  expect(slack.events.map(({ type }) => type)).toEqual(['message', 'message']);
});

test('an app that lost its connection opens another, and hears what it missed', async () => {
  const { slack, channel, ada } = await startWithChannel();
  const app = socketApp(slack);
  const heard: unknown[] = [];
  app.message(async ({ message, context }) => void heard.push(['text' in message && message.text, context.retryNum]));
  await run(slack, app);
  slack.sockets.refuse();
  slack.sockets.drop();
  ada.says(channel, 'Missed?');
  const asked = await ada.slash(channel, '/avatar').settled();
  expect(asked).toMatchObject({ expired: true, failure: expect.stringMatching(/connection/) });
  await expect.poll(() => slack.sockets.connected, { timeout: 5_000 }).toBe(1);
  slack.pass(60_000);
  await expect.poll(() => heard).toEqual([['Missed?', 2]]);

  slack.sockets.disconnect('refresh_requested');
  await expect.poll(() => slack.sockets.opened, { timeout: 5_000 }).toBe(3);
  ada.says(channel, 'And now?');
  await expect.poll(() => heard).toHaveLength(2);
  expect(slack.violations).toEqual([]);
});
