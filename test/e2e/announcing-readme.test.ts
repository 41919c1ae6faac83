import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { API_TOKEN, callHook, taken, wordsIn } from './announcing.ts';
import { type Bot, ROOT } from './bot.ts';
import { answered, hookIn } from './discord/announcing-kit.ts';
import { openHouse, photo, told, videosIn } from './discord/kit.ts';
import { freePort } from './ends.ts';
import { eventually } from './eventually.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [, SECTION = ''] = /^## Announce your releases in five minutes$([\s\S]*?)^## /m.exec(README) ?? [];

/** What the README has one fill in, by the name of the option. */
const OPTIONS = Object.fromEntries(
  [...SECTION.matchAll(/`(name|source|presenter): ([^`]+)`/g)].map((found) => found.slice(1)),
);

test('the README’s five minutes lead to a release that is announced', async () => {
  const port = await freePort();
  const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, API_TOKEN };
  const { discord, guild, bot } = await openHouse({ env });
  const releases = guild.channel({ name: 'releases' });
  const grace = discord.user({ name: 'Grace' });
  guild.member(grace, { permissions: ['ManageMessages'] });

  // 1: whoever has not confirmed is asked, and sends it again
  const face = { name: OPTIONS.presenter, photo: await photo() };
  const terms = await answered(grace.slash(releases, 'presenter add', face));
  await told(grace.press(terms, terms.buttons[0]?.customId ?? ''));
  expect(await told(grace.slash(releases, 'presenter add', face))).toContain(`“${OPTIONS.presenter}” is saved`);

  // 2 and 3
  expect(OPTIONS.source).toBe('GitHub releases');
  const set = grace.slash(releases, 'announce hook', { ...OPTIONS, source: 'github-release' });
  const hook = hookIn(await answered(set));
  expect(hook.url).toMatch(new RegExp(`^${env.PUBLIC_URL}/hooks/`));
  expect(releases.messages()).toEqual([]);

  // 4: what GitHub sends as soon as the webhook is added
  const github = (event: string, payload: object) => {
    const body = JSON.stringify(payload);
    const signature = createHmac('sha256', hook.secret).update(body).digest('hex');
    return callHook(hook, body, {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': `guid-${event}`,
      'x-hub-signature-256': `sha256=${signature}`,
    });
  };
  const ping = await taken(github('ping', { zen: 'Speak like a human.', hook_id: 1 }));
  expect(ping).toEqual({ status: 200, body: { announced: false } });

  // 5: the example comes to her alone
  await told(grace.slash(releases, 'announce test', { announcement: OPTIONS.name }));
  await eventually(() => videosIn(discord.dm(grace))[0]);
  expect(releases.messages()).toEqual([]);
  const published = {
    action: 'published',
    release: { tag_name: 'v1.1.0', name: 'First light' },
    repository: { name: 'herald' },
  };
  expect((await taken(github('release', published))).status).toBe(202);
  await expect.poll(() => wordsIn(releases)).toEqual([expect.stringContaining('First light')]);

  // without GitHub, as it stands there
  const [script = ''] = scriptsIn('Announce your releases in five minutes');
  const secrets = { SECRET: hook.secret, ID: hook.url.split('/').at(-1) ?? '' };
  const [first] = await shell(script, bot, secrets);
  expect(first).toMatchObject({ announced: true, repeated: false });
  expect(await shell(script, bot, secrets)).toEqual([{ ...first, repeated: true }]);
  const [, shown = ''] = /^# 202 (\{.*?\})/m.exec(script) ?? [];
  expect(Object.keys(JSON.parse(shown))).toEqual(Object.keys(first));
  await expect.poll(() => wordsIn(releases).at(-1)).toContain('Quiet nights');

  // and what a script does without a chat, in another server
  const [page = '', standup = ''] = scriptsIn('The HTTP API');
  expect(await shell(page, bot, { API_TOKEN })).toEqual([]);
  expect(readFileSync(join(bot.dir, 'api.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<h1>Herald: the API<\/h1>/);
  const other = discord.guild();
  const channel = other.channel();
  writeFileSync(join(bot.dir, 'ada.jpg'), (await photo()).bytes);
  const answers = await shell(standup, bot, { API_TOKEN, SERVER: other.id, CHANNEL: channel.id });
  expect(answers).toEqual([
    expect.objectContaining({ name: 'Ada', space: `discord:${other.id}` }),
    expect.objectContaining({ name: 'Standup', target: { platform: 'discord', space: other.id, channel: channel.id } }),
  ]);
});

/** The scripts of a section of the README. */
function scriptsIn(heading: string): readonly string[] {
  const [, section = ''] = new RegExp(`^## ${heading}$([\\s\\S]*?)^## `, 'm').exec(README) ?? [];
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script = '']) => script);
}

/** Runs a script as it stands there, but for the bot's address. @returns the JSON that it printed, one after the other */
async function shell(script: string, bot: Pick<Bot, 'url' | 'dir'>, env: Readonly<Record<string, string>>) {
  expect(script).toContain('http://127.0.0.1:3000/');
  const { stdout } = await promisify(execFile)('sh', ['-c', script.replaceAll('http://127.0.0.1:3000', bot.url)], {
    cwd: bot.dir,
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout
    .split(/(?<=\})(?=\{)/)
    .filter(Boolean)
    .map((json) => JSON.parse(json));
}
