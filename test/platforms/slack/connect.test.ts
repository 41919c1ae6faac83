import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { connectRig } from './connect-rig.ts';

/** Waits between two tries, which are shorter than half a minute, take no time. */
const HASTY = {
  ...systemClock,
  after: (ms: number, callback: () => void) => systemClock.after(ms < 30_000 ? 0 : ms, callback),
};
const MESSAGE = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;
const never = () => new AbortController().signal;

describe('at start', () => {
  test('Herald learns whose token it has, and hears by one connection', async () => {
    const { slack, channel, ada, desk, herald, fatal, lines } = await connectRig();
    await herald.start(desk);
    expect(slack.sockets.connected).toBe(1);
    const on = lines.find((line) => line.includes('Herald is on Slack'));
    expect(JSON.parse(on ?? '{}')).toMatchObject({
      by: 'socket',
      workspace: 'Home',
      team: slack.home.id,
      bot: 'herald',
    });
    ada.slash(channel, '/help');
    const { caller } = await desk.next('help');
    expect(caller.place).toMatchObject({ platform: 'slack', space: slack.home.id, channel: channel.record.id });
    expect(slack.count('auth.test')).toBe(1);
    expect(slack.violations).toEqual([]);
    expect(fatal).toEqual([]);
  });

  test.each(['drop', { status: 503 }, { rateLimited: 1 }, { error: 'internal_error' }] as const)(
    'an outage is waited out, whatever is asked: %j',
    async (answer) => {
      const { slack, channel, ada, desk, connect, fatal, lines } = await connectRig();
      slack.faults.next('auth.test', { answer }, 2);
      slack.faults.next('apps.connections.open', { answer }, 3);
      const herald = connect({ clock: HASTY });
      await herald.start(desk);
      ada.slash(channel, '/help');
      await desk.next('help');
      expect(fatal).toEqual([]);
      // each failure is told once, and not by the library as well
      expect(lines.filter((line) => line.includes('trying again'))).toHaveLength(5);
      expect(lines.filter((line) => line.includes('http request failed'))).toEqual([]);
    },
  );

  test('a connection that is refused is tried again', async () => {
    const { slack, desk, connect } = await connectRig();
    slack.sockets.refuse(2);
    await connect({ clock: HASTY }).start(desk);
    expect(slack.sockets.connected).toBe(1);
    expect(slack.violations).toEqual([]);
  });

  test.each(['auth.test', 'apps.connections.open'] as const)(
    'stopping while Slack is asked (%s) ends the start, and nothing connects later',
    async (route) => {
      const { slack, desk, herald } = await connectRig();
      const asked = Promise.withResolvers<void>();
      slack.on(route, 'before', async () => {
        asked.resolve();
        return undefined;
      });
      slack.faults.next(route, { answer: 'stall' });
      const started = herald.start(desk);
      await asked.promise;
      await herald.stop();
      await started;
      expect(slack.sockets.opened).toBe(0);
    },
  );

  test('stopping ends the waiting, and the connection', async () => {
    const { slack, desk, herald } = await connectRig();
    await herald.start(desk);
    await herald.stop();
    await expect.poll(() => slack.sockets.connected).toBe(0);
  });

  test('nothing can be posted before it is known whose token it is, and nothing is lost by that', async () => {
    const { slack, channel, herald } = await connectRig();
    const place = { platform: 'slack', space: slack.home.id, channel: channel.record.id };
    const { outcome } = await herald.platform.post(place, { key: 'key1', message: MESSAGE }, never());
    expect(outcome).toBe('later');
  });
});

describe('what only the operator can mend ends with a sentence', () => {
  test('a bot token that Slack does not know', async () => {
    const { slack, desk, connect, fatal } = await connectRig();
    await connect({ access: { kind: 'token', token: 'xoxb-not-a-token' } }).start(desk);
    expect(fatal).toEqual([expect.stringMatching(/SLACK_BOT_TOKEN \(invalid_auth\).*start Herald again/)]);
    expect(slack.sockets.opened).toBe(0);
  });

  test('an app-level token that Slack does not know', async () => {
    const { desk, connect, fatal } = await connectRig();
    await connect({ entry: { kind: 'socket', appToken: 'xapp-not-a-token' } }).start(desk);
    expect(fatal).toEqual([expect.stringMatching(/SLACK_APP_TOKEN \(invalid_auth\).*connections:write/)]);
  });

  test('an app-level token that is taken away while Herald runs', async () => {
    const { slack, desk, herald, fatal } = await connectRig();
    await herald.start(desk);
    slack.faults.next('apps.connections.open', { answer: { error: 'invalid_auth' } });
    slack.sockets.drop();
    await expect.poll(() => fatal).toEqual([expect.stringContaining('SLACK_APP_TOKEN')]);
  });

  test('a bot token that is refused while Herald runs, and not just once', async () => {
    const { slack, channel, desk, herald, fatal, lines } = await connectRig();
    await herald.start(desk);
    const place = { platform: 'slack', space: slack.home.id, channel: channel.record.id };
    const post = (key: string) => herald.platform.post(place, { key, message: MESSAGE }, never());
    slack.faults.next('chat.postMessage', { answer: { error: 'account_inactive' } }, 2);
    await post('key1');
    await expect.poll(() => lines.join('')).toContain('accepts it all the same');
    expect(fatal).toEqual([]);
    slack.faults.next('auth.test', { answer: { error: 'account_inactive' } });
    await post('key2');
    await expect.poll(() => fatal).toEqual([expect.stringContaining('SLACK_BOT_TOKEN (account_inactive)')]);
  });

  test('a bot token that was taken away while Slack could not be asked whether it was', async () => {
    const { slack, desk, connect, fatal, lines } = await connectRig();
    await connect({ clock: HASTY }).start(desk);
    slack.faults.next('auth.test', { answer: { status: 503 } }, 4);
    slack.home.revoke();
    await expect.poll(() => fatal).toEqual([expect.stringContaining('SLACK_BOT_TOKEN')]);
    expect(lines.filter((line) => line.includes('cannot be asked just now whether that holds'))).toHaveLength(4);
  });

  test.each(['revoke', 'uninstall'] as const)('the workspace takes the token back: %s', async (act) => {
    const { slack, desk, herald, fatal } = await connectRig();
    await herald.start(desk);
    slack.home[act]();
    await expect.poll(() => fatal).toEqual([expect.stringContaining('SLACK_BOT_TOKEN')]);
  });
});

describe('a connection that breaks', () => {
  test.each([
    ['is cut', 'drop', undefined],
    ['is about to be closed', 'disconnect', 'warning'],
    ['is to be opened anew', 'disconnect', 'refresh_requested'],
  ] as const)('comes back when it %s, and what is said then is heard', async (_what, how, reason) => {
    const { slack, channel, ada, desk, connect, fatal } = await connectRig();
    await connect({ clock: HASTY }).start(desk);
    if (how === 'drop') slack.sockets.drop();
    else slack.sockets.disconnect(reason);
    await expect.poll(() => slack.sockets.opened).toBe(2);
    await expect.poll(() => slack.sockets.connected).toBe(1);
    ada.slash(channel, '/help');
    await desk.next('help');
    expect(desk.count).toBe(1);
    expect(fatal).toEqual([]);
  });

  test('comes back though Slack fails at first when it is asked for another', async () => {
    const { slack, channel, ada, desk, connect } = await connectRig();
    await connect({ clock: HASTY }).start(desk);
    slack.faults.next('apps.connections.open', { answer: { status: 500 } }, 15);
    slack.sockets.refuse(3);
    slack.sockets.drop();
    await expect.poll(() => slack.sockets.opened, { timeout: 5_000 }).toBe(2);
    ada.slash(channel, '/help');
    await desk.next('help');
  });

  test('comes back many times, and leaves nothing behind', async () => {
    const { slack, desk, connect } = await connectRig();
    await connect({ clock: HASTY }).start(desk);
    for (const opened of [2, 3, 4, 5, 6]) {
      slack.sockets.drop();
      await expect.poll(() => slack.sockets.opened, { timeout: 5_000 }).toBe(opened);
    }
    await expect.poll(() => slack.sockets.connected).toBe(1);
    expect(slack.violations).toEqual([]);
  });

  test('is replaced before it goes, where Slack says so beforehand: nothing goes unheard in between', async () => {
    const { slack, channel, ada, desk, herald } = await connectRig();
    await herald.start(desk);
    const gate = Promise.withResolvers<undefined>();
    slack.on('apps.connections.open', 'before', () => gate.promise);
    slack.sockets.disconnect('warning');
    await expect.poll(() => slack.count('apps.connections.open')).toBe(2);
    const asked = await ada.slash(channel, '/help').settled();
    await desk.next('help');
    expect([asked.failure, slack.sockets.connected]).toEqual([undefined, 1]);
    gate.resolve(undefined);
    await expect.poll(() => slack.sockets.opened).toBe(2);
    await herald.stop();
    await expect.poll(() => slack.sockets.connected).toBe(0);
  });

  test('is replaced at once when Slack says that it ends, and by and by when it keeps saying so', async () => {
    const { slack, desk, connect } = await connectRig();
    const held: (() => void)[] = [];
    const after = (ms: number, callback: () => void) => {
      if (ms < 500 || ms >= 1_000) return HASTY.after(ms, callback);
      held.push(callback);
      return () => {};
    };
    await connect({ clock: { ...systemClock, after } }).start(desk);
    slack.sockets.disconnect('warning');
    await expect.poll(() => slack.sockets.opened).toBe(2);
    expect(held).toEqual([]);
    await expect.poll(() => slack.sockets.connected).toBe(1);
    slack.sockets.disconnect('warning');
    // the first second of the backoff
    await expect.poll(() => held).toHaveLength(1);
    expect(slack.sockets.opened).toBe(2);
    held[0]?.();
    await expect.poll(() => slack.sockets.opened).toBe(3);
  });

  test.each(['null', '[]', '"hello"', '{"type":"events_api","envelope_id":"E1"}', 'no JSON', '{}'])(
    'survives a frame that is not understood: %s',
    async (frame) => {
      const { slack, channel, ada, desk, herald } = await connectRig();
      await herald.start(desk);
      slack.sockets.send(frame);
      ada.slash(channel, '/help');
      await desk.next('help');
      expect(slack.sockets.opened).toBe(1);
    },
  );

  test('says so when Socket Mode was turned off', async () => {
    const { slack, desk, connect, lines } = await connectRig();
    await connect({ clock: HASTY }).start(desk);
    slack.sockets.disconnect('link_disabled');
    await expect.poll(() => lines.join('')).toContain('Socket Mode was turned off');
  });

  test('is asked for as seldom as Slack says', async () => {
    const { slack, desk, connect } = await connectRig();
    const pauses: number[] = [];
    const after = (ms: number, callback: () => void) => {
      pauses.push(ms);
      return HASTY.after(ms, callback);
    };
    slack.faults.next('apps.connections.open', { answer: { rateLimited: 25 } });
    await connect({ clock: { ...HASTY, after } }).start(desk);
    expect(pauses).toContain(25_000);
  });
});

test.each(['socket', 'http'] as const)(
  'that Slack holds back events is acknowledged and the operator’s to know: %s',
  async (entry) => {
    const { slack, channel, ada, desk, herald, lines } = await connectRig({ entry });
    await herald.start(desk);
    expect(await slack.holdsBack()).toEqual({ body: undefined });
    expect(lines.join('')).toContain('30,000 events in an hour');
    ada.slash(channel, '/help');
    await desk.next('help');
    expect(slack.violations).toEqual([]);
  },
);

test('nothing secret and nothing that was said is logged, at any level', async () => {
  const { slack, channel, ada, desk, connect, lines } = await connectRig();
  await connect({ clock: HASTY }).start(desk);
  const asked = ada.slash(channel, '/help', 'these words are nobody’s business');
  await Promise.all([desk.next('help'), asked.settled()]);
  ada.says(channel, { mentionsBot: true, text: 'these words neither' });
  await expect.poll(() => slack.events.at(-1)?.isAcknowledged).toBe(true);
  slack.faults.next('apps.connections.open', { answer: { error: 'internal_error' } });
  slack.sockets.drop();
  await expect.poll(() => slack.sockets.opened).toBe(2);
  const logged = lines.join('');
  expect(asked.failure).toBeUndefined();
  expect(logged).not.toBe('');
  for (const secret of [slack.botToken, slack.appToken, 'xoxb-', 'xapp-', 'ticket=', 'these words', '/commands/']) {
    expect(logged).not.toContain(secret);
  }
});
