import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Installation, installations, SEALED_FOR } from '../../src/platforms/slack/installations.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { createSeal } from '../../src/seal.ts';
import { openStore } from '../../src/store/store.ts';
import { runToEnd } from '../e2e/ends.ts';
import { type Slack, type SlackOptions, startFakeSlack } from '../fakes/slack/slack.ts';
import type { Team } from '../fakes/slack/teams.ts';
import { examined, folder, webServer } from './kit.ts';

async function fake(options: SlackOptions = {}): Promise<Slack> {
  const slack = await startFakeSlack({ home: { scopes: BOT_SCOPES }, ...options });
  onTestFinished(async () => {
    await slack.close();
    expect(slack.violations).toEqual([]);
  });
  return slack;
}

const settings = (slack: Slack) => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  SLACK_API_URL: slack.url,
});

const doctor = (slack: Slack, env: Readonly<Record<string, string>> = {}) => examined({ ...settings(slack), ...env });

/** Requests that only look. */
const LOOKS = ['auth.test', 'bots.info', 'users.conversations', 'conversations.info', 'apps.connections.open'];

describe('npm run doctor, of a Slack', () => {
  test('where all is well, finds nothing wrong, changes nothing, and shows no token', async () => {
    const slack = await fake();
    slack.home.channel({ name: 'general' });
    slack.home.channel({ name: 'staff', kind: 'private' });
    slack.home.channel({ name: 'elsewhere', botIsMember: false });

    const { code, output } = await runToEnd('src/doctor.ts', folder(), settings(slack));

    expect(output).toMatch(/^✓ ok {4}Slack: SLACK_BOT_TOKEN is @herald’s, in “Home”\.$/m);
    expect(output).toMatch(/^✓ ok {4}Slack workspace “Home”: all \d+ scopes that Herald needs are granted\.$/m);
    expect(output).toMatch(/^✓ ok {4}Slack: SLACK_APP_TOKEN opens Socket Mode\.$/m);
    expect(output).toMatch(/^✓ ok {4}Slack workspace “Home”: the bot is in #general, #staff\. /m);
    expect(output).not.toContain(slack.botToken);
    expect(output).not.toContain(slack.appToken);
    expect(code).toBe(0);
    expect(slack.requests.map(({ route }) => route).filter((route) => !LOOKS.includes(route))).toEqual([]);
    expect(slack.sockets.opened).toBe(0);
  });

  test('without any setting of Slack’s says that Herald is not there', async () => {
    expect((await examined({})).output).toMatch(
      /^! note {2}Slack: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set/m,
    );
  });

  test('names a token that is not accepted, says where to get another, and asks nothing more with it', async () => {
    const slack = await fake();
    const { code, output } = await doctor(slack, { SLACK_BOT_TOKEN: 'xoxb-not-the-token' });
    expect(output).toMatch(
      /^✗ wrong Slack: Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)\. Copy the “Bot User OAuth Token” from .*OAuth & Permissions/m,
    );
    expect(output).not.toContain('not-the-token');
    expect(slack.count('auth.test')).toBe(1);
    expect(slack.count('users.conversations')).toBe(0);
    expect(code).toBe(1);
  });

  test('says of the token of an app that was removed that it is to be installed again', async () => {
    const slack = await fake();
    const before = settings(slack);
    slack.home.uninstall();
    const { output } = await examined(before);
    expect(output).toMatch(
      /^✗ wrong Slack: Slack does not accept SLACK_BOT_TOKEN \(account_inactive\)\. .*reinstalling the app/m,
    );
  });

  test('names each missing scope, what it is for, and once where to add them', async () => {
    const slack = await fake();
    slack.home.scopes(BOT_SCOPES.filter((scope) => scope !== 'files:write' && scope !== 'im:write'));
    const { code, output } = await doctor(slack);
    expect(output.match(/^✗ wrong .*/gm)).toEqual([
      expect.stringMatching(
        /“Home”: the bot lacks these scopes, .*files:write \(to post videos.*im:write \(to write to a person directly.*App Manifest, save it, and reinstall the app \(Install App\)\.$/,
      ),
    ]);
    expect(code).toBe(1);
  });

  test('goes on where the scopes to look at channels are missing as well', async () => {
    const slack = await fake();
    slack.home.channel({ name: 'general' });
    slack.home.scopes(BOT_SCOPES.filter((scope) => !scope.endsWith(':read')));
    const { output } = await doctor(slack);
    expect(output).toMatch(/the bot lacks these scopes.*channels:read/);
    expect(output).not.toMatch(/could not be checked|refused what was asked/);
    expect(slack.count('users.conversations')).toBe(0);
  });

  test('names an app-level token that is not accepted, and the scope that it wants', async () => {
    const slack = await fake();
    const { code, output } = await doctor(slack, { SLACK_APP_TOKEN: 'xapp-1-A0-not-this-one' });
    expect(output).toMatch(
      /^✗ wrong Slack: Slack does not accept SLACK_APP_TOKEN \(invalid_auth\)\. .*connections:write at .*App-Level Tokens/m,
    );
    expect(output).not.toContain('not-this-one');
    expect(code).toBe(1);
  });

  test('names tokens of two different apps', async () => {
    const bot = { team_id: 'T1', user_id: 'U1', bot_id: 'B1', bot: { app_id: 'A0ONE' } };
    const body = JSON.stringify({ ok: true, ...bot, url: 'wss://127.0.0.1/link/?ticket=1&app_id=A0OTHER' });
    const SLACK_API_URL = `${await webServer(200, body)}/api/`;
    const { output } = await examined({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL });
    expect(output).toMatch(
      /^✗ wrong Slack: SLACK_APP_TOKEN is of another app \(A0OTHER\) than the bot’s token \(A0ONE\)/m,
    );
  });

  test('over HTTP says where Slack is to send to, and what to do if nothing comes', async () => {
    const slack = await fake();
    const { output } = await examined({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.url,
      PUBLIC_URL: await webServer(200, '{"status":"ok"}'),
      API_TOKEN: 'only-for-tests',
    });
    expect(output).toMatch(
      /^✓ ok {4}Slack: Slack is to send its requests to http:\S+\/slack\/events\. .*slack:manifest/m,
    );
    expect(slack.count('apps.connections.open')).toBe(0);
  });

  test('names what answers in Slack’s place', async () => {
    const url = `${await webServer(200, '<html>a proxy')}/api/`;
    const { output } = await examined({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: url });
    expect(output).toMatch(/^✗ wrong Slack: What answers at \S+ is not Slack: check SLACK_API_URL/m);
    expect(output).not.toContain('a proxy');
  });

  test('names a Slack that is not well, and one that cannot be reached', async () => {
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    const ill = await examined({ ...tokens, SLACK_API_URL: `${await webServer(503, '')}/api/` });
    expect(ill.output).toMatch(/^✗ wrong Slack: \S+ answered HTTP 503: see https:\/\/slack-status\.com/m);
    const away = await examined({ ...tokens, SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    expect(away.output.match(/^✗ wrong Slack.*/gm)).toEqual([
      expect.stringMatching(/^✗ wrong Slack: \S+ was not reached: check the network, and SLACK_API_URL\. \(.+\)$/),
    ]);
  });
});

describe('of Slack’s channels is said', () => {
  const says = async (slack: Slack, env: Readonly<Record<string, string>> = {}) =>
    (await doctor(slack, env)).output.split('\n').filter((line) => /channel|#|ALLOWED/.test(line));

  test('that the bot is in none, and how to change that: a note, since direct messages work', async () => {
    const slack = await fake();
    slack.home.channel({ name: 'general', botIsMember: false });
    expect(await says(slack)).toEqual([
      expect.stringMatching(/^! note .*the bot is in no channel yet: only direct messages.*\/invite @herald\.$/),
    ]);
  });

  test('of those in ALLOWED_CHANNELS, in which it is not, which are archived, and which it cannot see', async () => {
    const slack = await fake();
    const [fine, away, old] = [
      slack.home.channel({ name: 'fine' }),
      slack.home.channel({ name: 'away', botIsMember: false }),
      slack.home.channel({ name: 'old' }),
    ];
    const secret = slack.home.channel({ name: 'secret', kind: 'private', botIsMember: false });
    old.archive();
    const ids = [fine, away, old, secret].map(({ id }) => id);
    expect(await says(slack, { ALLOWED_CHANNELS: ids.join(',') })).toEqual([
      expect.stringMatching(/^✓ ok .*the bot is in #fine\.$/),
      expect.stringMatching(
        `^✗ wrong .*the bot is not in #away \\(${away.id} in ALLOWED_CHANNELS\\)\\. Write /invite @herald there\\.$`,
      ),
      expect.stringMatching(/^! note .*#old .* is archived/),
      expect.stringMatching(
        `^✗ wrong Slack: ALLOWED_CHANNELS has ${secret.id}, which the bot does not see\\. .*/invite @herald`,
      ),
    ]);
    expect(slack.count('users.conversations')).toBe(0);
  });

  test('that ALLOWED_CHANNELS names none of them', async () => {
    const slack = await fake();
    expect(await says(slack, { ALLOWED_CHANNELS: '80351110224678912' })).toEqual([
      expect.stringMatching(/^! note {2}Slack: ALLOWED_CHANNELS names no channel of Slack’s/),
    ]);
  });

  test('a handful of names, and how many more there are, however many answers that takes', async () => {
    const slack = await fake();
    for (let n = 1; n <= 230; n += 1) slack.home.channel({ name: `c${n}` });
    expect(await says(slack)).toEqual([expect.stringMatching(/the bot is in #c1, #c2, #c3, #c4, #c5 and 225 more\./)]);
    expect(slack.count('users.conversations')).toBe(2);
  });
});

describe('of the workspaces that installed Herald is said', () => {
  const SECRET_KEY = 'a-secret-for-tests-only';

  /** What the doctor says while a Herald has its store open, in which these workspaces are. */
  async function says(
    slack: Slack,
    workspaces: readonly Installation[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> {
    const dir = folder();
    const store = openStore(join(dir, 'herald.sqlite'), 0);
    try {
      const kept = installations(await store.namespace('installations'), createSeal(SECRET_KEY, SEALED_FOR));
      for (const workspace of workspaces) await kept.put(workspace);
      return (await oauth(slack, { DATA_DIR: dir, SECRET_KEY, ...env }))
        .split('\n')
        .filter((line) => /Slack/.test(line));
    } finally {
      await store.close();
    }
  }

  async function oauth(slack: Slack, env: Readonly<Record<string, string>>): Promise<string> {
    const { output } = await examined({
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.url,
      PUBLIC_URL: await webServer(200, '{"status":"ok"}'),
      API_TOKEN: 'only-for-tests',
      ...env,
    });
    return output;
  }

  const installed = (team: Team, bot: Partial<Installation['bot']> = {}): Installation => ({
    team: team.id,
    name: team.name,
    bot: { token: team.botToken, user: team.botUser, scopes: [...BOT_SCOPES], ...bot },
  });

  test('that there is none yet, before the first start and after it, and where to install it', async () => {
    const slack = await fake();
    const none = expect.stringMatching(/^! note {2}Slack: no workspace has installed Herald yet\. .*\/slack\/install$/);
    expect(await says(slack, [])).toContainEqual(none);
    expect((await oauth(slack, {})).split('\n')).toContainEqual(none);
  });

  test('which of them Slack does not accept any more, which lack a scope, and where the bot is', async () => {
    const slack = await fake();
    const [gone, narrow] = [slack.team({ name: 'Gone' }), slack.team({ name: 'Narrow', scopes: BOT_SCOPES.slice(1) })];
    slack.home.channel({ name: 'general' });
    const workspaces = [slack.home, gone, narrow].map((team) => installed(team));
    gone.uninstall();
    const lines = await says(slack, workspaces);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ ok {4}Slack: 3 workspaces have installed Herald\.$/));
    expect(lines).toContainEqual(expect.stringMatching(/^✓ ok {4}Slack workspace “Home”: its token holds\.$/));
    expect(lines).toContainEqual(expect.stringMatching(/^✓ ok {4}Slack workspace “Home”: the bot is in #general\./));
    expect(lines.filter((line) => line.includes('wrong'))).toEqual([
      expect.stringMatching(
        /“Gone”: its token is not accepted \(account_inactive\)\. Install Herald there again: \S+\/slack\/install$/,
      ),
      expect.stringMatching(
        /“Narrow”: the bot lacks a scope.*commands \(.*install Herald again at \S+\/slack\/install\.$/,
      ),
    ]);
  });

  test('that a token has ended, which is renewed when Herald starts: the doctor renews none', async () => {
    const slack = await fake();
    const ended = installed(slack.home, { refresh: 'xoxe-1-once', expires: Date.now() - 1 });
    expect(await says(slack, [ended])).toContainEqual(
      expect.stringMatching(/^! note .*“Home”: its token has ended since/),
    );
    expect(slack.count('auth.test') + slack.count('oauth.v2.access')).toBe(0);
  });

  test('that the secret is not the one that was set when they installed it', async () => {
    const slack = await fake();
    expect(await says(slack, [installed(slack.home)], { SECRET_KEY: 'quite-another-secret' })).toContainEqual(
      expect.stringMatching(`^✗ wrong Slack: SECRET_KEY does not open .*${slack.home.id}`),
    );
  });

  test('which is not served, since SLACK_WORKSPACES does not name it', async () => {
    const slack = await fake();
    expect(await says(slack, [installed(slack.home)], { SLACK_WORKSPACES: 'T0OTHER' })).toContainEqual(
      expect.stringMatching(/^! note .*“Home”: it has installed Herald, but SLACK_WORKSPACES lacks it/),
    );
  });
});
