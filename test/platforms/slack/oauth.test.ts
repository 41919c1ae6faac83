import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { say, type TextKey } from '../../../src/texts.ts';
import { connectRig } from './connect-rig.ts';

const oauth = { access: 'oauth' } as const;
const HOUR = 3_600_000;
const MESSAGE = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;

/** A running Herald that nobody has installed, and what a test does with a workspace. */
async function running(fake: Parameters<typeof connectRig>[1] = {}) {
  const rig = await connectRig(oauth, fake);
  await rig.herald.start(rig.desk);
  let posts = 0;
  return {
    ...rig,
    async posts(to: { readonly record: { readonly id: string; readonly team: string } }, by = rig.herald) {
      posts += 1;
      const place = { platform: 'slack', space: to.record.team, channel: to.record.id };
      const post = { key: `key${posts}`, message: MESSAGE };
      return (await by.platform.post(place, post, new AbortController().signal)).outcome;
    },
  };
}

/** Waits, when it is called, until the tokens that are kept now are others. */
async function renewal({ slack, installations }: Awaited<ReturnType<typeof running>>) {
  const before = await installations.get(slack.home.id);
  return () => expect.poll(() => installations.get(slack.home.id)).not.toBe(before);
}

const saysIn = (text: string, key: TextKey, params = {}, locale: 'en' | 'zh' = 'en') =>
  text.replace(/&#39;/g, "'").includes(say(key, params, locale));

describe('a workspace that installs Herald', () => {
  test('is told so, asked for what is needed and no more, and heard from then on', async () => {
    const { slack, ada, channel, url, desk, posts } = await running();
    const { status, text } = await slack.oauth.install(url, ada);
    expect(status).toBe(200);
    expect(saysIn(text, 'slack_install_done_in', { name: 'Home' })).toBe(true);
    ada.slash(channel, '/help');
    expect((await desk.next('help')).caller.place.space).toBe(slack.home.id);
    expect(await posts(channel)).toBe('posted');
    expect(slack.violations).toEqual([]);
  });

  test('is read nowhere in the data directory, and nothing of whoever installed it is kept', async () => {
    const { slack, ada, channel, url, dir, posts, installations, lines } = await running();
    await slack.oauth.install(url, ada);
    await posts(channel);
    const kept = await Promise.all(
      ['herald.sqlite', 'herald.sqlite-wal'].map((file) => readFile(join(dir, file), 'latin1')),
    );
    expect(kept.join('')).toContain(slack.home.id);
    for (const secret of ['xoxb', slack.home.botToken, ada.id]) expect(kept.join('')).not.toContain(secret);
    expect(await installations.get(slack.home.id)).toMatch(/^v1\./);
    expect(lines.join('')).not.toContain('xoxb');
  });

  test('is still there after a restart', async () => {
    const { slack, ada, channel, url, desk, herald, connect, posts } = await running();
    await slack.oauth.install(url, ada);
    await herald.stop();
    await herald.close();
    const next = connect();
    await next.start(desk);
    expect(await posts(channel, next)).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(1);
  });

  test('is shut out once the operator lets in others alone, and is not forgotten by that', async () => {
    const { slack, ada, channel, url, desk, herald, connect, posts, installations } = await running();
    await slack.oauth.install(url, ada);
    await herald.stop();
    await herald.close();
    const { clientId, clientSecret } = slack;
    const next = connect({ access: { kind: 'oauth', clientId, clientSecret, workspaces: ['T0OTHER'] } });
    await next.start(desk);
    expect(await posts(channel, next)).toBe('closed');
    await ada.slash(channel, '/help').settled();
    expect(desk.count).toBe(0);
    expect(await installations.get(slack.home.id)).toBeDefined();
  });

  test('is one of many: each has its own token', async () => {
    const { slack, ada, channel, url, desk, posts } = await running();
    const other = slack.team({ name: 'Other', installed: false });
    const [there, bob] = [other.channel(), other.user({ name: 'Bob' })];
    await slack.oauth.install(url, ada);
    await slack.oauth.install(url, bob);
    expect(await Promise.all([posts(channel), posts(there)])).toEqual(['posted', 'posted']);
    bob.slash(there, '/help');
    expect((await desk.next('help')).caller.place.space).toBe(other.id);
    expect(there.messages()).toHaveLength(1);
  });

  test('is known with all there is to know of it once it is installed', async () => {
    const { slack, ada, channel, url, posts } = await running();
    await slack.oauth.install(url, ada);
    const asked = slack.count('auth.test');
    expect(await posts(channel)).toBe('posted');
    expect(slack.count('auth.test')).toBe(asked);
  });

  test('offers voices in its form to a person of another workspace, who is there through a shared channel', async () => {
    const { slack, ada, channel, url, desk } = await running();
    const other = slack.team({ name: 'Other', installed: false });
    await slack.oauth.install(url, ada);
    const guest = slack.home.user({ name: 'Guest', from: other });
    const asked = guest.slash(channel, '/avatar');
    await expect.poll(() => asked.views).toHaveLength(1);
    const { suggestions } = await guest.suggests(asked.view, 'voice', 'bud').settled();
    expect(suggestions).toMatchObject([{ value: 'uk_boy1' }]);
    guest.submit(asked.view, { text: 'Hello' });
    expect((await desk.next('ask')).caller.place).toMatchObject({ space: slack.home.id, channel: channel.record.id });
    expect(slack.violations).toEqual([]);
  });

  test.each(['uninstall', 'revoke'] as const)(
    'is forgotten when it takes Herald out (%s), and the others are not',
    async (act) => {
      const { slack, ada, channel, url, posts, installations } = await running();
      const other = slack.team({ name: 'Other', installed: false });
      const [there, bob] = [other.channel(), other.user({ name: 'Bob' })];
      await slack.oauth.install(url, ada);
      await slack.oauth.install(url, bob);
      slack.home[act]();
      await expect.poll(() => installations.get(slack.home.id)).toBeUndefined();
      expect(await posts(channel)).toBe('closed');
      expect(await posts(there)).toBe('posted');
    },
  );

  test('is forgotten also when only its refusals tell', async () => {
    const { slack, ada, channel, url, posts, installations } = await running();
    await slack.oauth.install(url, ada);
    await posts(channel);
    slack.faults.next('chat.postMessage', { answer: { error: 'token_revoked' } });
    slack.faults.next('auth.test', { answer: { error: 'token_revoked' } });
    expect(await posts(channel)).toBe('later');
    await expect.poll(() => installations.get(slack.home.id)).toBeUndefined();
    expect(await posts(channel)).toBe('closed');
  });

  test.each(['drop', { status: 503 }, { error: 'internal_error' }] as const)(
    'is forgotten though Slack cannot be asked about it for a while: %j',
    async (answer) => {
      const { slack, ada, url, desk, connect, installations, lines } = await connectRig(oauth);
      const after = (ms: number, callback: () => void) => systemClock.after(ms < 30_000 ? 0 : ms, callback);
      await connect({ clock: { now: slack.now, after } }).start(desk);
      await slack.oauth.install(url, ada);
      slack.faults.next('auth.test', { answer }, 5);
      slack.home.uninstall();
      await expect.poll(() => installations.get(slack.home.id)).toBeUndefined();
      expect(lines.filter((line) => line.includes('could not be made sure of just now; trying again'))).toHaveLength(5);
      expect(lines.join('')).not.toContain('Slack refused the token');
    },
  );

  test.each(['invalid_auth', 'token_expired'])(
    'is forgotten when Slack says that it is gone, and its token is refused by %s',
    async (error) => {
      const { slack, ada, url, installations } = await running();
      await slack.oauth.install(url, ada);
      slack.faults.next('auth.test', { answer: { error } }, 9);
      slack.home.revoke();
      await expect.poll(() => installations.get(slack.home.id)).toBeUndefined();
    },
  );

  test('is kept when its token is refused by invalid_auth alone: the call may have come from an address that is not let in', async () => {
    const { slack, ada, channel, url, posts, installations, lines } = await running();
    await slack.oauth.install(url, ada);
    slack.faults.next('chat.postMessage', { answer: { error: 'invalid_auth' } });
    slack.faults.next('auth.test', { answer: { error: 'invalid_auth' } });
    await posts(channel);
    await expect.poll(() => lines.join('')).toContain('did not confirm that it is dead; it is kept');
    expect(await installations.get(slack.home.id)).toBeDefined();
    expect(await posts(channel)).toBe('posted');
  });

  test('is kept when Slack takes its token after all', async () => {
    const { slack, ada, channel, url, posts, installations } = await running();
    await slack.oauth.install(url, ada);
    slack.faults.next('chat.postMessage', { answer: { error: 'invalid_auth' } });
    await posts(channel);
    await expect.poll(() => slack.count('auth.test')).toBeGreaterThan(1);
    expect(await posts(channel)).toBe('posted');
    expect(await installations.get(slack.home.id)).toBeDefined();
  });

  test('is kept when it was installed again before it was heard that it was taken out, however late that is heard', async () => {
    const { slack, ada, channel, url, posts, herald } = await running();
    await slack.oauth.install(url, ada);
    slack.home.uninstall();
    await expect.poll(() => slack.events.filter(({ isAcknowledged }) => isAcknowledged)).toHaveLength(2);
    await slack.oauth.install(url, ada);
    slack.pass(300_000);
    const asked = slack.count('auth.test');
    const late = slack.events.slice(0, 2).map((event) => {
      // Slack counts whole seconds, and its clock is not this machine's
      Object.assign(event.payload, { event_time: Math.floor(slack.now() / 1_000) + 5 });
      return slack.redeliver(event);
    });
    await Promise.all(late);
    await expect.poll(() => slack.count('auth.test')).toBe(asked + 2);
    expect(await posts(channel)).toBe('posted');
    await herald.stop();
  });
});

describe('an installation that does not succeed is told in plain words', () => {
  test('when the person does not agree', async () => {
    const { slack, ada, url, installations } = await running();
    const { status, text } = await slack.oauth.install(url, ada, { allows: false });
    expect(status).toBe(403);
    expect(saysIn(text, 'slack_install_cancelled')).toBe(true);
    expect(await installations.get(slack.home.id)).toBeUndefined();
  });

  test('when it did not begin in this browser', async () => {
    const { slack, url } = await running();
    const answer = await fetch(`${url}/slack/oauth_redirect?code=1&state=made-up`, {
      headers: { 'accept-language': 'zh-CN,zh;q=0.9' },
    });
    expect(answer.status).toBe(400);
    expect(saysIn(await answer.text(), 'slack_install_stale', {}, 'zh')).toBe(true);
    expect(slack.count('oauth.v2.access')).toBe(0);
  });

  test('when the operator does not let the workspace in: its token is given back', async () => {
    const { slack, ada, url, desk, connect, installations } = await connectRig(oauth);
    const { clientId, clientSecret } = slack;
    await connect({ access: { kind: 'oauth', clientId, clientSecret, workspaces: ['T0OTHER'] } }).start(desk);
    const { status, text } = await slack.oauth.install(url, ada);
    expect(status).toBe(403);
    expect(saysIn(text, 'slack_install_not_allowed')).toBe(true);
    expect(slack.count('auth.revoke')).toBe(1);
    expect(await installations.get(slack.home.id)).toBeUndefined();
  });

  test.each([
    [{ error: 'invalid_code' }, 400, 'slack_install_stale'],
    [{ error: 'bad_client_secret' }, 502, 'slack_install_settings'],
    [{ status: 500 }, 502, 'slack_install_unclear'],
  ] as const)('when Slack answers %j', async (answer, status, key) => {
    const { slack, ada, url } = await running();
    slack.faults.next('oauth.v2.access', { answer });
    const page = await slack.oauth.install(url, ada);
    expect(page.status).toBe(status);
    expect(saysIn(page.text, key)).toBe(true);
  });

  test('when the store cannot keep it', async () => {
    const { slack, ada, url, desk, connect, installations } = await connectRig(oauth);
    const { StoreError } = await import('../../../src/store/store-error.ts');
    const full = { ...installations, set: () => Promise.reject(new StoreError('installations', 'write')) };
    await connect({ installations: full }).start(desk);
    const { status, text } = await slack.oauth.install(url, ada);
    expect(status).toBe(503);
    expect(saysIn(text, 'slack_install_not_kept')).toBe(true);
  });

  test('when it is for a whole organisation: its token is given back', async () => {
    const revoked: string[] = [];
    const slack = createServer((request, response) => {
      const answer = {
        '/api/oauth.v2.access': {
          ok: true,
          access_token: 'xoxb-of-an-organisation',
          token_type: 'bot',
          scope: 'commands',
          bot_user_id: 'U0BOT',
          team: null,
          enterprise: { id: 'E1', name: 'All of us' },
          is_enterprise_install: true,
          authed_user: { id: 'U1' },
        },
        '/api/auth.test': { ok: true, url: 'https://all.enterprise.slack.com/', bot_id: 'B1' },
        '/api/auth.revoke': { ok: true, revoked: true },
      }[request.url ?? ''];
      if (request.url === '/api/auth.revoke') revoked.push(request.headers.authorization ?? '');
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(slack, 'listening');
    onTestFinished(() => void slack.close());
    const address = slack.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { url, connect } = await connectRig(oauth);
    connect({ apiUrl: `http://127.0.0.1:${port}/api/` });

    const page = await fetch(`${url}/slack/install`);
    const [, state] = /[?&;]state=([\w.-]+)/.exec(await page.text()) ?? [];
    const cookie = page.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const answer = await fetch(`${url}/slack/oauth_redirect?code=1&state=${state}`, { headers: { cookie } });
    expect(answer.status).toBe(403);
    expect(saysIn(await answer.text(), 'slack_install_org')).toBe(true);
    expect(revoked).toEqual(['Bearer xoxb-of-an-organisation']);
  });
});

test('the pages of an installation are in the reader’s language, tell nobody where they are, and run nothing', async () => {
  const { url } = await running();
  const page = await fetch(`${url}/slack/install`, { headers: { 'accept-language': 'zh-TW' } });
  const text = await page.text();
  expect(saysIn(text, 'slack_install_about', {}, 'zh')).toBe(true);
  expect(text).toMatch(/<html lang="zh">/);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('cache-control')).toBe('no-store');
});

describe('tokens that are rotated', () => {
  const rotated = { tokenLifeMs: 12 * HOUR };

  test('are renewed before they end, once, whoever asks at the same time', async () => {
    const rig = await running(rotated);
    const { slack, ada, channel, url, posts } = rig;
    await slack.oauth.install(url, ada);
    const first = slack.home.botToken;
    const renewed = await renewal(rig);
    slack.pass(9 * HOUR);
    expect(await posts(channel)).toBe('posted');
    expect(slack.home.botToken).toBe(first);
    slack.pass(2 * HOUR);
    expect(await Promise.all([posts(channel), posts(channel), posts(channel)])).toEqual(['posted', 'posted', 'posted']);
    await renewed();
    expect(slack.home.botToken).not.toBe(first);
    expect(slack.count('oauth.v2.access')).toBe(2);
    slack.pass(2 * HOUR);
    expect(await posts(channel)).toBe('posted');
    expect(slack.violations).toEqual([]);
  });

  test('are kept before they are used: a restart goes on with them', async () => {
    const rig = await running(rotated);
    const { slack, ada, channel, url, desk, herald, connect, posts } = rig;
    await slack.oauth.install(url, ada);
    const renewed = await renewal(rig);
    slack.pass(11 * HOUR);
    await posts(channel);
    await renewed();
    await herald.stop();
    await herald.close();
    slack.pass(2 * HOUR);
    const next = connect();
    await next.start(desk);
    expect(await posts(channel, next)).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(2);
  });

  test('are kept as soon as the store can be written again, and are not used before', async () => {
    const { slack, ada, url, desk, connect, installations, channel, lines } = await connectRig(oauth, rotated);
    const { StoreError } = await import('../../../src/store/store-error.ts');
    let fails = false;
    const herald = connect({
      installations: {
        ...installations,
        set: (team, sealed) =>
          fails ? Promise.reject(new StoreError('installations', 'write')) : installations.set(team, sealed),
      },
    });
    await herald.start(desk);
    await slack.oauth.install(url, ada);
    const place = { platform: 'slack', space: slack.home.id, channel: channel.record.id };
    const post = (key: string) => herald.platform.post(place, { key, message: MESSAGE }, new AbortController().signal);
    expect((await post('key0')).outcome).toBe('posted');
    slack.pass(11 * HOUR);
    fails = true;
    expect((await post('key1')).outcome).toBe('posted');
    await expect.poll(() => lines.join('')).toContain('the token of a workspace could not be renewed');
    await expect(post('key2')).rejects.toThrow(StoreError);
    fails = false;
    expect((await post('key3')).outcome).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(2);
    expect(channel.messages()).toHaveLength(3);
  });

  test('that have ended prove nothing when Slack says that Herald was taken out: they are renewed first', async () => {
    const { slack, ada, channel, url, posts } = await running(rotated);
    await slack.oauth.install(url, ada);
    slack.home.uninstall();
    await expect.poll(() => slack.events.filter(({ isAcknowledged }) => isAcknowledged)).toHaveLength(2);
    await slack.oauth.install(url, ada);
    slack.pass(13 * HOUR);
    const [late] = slack.events;
    if (!late) throw new Error('Slack did not tell');
    const asked = slack.count('auth.test');
    await slack.redeliver(late);
    await expect.poll(() => slack.count('auth.test')).toBe(asked + 1);
    expect(slack.count('oauth.v2.access')).toBe(3);
    expect(await posts(channel)).toBe('posted');
  });

  test('are kept also when it cannot be asked yet where the workspace is', async () => {
    const { slack, ada, channel, url, posts } = await running(rotated);
    // the installation itself asks first
    slack.faults.next('auth.test', { answer: { status: 503 }, where: () => slack.count('auth.test') > 1 }, 2);
    await slack.oauth.install(url, ada);
    slack.pass(11 * HOUR);
    expect(await posts(channel)).toBe('later');
    expect(await posts(channel)).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(2);
    slack.pass(11 * HOUR);
    expect(await posts(channel)).toBe('posted');
  });

  test('that cannot be renewed just now are used as long as they are good', async () => {
    const rig = await running(rotated);
    const { slack, ada, channel, url, posts, lines } = rig;
    await slack.oauth.install(url, ada);
    const renewed = await renewal(rig);
    slack.pass(11 * HOUR);
    slack.faults.next('oauth.v2.access', { answer: { status: 503 } });
    expect(await posts(channel)).toBe('posted');
    await expect.poll(() => lines.join('')).toContain('could not be renewed');
    expect(await posts(channel)).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(2);
    slack.pass(60_000);
    expect(await posts(channel)).toBe('posted');
    await renewed();
    expect(slack.count('oauth.v2.access')).toBe(3);
  });

  test('keep nobody waiting while they are renewed', async () => {
    const { slack, ada, channel, url, posts } = await running(rotated);
    await slack.oauth.install(url, ada);
    slack.pass(11 * HOUR);
    const gate = Promise.withResolvers<undefined>();
    slack.on('oauth.v2.access', 'before', () => gate.promise);
    expect(await posts(channel)).toBe('posted');
    expect(await posts(channel)).toBe('posted');
    expect(slack.count('oauth.v2.access')).toBe(2);
    gate.resolve(undefined);
  });

  test('that have ended are asked for once, whoever waits, and not again before a minute has gone by', async () => {
    const { slack, ada, channel, url, posts } = await running(rotated);
    await slack.oauth.install(url, ada);
    slack.pass(13 * HOUR);
    slack.faults.next('oauth.v2.access', { answer: { status: 503 } });
    expect(await Promise.all([posts(channel), posts(channel), posts(channel)])).toEqual(['later', 'later', 'later']);
    expect(await posts(channel)).toBe('later');
    expect(slack.count('oauth.v2.access')).toBe(2);
  });

  test('that have ended while Slack was away are renewed when it is back', async () => {
    const { slack, ada, channel, url, posts } = await running(rotated);
    await slack.oauth.install(url, ada);
    slack.pass(13 * HOUR);
    slack.faults.next('oauth.v2.access', { answer: 'drop' });
    expect(await posts(channel)).toBe('later');
    slack.pass(60_000);
    expect(await posts(channel)).toBe('posted');
  });

  test('that can never be renewed again end the installation', async () => {
    const { slack, ada, channel, url, posts, installations, lines } = await running(rotated);
    await slack.oauth.install(url, ada);
    slack.pass(13 * HOUR);
    slack.faults.next('oauth.v2.access', { answer: { error: 'invalid_refresh_token' } });
    expect(await posts(channel)).toBe('closed');
    expect(await installations.get(slack.home.id)).toBeUndefined();
    expect(lines.join('')).toContain('/slack/install');
  });
});

describe('another SECRET_KEY', () => {
  test('is said to be the wrong one, and the workspaces that it locks out are named; they can be forgotten', async () => {
    const { slack, ada, url, dir, desk, herald, connect, fatal, installations } = await running();
    await slack.oauth.install(url, ada);
    await herald.stop();
    await herald.close();
    const locked = connect({ secret: 'another secret' });
    await locked.start(desk);
    expect(fatal).toEqual([
      expect.stringMatching(new RegExp(`^SECRET_KEY .*${slack.home.id}.*npm run erase -- slack:${slack.home.id}`)),
    ]);
    await locked.close();

    const erase = join(import.meta.dirname, '../../../src/erase.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [erase, `slack:${slack.home.id}`], {
      cwd: dir,
      env: { DATA_DIR: dir },
    });
    expect(stdout).toContain(`Forgot the workspace ${slack.home.id}`);
    expect(await installations.get(slack.home.id)).toBeUndefined();
    await connect({ secret: 'another secret' }).start(desk);
    expect(fatal).toHaveLength(1);
  });
});
