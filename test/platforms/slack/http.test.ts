import { describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/store/store-error.ts';
import { connectRig } from './connect-rig.ts';

const JSON_TYPE = 'application/json';
const http = { entry: 'http' } as const;

describe('over HTTP', () => {
  test('Slack’s handshake is answered, and commands and events are taken', async () => {
    const { slack, channel, ada, desk, herald } = await connectRig(http);
    await herald.start(desk);
    expect(await slack.http.verify()).toBe(true);
    const asked = ada.slash(channel, '/help');
    const { caller } = await desk.next('help');
    expect(caller.place).toMatchObject({ space: slack.home.id, channel: channel.record.id });
    expect((await asked.settled()).failure).toBeUndefined();
    ada.says(channel, { mentionsBot: true, text: 'hello' });
    await expect.poll(() => slack.events.at(-1)?.isAcknowledged).toBe(true);
    expect(slack.sockets.opened).toBe(0);
    expect(slack.violations).toEqual([]);
  });

  test('what is not signed by the secret, or was signed too long ago, is refused, and the operator is told once', async () => {
    const { slack, desk, herald, lines } = await connectRig(http);
    await herald.start(desk);
    const body = JSON.stringify({ type: 'event_callback', team_id: slack.home.id, event: { type: 'app_mention' } });
    const secret = slack.signingSecret;
    const answers = [
      await slack.http.post(body, JSON_TYPE),
      await slack.http.post(body, JSON_TYPE, { secret: '0'.repeat(32) }),
      await slack.http.post(body, JSON_TYPE, { secret, at: Date.now() - 6 * 60_000 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(desk.count).toBe(0);
    expect(lines.filter((line) => line.includes('SLACK_SIGNING_SECRET'))).toHaveLength(1);
    expect(lines.join('')).not.toContain(secret);
  });

  test('what is larger than anything of Slack’s is refused', async () => {
    const { slack, desk, herald } = await connectRig(http);
    await herald.start(desk);
    const { status } = await slack.http.post('x'.repeat(5_000_000), JSON_TYPE, { secret: slack.signingSecret });
    expect(status).toBe(413);
  });

  test('what comes before the bot is there, or after it has stopped, is turned away, so that it comes again', async () => {
    const { slack, channel, ada, desk, herald } = await connectRig(http);
    ada.says(channel, { mentionsBot: true, text: 'hello' });
    const events = () => slack.events.map(({ outcomes }) => outcomes.map((outcome) => 'body' in outcome));
    await expect.poll(() => events().every((each) => each.length === 2 && !each.includes(true))).toBe(true);
    await herald.start(desk);
    slack.pass(60_000);
    await expect.poll(() => events().every((each) => each[2] === true)).toBe(true);
    await herald.stop();
    expect(await slack.http.verify()).toBe(false);
  });

  test('an event is not acknowledged while it cannot be told whose it is', async () => {
    const { slack, ada, url, desk, connect, installations } = await connectRig({ entry: 'http', access: 'oauth' });
    let fails = false;
    const failing = {
      ...installations,
      get: (team: string) =>
        fails ? Promise.reject(new StoreError('installations', 'read')) : installations.get(team),
    };
    await connect({ installations: failing }).start(desk);
    await slack.oauth.install(url, ada);
    fails = true;
    const channel = slack.home.channel();
    ada.says(channel, { mentionsBot: true, text: 'hello' });
    await expect.poll(() => slack.events.map(({ outcomes }) => outcomes.length)).toEqual([2, 2]);
    const acknowledged = () => slack.events.map(({ isAcknowledged }) => isAcknowledged);
    expect(acknowledged()).toEqual([false, false]);
    fails = false;
    slack.pass(60_000);
    await expect.poll(acknowledged).toEqual([true, true]);
  });

  test('of other paths and methods nothing is taken', async () => {
    const { url, desk, herald } = await connectRig(http);
    await herald.start(desk);
    const asked = ['/slack/install', '/slack/oauth_redirect?code=1', '/slack/other', '/slack/events/x', '//'];
    const answers = await Promise.all(asked.map((path) => fetch(url + path)));
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 404));
  });

  test('whoever opens its address in a browser reads whose it is', async () => {
    const { url, desk, herald } = await connectRig(http);
    await herald.start(desk);
    const answer = await fetch(`${url}/slack/events`);
    expect(answer.status).toBe(405);
    expect(await answer.text()).toContain('This is the address to which Slack sends what people do.');
  });
});

test('in Socket Mode nothing is taken over HTTP, however it is signed', async () => {
  const { slack, desk, herald } = await connectRig();
  await herald.start(desk);
  const body = JSON.stringify({ type: 'event_callback', team_id: slack.home.id, event: { type: 'app_mention' } });
  const { status } = await slack.http.post(body, JSON_TYPE, { secret: slack.signingSecret });
  expect(status).toBe(404);
});
