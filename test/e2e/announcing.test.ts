import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, test } from 'vitest';
import { API_TOKEN, bearer, callHook, type Hook, scripting, taken, wordsIn } from './announcing.ts';
import { ask as plainAsk, problem } from './api.ts';
import { discordSettings } from './discord/kit.ts';
import { sharedHouse } from './discord/shared.ts';
import { runToEnd } from './ends.ts';
import { settings, tasksOf } from './kling.ts';
import { holding, noise } from './traces.ts';

const shared = sharedHouse({ env: { API_TOKEN } });
const { ask, refused, target, presenter, hook } = scripting(() => shared.house);

/** A channel of the house’s server in which nobody has spoken yet. */
const newChannel = () => shared.house.guild.channel();

const DAILY = { kind: 'schedule', when: 'every weekday at 9:00', time_zone: 'Europe/Berlin' };

beforeAll(async () => {
  await presenter('Ada', { voice_id: 'oversea_male1', aspect_ratio: '16:9' });
});

describe('a script', () => {
  test('saves a presenter, sets up announcements, hears them speak, changes and removes them', async () => {
    const channel = newChannel();
    const space = `discord:${shared.house.guild.id}`;
    const mayor = await presenter('Mayor');
    const listed = await ask('GET', `/api/presenters?space=${space}`);
    expect(listed.body.presenters.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Mayor']);
    const byDefault = await ask('PUT', '/api/presenters/default', { space, channel: channel.id, presenter: 'mayor' });
    expect(byDefault.body).toEqual({ channels: { [channel.id]: mayor } });

    const now = {
      target: target(channel),
      presenter: 'Mayor',
      words: 'On {weekday}s, {presenter} speaks in {channel}.',
    };
    const { status, body: job } = await ask('POST', '/api/announcements/now', now);
    expect(status).toBe(202);
    await expect
      .poll(() => wordsIn(channel))
      .toEqual([expect.stringMatching(/^On [A-Z][a-z]+days, Mayor speaks in .+\.\nSaid by Mayor/)]);
    await expect
      .poll(async () => (await ask('GET', `/api/jobs/${job.id}`)).body)
      .toMatchObject({ state: 'delivered', charged: 'yes' });

    const wanted = {
      name: 'Standup',
      target: target(channel),
      presenter: mayor,
      words: 'Good morning.',
      trigger: DAILY,
    };
    const { body: standup } = await ask('POST', '/api/announcements', wanted);
    const path = `/api/announcements/${standup.id}`;
    expect((await ask('GET', path)).body).toMatchObject({
      trigger: { when: 'every weekday at 9:00', time_zone: 'Europe/Berlin', cron: '0 9 * * 1-5' },
      next: expect.stringMatching(/T0[78]:00:00\.000Z$/),
      history: [],
    });
    expect((await ask('PATCH', path, { words: 'Good day.', paused: true })).body).toMatchObject({ paused: true });
    await ask('POST', `${path}/test`, { target: target(channel) });
    await expect.poll(() => wordsIn(channel).at(-1)).toContain('Good day.\nSaid by Mayor');
    const { body: after } = await ask('GET', path);
    expect(after).toMatchObject({ today: 0, history: [{ cause: { kind: 'test' }, state: 'delivered' }] });
    expect(after.next).toBeUndefined();

    // whoever is to be without a presenter is not silently without a voice
    await ask('DELETE', `/api/presenters/${mayor}`);
    expect((await refused('PATCH', path, { paused: false })).detail).toMatch(/presenter/);
    await ask('PATCH', path, { presenter: 'Ada', paused: false });
    await ask('DELETE', path);
    expect((await refused('GET', path)).status).toBe(404);
    const left = await ask('GET', `/api/announcements?space=${space}`);
    expect(left.body.announcements.map(({ name }: { name: string }) => name)).not.toContain('Standup');
  });

  test('is refused with a sentence, and nothing is kept of what cannot be', async () => {
    const wanted = { name: 'Refused', target: target(), presenter: 'Ada', words: 'Hello.', trigger: DAILY };
    const refusal = (more: object) => refused('POST', '/api/announcements', { ...wanted, ...more });
    const elsewhere = { platform: 'slack', space: 'T0HOME', channel: 'C0NEWS' };
    await presenter('Ada', { space: 'slack:T0HOME' });
    expect(await refusal({ target: elsewhere })).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/connected/),
    });
    expect(await refusal({ target: target({ id: '123' }) })).toMatchObject({
      status: 422,
      detail: expect.stringContaining('View Channel'),
    });
    expect(await refusal({ presenter: 'Nobody' })).toMatchObject({
      status: 422,
      detail: expect.stringContaining('“Nobody”'),
    });
    const never = { ...DAILY, when: 'now and then' };
    expect(await refusal({ trigger: never })).toMatchObject({
      status: 422,
      detail: expect.stringContaining('every 2 hours'),
    });
    expect(await refusal({ words: '{{> other}}', trigger: { kind: 'hook', source: 'text' } })).toMatchObject({
      status: 422,
    });
    expect(await refusal({ per_day: 0 })).toMatchObject({ status: 422, detail: expect.stringContaining('per_day') });
    expect(await refusal({ everybody: true })).toMatchObject({
      status: 422,
      detail: expect.stringContaining('everybody'),
    });
    const { body } = await ask('GET', `/api/announcements?space=discord:${shared.house.guild.id}`);
    expect(body.announcements.map(({ name }: { name: string }) => name)).not.toContain('Refused');
  });

  test('needs the token for all of it, and reads with it what the API takes', async () => {
    const { url } = shared.house.bot;
    for (const path of [
      '/api/presenters?space=discord:1',
      '/api/announcements?space=discord:1',
      '/api/openapi.json',
      '/api/docs',
    ]) {
      expect(await problem(plainAsk(url, path))).toMatchObject({ status: 401 });
    }
    const { body: document } = await ask('GET', '/api/openapi.json');
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/presenters', '/api/announcements/{id}', '/api/jobs', '/hooks/{id}']),
    );
    const page = await plainAsk({ url, token: API_TOKEN }, '/api/docs');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await page.text();
    expect(html).toContain('/api/announcements/{id}');
    expect(html).not.toMatch(/<script|javascript:/i);
  });
});

describe('what is said of a call by', () => {
  const hmac = ({ secret }: Hook, body: string) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-github-event': 'release',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });
  const standard = ({ secret }: Hook, body: string) => ({
    'content-type': 'application/json',
    'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', new Date(), body),
  });
  const gitlab = ({ secret }: Hook) => ({
    'content-type': 'application/json',
    'x-gitlab-event': 'Release Hook',
    'x-gitlab-event-uuid': '13792a34-cac6-4fda-95a8-c58e00a3954e',
    'x-gitlab-token': secret,
  });
  const alertmanager = ({ secret }: Hook) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${secret}`,
  });

  const github = {
    action: 'published',
    release: { tag_name: 'v2.0.0', name: 'Quiet nights', draft: false, prerelease: false, body: '<b>@everyone</b>' },
    repository: { name: 'herald', full_name: 'octo-org/herald' },
  };
  const FORM = new URLSearchParams({ payload: JSON.stringify(github) }).toString();
  const GITLAB = JSON.stringify({
    object_kind: 'release',
    action: 'create',
    name: 'Loud days',
    tag: 'v3.1.0',
    description: 'x',
    project: { name: 'Tanuki', path_with_namespace: 'example/tanuki' },
  });
  const ALERT = JSON.stringify({
    version: '4',
    groupKey: '{}:{alertname="DiskFull"}',
    status: 'firing',
    receiver: 'herald',
    commonLabels: { alertname: 'DiskFull' },
    alerts: [
      { status: 'firing', labels: { alertname: 'DiskFull' }, annotations: { summary: 'The disk of db-1 is full.' } },
    ],
  });
  const TEXT = JSON.stringify({ text: 'The build is green.' });

  test.each([
    ['GitHub, as a form that is signed', 'github-release', FORM, hmac, /Quiet nights|v2\.0\.0/],
    ['GitLab', 'gitlab-release', GITLAB, gitlab, /Loud days|v3\.1\.0/],
    ['Alertmanager', 'alert', ALERT, alertmanager, /The disk of db-1 is full/],
    ['Standard Webhooks', 'text', TEXT, standard, /^The build is green\.\n/],
  ] as const)('%s three times at once is one video', async (_, source, body, headers, words) => {
    const { kling } = shared.house;
    const channel = newChannel();
    const called = await hook(`By ${source}`, source, { target: target(channel) });
    const answers = await Promise.all([1, 2, 3].map(() => taken(callHook(called, body, headers(called, body)))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202]);
    const jobs = new Set(answers.map((answer) => answer.body.job));
    expect(jobs.size).toBe(1);
    await expect.poll(() => wordsIn(channel)).toEqual([expect.stringMatching(words)]);
    expect(tasksOf(kling).filter((task) => jobs.has(task))).toHaveLength(1);
    expect((await taken(callHook(called, body, headers(called, body)))).body).toMatchObject({ repeated: true });
    const forged = headers({ ...called, secret: 'whsec_b3RoZXJzZWNyZXRvdGhlcnNlY3JldG90aGVyc2VjcmV0MTI=' }, body);
    expect((await problem(callHook(called, body, forged))).status).toBe(401);
  });
});

describe('a hook', () => {
  test('outlives hostile calls: each is refused or said harmlessly, nothing pings, and the bot goes on', async () => {
    const { bot } = shared.house;
    const channel = newChannel();
    const words =
      '{{constructor.name}}{{__proto__.x}}{{#list}}{{#list}}{{#list}}{{a}}{{/list}}{{/list}}{{/list}}{{text}}';
    const called = await hook('Hostile', 'text', { target: target(channel), words, per_day: 3 });
    const call = (body: unknown, headers = {}) => callHook(called, body, { ...bearer(called), ...headers });
    const json = { 'content-type': 'application/json' };
    const deep = `{"text":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
    const refusals = [
      call(deep, json),
      call('{"text":', json),
      call('', json),
      call('[]', json),
      call(new Blob([Buffer.from([0xff, 0xfe])]), json),
      call('hello', { 'content-type': 'text/plain' }),
      call('x'.repeat(1_000_001), json),
      call('{"__proto__":{"text":"polluted"},"constructor":{"prototype":{"text":"polluted"}}}', json),
    ];
    const statuses = await Promise.all(refusals.map(async (refusal) => (await problem(refusal)).status));
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 413, 422]);

    const bomb = { list: Array.from({ length: 20_000 }, () => ({ a: 'boom ' })), text: 'end' };
    expect((await taken(call(bomb))).status).toBe(202);
    const ping = { text: '<@&1> @everyone <script>alert(1)</script> \u202Eevil', __proto__: null, toString: 'x' };
    expect((await taken(call(ping))).status).toBe(202);
    await expect.poll(() => wordsIn(channel)).toHaveLength(2);
    expect(channel.messages().flatMap(({ record }) => record.mentions ?? [])).toEqual([]);
    expect(bot.child.exitCode).toBeNull();
    expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(bot.output()).not.toContain(called.secret);
    expect(bot.output()).not.toContain('evil');
    expect(bot.output()).not.toContain('boom');
  });

  test('that runs away is stopped by its limit, and a new secret shuts the old one out', async () => {
    const channel = newChannel();
    const called = await hook('Runaway', 'text', { target: target(channel), per_day: 2 });
    const call = (n: number, by: Pick<Hook, 'secret'> = called) =>
      callHook(called, { text: `Alarm ${n}.` }, bearer(by));
    const statuses = await Promise.all(Array.from({ length: 12 }, async (_, n) => (await call(n)).status));
    expect(statuses.sort()).toEqual([202, 202, ...Array.from({ length: 10 }, () => 429)]);
    const limited = await problem(call(99));
    expect(limited).toMatchObject({ status: 429, detail: expect.stringContaining('2') });
    expect(Number(limited.retryAfter)).toBeGreaterThan(0);
    await expect.poll(() => wordsIn(channel)).toHaveLength(2);
    const { body } = await ask('GET', `/api/announcements/${called.id}`);
    expect(body.today).toBe(2);
    expect(body.history.filter(({ refused }: { refused?: string }) => refused)).toHaveLength(1);

    const { hook: renewed } = (await ask('POST', `/api/announcements/${called.id}/secret`)).body;
    expect((await problem(call(100))).status).toBe(401);
    expect((await problem(call(100, renewed))).status).toBe(429);
    await ask('PATCH', `/api/announcements/${called.id}`, { paused: true });
    expect(await problem(call(101, renewed))).toMatchObject({ status: 422, detail: expect.stringContaining('paused') });
    await ask('DELETE', `/api/announcements/${called.id}`);
    expect((await problem(call(102, renewed))).status).toBe(404);
  });
});

test('npm run erase leaves nothing of what somebody set up, and the others go on', async () => {
  const { house, ada } = shared;
  const [hers, others] = [newChannel(), newChannel()];
  const photo = new Blob([new Uint8Array(await noise())]);
  const zebra = await presenter('Zebra', { photo, owner: ada.id });
  const face = readFileSync(join(house.dir, 'media', `${zebra}.photo`)).subarray(1_000, 1_064);
  const owned = await hook('Owned', 'text', { target: target(hers), owner: ada.id, words: 'Striped yak, {{text}}' });
  const by = { presenter: 'Zebra', target: target(others) };
  const paused = await hook('Of another', 'text', by);
  const goesOn = await hook('Goes on', 'text', { target: target(others) });
  const call = (one: Hook, text: string) => callHook(one, { text }, bearer(one));
  await taken(call(owned, 'brown zebra'));
  await expect.poll(() => wordsIn(hers)).toEqual([expect.stringContaining('Striped yak, brown zebra')]);

  const env = { ...settings(house.kling, 'avatar'), ...discordSettings(house.discord) };
  await house.bot.stop();
  expect(holding(house.dir, 'Striped yak')).not.toEqual([]);
  expect(holding(house.dir, face)).not.toEqual([]);
  const erased = await runToEnd('src/erase.ts', house.dir, env, [`discord:${ada.id}`]);
  expect(erased).toMatchObject({ code: 0, output: expect.stringMatching(/1 presenters .* 1 announcements/) });
  for (const trace of ['Striped yak', 'brown zebra', 'Zebra', face, ada.id]) {
    expect(holding(house.dir, trace), String(trace)).toEqual([]);
  }

  const bot = await house.restart();
  const urlOf = (one: Hook): Hook => ({ ...one, url: bot.url + new URL(one.url).pathname });
  expect((await problem(call(urlOf(owned), 'again'))).status).toBe(404);
  expect((await ask('GET', `/api/announcements/${paused.id}`)).body).toMatchObject({
    paused: true,
    paused_why: expect.stringContaining('presenter'),
  });
  expect((await taken(call(urlOf(goesOn), 'I am still here.'))).status).toBe(202);
  await expect.poll(() => wordsIn(others)).toEqual([expect.stringContaining('I am still here.')]);
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
});
