import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { say, type TextKey } from '../../../src/texts.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import { eventually } from '../eventually.ts';
import { gate } from '../gate.ts';
import { tasksOf } from '../kling.ts';
import { ask, confirmed, everPosted, finished, status, told, toldMessage, video } from './kit.ts';
import { sharedHouse } from './shared.ts';

const HOUR = 3_600_000;

/** A token is renewed when it is used in the last two hours of its life: these, once they are older than this (ms). */
const FRESH = 300;
const LIFE = 2 * HOUR + FRESH;

const renders = gate();
const shared = sharedHouse({
  mode: 'http',
  access: 'oauth',
  workspaces: 1,
  slack: { tokenLifeMs: LIFE },
  kling: { render: renders.render },
});

const text = (page: string) => page.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
const sentence = (key: TextKey, params = {}) => say(key, params, 'en');

/** A workspace that has not installed the bot, and somebody in it who may. */
function newcomer(name: string) {
  const team = shared.house.slack.team({ name, installed: false });
  return { team, ada: team.user({ name: 'Ada', admin: true }), channel: team.channel() };
}

/** Asks for a video in a workspace, and resolves while Kling makes it. */
async function begun(person: Parameters<typeof ask>[0], channel: Channel, words: string) {
  const filled = await ask(person, channel, words);
  await status(channel, 'Kling is making');
  return filled;
}

/** How the job stands whose words these are. */
async function stateOf(words: string): Promise<string | undefined> {
  const { kling, bot } = shared.house;
  const id = kling.tasks().findLast(({ sound }) => 'text' in sound && sound.text === words)?.externalId;
  return id && (await bot.job(id)).state;
}

describe('a workspace that installs the bot', () => {
  test('is asked for what is needed, told how to begin, and served', async () => {
    const { slack, bot } = shared.house;
    const { team, ada, channel } = newcomer('Zeta & Söhne');
    const page = await fetch(`${bot.url}/slack/install`);
    expect(text(await page.text())).toContain(sentence('slack_install_next'));
    const chinese = await fetch(`${bot.url}/slack/install`, { headers: { 'accept-language': 'zh-CN,zh' } });
    expect(await chinese.text()).toContain(say('slack_install_next', {}, 'zh'));

    const installed = await slack.oauth.install(bot.url, ada);
    expect(installed.status).toBe(200);
    expect(text(installed.text)).toContain('Herald is now in your workspace “Zeta &amp; Söhne”.');
    expect(text(installed.text)).toContain(sentence('slack_install_begin'));
    expect([...installed.scopes].sort()).toEqual([...BOT_SCOPES].sort());

    await confirmed({ ada, channel });
    expect(everPosted(channel)).toHaveLength(1);
    expect((await video(channel)).permalink).toContain(team.record.domain);
  });

  test('is not installed when whoever was asked does not agree', async () => {
    const { slack, bot } = shared.house;
    const { team, ada } = newcomer('Undecided');
    const cancelled = await slack.oauth.install(bot.url, ada, { allows: false });
    expect(cancelled.status).toBe(403);
    expect(text(cancelled.text)).toContain(sentence('slack_install_cancelled'));
    expect(team.record.isInstalled).toBe(false);
  });

  test('must have begun in the same browser: a state that was made up, or another’s, is refused', async () => {
    const { slack, bot } = shared.house;
    // tokens are renewed all the while, by the same method
    const installs = () =>
      slack.requests.filter(({ route, args }) => route === 'oauth.v2.access' && args.grant_type !== 'refresh_token');
    const before = installs().length;
    const link = /href="([^"]*oauth\/v2\/authorize[^"]*)"/.exec(
      await (await fetch(`${bot.url}/slack/install`)).text(),
    )?.[1];
    const state = new URL((link ?? '').replaceAll('&amp;', '&')).searchParams.get('state') ?? '';
    expect(state).not.toBe('');
    for (const forged of ['made-up', state, '']) {
      const query = new URLSearchParams({ code: 'a-code-of-somebody-elses', state: forged });
      const page = await fetch(`${bot.url}/slack/oauth_redirect?${query}`);
      expect(page.status).toBe(400);
      expect(text(await page.text())).toContain(sentence('slack_install_stale'));
    }
    expect(installs()).toHaveLength(before);
  });
});

describe('what comes to the request URL', () => {
  const JSON_TYPE = 'application/json';
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

  test('is answered when Slack signed it', async () => {
    expect(await shared.house.slack.http.verify()).toBe(true);
  });

  test('is refused unsigned, signed with another secret, or minutes old', async () => {
    const { http, signingSecret } = shared.house.slack;
    const posts = [
      await http.post(challenge, JSON_TYPE),
      await http.post(challenge, JSON_TYPE, { secret: 'f'.repeat(32) }),
      await http.post(challenge, JSON_TYPE, { secret: signingSecret, at: Date.now() - 6 * 60_000 }),
    ];
    for (const { status: code, text: body } of posts) {
      expect(code).toBe(401);
      expect(body).not.toContain('abc');
    }
  });

  test('is refused when it is larger than anything of Slack’s', async () => {
    const { http, signingSecret } = shared.house.slack;
    const large = JSON.stringify({ type: 'event_callback', filler: 'x'.repeat(5_000_000) });
    expect((await http.post(large, JSON_TYPE, { secret: signingSecret })).status).toBe(413);
    // what follows on the same connection is heard
    expect(await http.verify()).toBe(true);
  });
});

describe('while jobs run', () => {
  test('a workspace that removes the bot gets nothing more, and finds its video when it comes back; others get theirs', async () => {
    const { slack, bot, kling } = shared.house;
    const leaver = newcomer('Leaver');
    const stayer = newcomer('Stayer');
    for (const { ada, channel } of [leaver, stayer]) {
      await slack.oauth.install(bot.url, ada);
      await confirmed({ ada, channel });
    }
    const letGo = renders.hold();
    await begun(leaver.ada, leaver.channel, 'I am leaving.');
    await begun(stayer.ada, stayer.channel, 'I am staying.');
    leaver.team.uninstall();
    await bot.logged(({ msg, team }) => String(msg).startsWith('Herald was removed') && team === leaver.team.id);
    letGo();
    await finished(stayer.channel, 'I am staying');
    await expect.poll(() => stateOf('I am leaving.'), { timeout: 5_000 }).toBe('delivered');
    expect(everPosted(leaver.channel)).toHaveLength(1);
    expect(everPosted(stayer.channel)).toHaveLength(2);

    await slack.oauth.install(bot.url, leaver.ada);
    const list = await toldMessage(leaver.ada.slash(leaver.channel, '/jobs'));
    expect(list.shown).toContain('I am leaving.');
    const show = list.buttons.find(({ actionId }) => actionId.startsWith('show:'));
    if (!show) throw new Error('nothing can be shown');
    leaver.ada.press(list, show.actionId);
    const shown = await video(slack.dm(leaver.ada));
    expect(shown.files).toHaveLength(1);
    expect(everPosted(leaver.channel)).toHaveLength(1);
    expect(tasksOf(kling)).toEqual([...new Set(tasksOf(kling))]);
  });

  test('a workspace that takes the tokens back is asked nothing more, and is served when it has installed the bot again', async () => {
    const { slack, bot } = shared.house;
    const { team, ada, channel } = newcomer('Revoker');
    await slack.oauth.install(bot.url, ada);
    await confirmed({ ada, channel });
    team.revoke();
    await bot.logged(({ msg, team: of }) => String(msg).startsWith('Herald was removed') && of === team.id);
    await slack.oauth.install(bot.url, ada);
    await ask(ada, channel, 'Back again.');
    await finished(channel, 'Back again');
    expect(everPosted(channel)).toHaveLength(2);
  });

  test('the token that a job was asked for with may end: its video is posted with the one of then', async () => {
    const { slack, bot } = shared.house;
    const { team, ada, channel } = newcomer('Rotator');
    await slack.oauth.install(bot.url, ada);
    await confirmed({ ada, channel });
    const letGo = renders.hold();
    await begun(ada, channel, 'By another token.');
    const [before, renewals] = [team.botToken, slack.count('oauth.v2.access')];
    const issued = slack.requests.findLast(({ route }) => route === 'oauth.v2.access')?.at ?? 0;
    await eventually(() => slack.now() - issued > 2 * FRESH || undefined);
    slack.pass(LIFE);
    letGo();
    await finished(channel, 'By another token');
    expect(everPosted(channel)).toHaveLength(2);
    expect(team.botToken).not.toBe(before);
    expect(slack.count('oauth.v2.access')).toBeGreaterThan(renewals);
  });
});

test('a restart keeps the workspaces; those that SLACK_WORKSPACES leaves out are not served, and cannot install', async () => {
  const { house } = shared;
  const { slack, team, ada } = house;
  const stranger = newcomer('Stranger');
  const former = newcomer('Former');
  await slack.oauth.install(house.bot.url, former.ada);
  await house.bot.stop();
  await house.restart(0, { SLACK_WORKSPACES: team.id });

  const channel = team.channel();
  await ask(ada, channel, 'Still here.');
  await finished(channel, 'Still here');
  const refused = await slack.oauth.install(house.bot.url, stranger.ada);
  expect(refused.status).toBe(403);
  expect(text(refused.text)).toContain(sentence('slack_install_not_allowed'));
  // what it granted is given back
  await expect.poll(() => stranger.team.record.isInstalled).toBe(false);
  const unheard = former.ada.slash(former.channel, '/help');
  expect(await told(ada.slash(channel, '/help'))).toContain('/avatar');
  expect(unheard.answers).toEqual([]);
});

test('no token is anywhere in the data directory, nor in the log', async () => {
  const { bot, dir, slack } = shared.house;
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
  expect(kept).toContain(shared.house.team.id);
  const everyToken = /xox[a-z]\S?-|xoxe/;
  expect(kept).not.toMatch(everyToken);
  expect(bot.output()).not.toMatch(everyToken);
  for (const secret of [slack.clientSecret, slack.signingSecret]) {
    expect(kept).not.toContain(secret);
    expect(bot.output()).not.toContain(secret);
  }
  await eventually(() => slack.events.every(({ isAcknowledged }) => isAcknowledged) || undefined);
});
