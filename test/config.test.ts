import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, idleSettings, readConfig, settings } from '../src/config.ts';
import { isLoopback } from '../src/config-fields.ts';
import { envExample, withSettings } from './settings-docs.ts';

function mistakes(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('the configuration', () => {
  test('of an empty environment is the documented one: loopback, no credentials', () => {
    const expected = {
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      logLevel: 'info',
      keepDays: 7,
      kling: {
        baseUrl: 'https://api-singapore.klingai.com',
        profile: 'auto',
        mode: 'std',
        maxConcurrent: 5,
        pollSeconds: 5,
        settleSeconds: 60,
      },
      ceilings: { maxVideoSeconds: 60, dailySecondsPerPerson: 300, dailySecondsPerSpace: 1800, dailySeconds: 7200 },
      access: { roles: [], channels: [], shutOut: [] },
      announcements: { perDay: 24, lateMinutes: 60, feedHosts: [] },
      sandboxSeconds: 6,
    };
    expect(readConfig({})).toEqual(expected);
    expect(readConfig(Object.fromEntries(settings.map(({ name }) => [name, ' '])))).toEqual(expected);
  });

  test('reads every setting', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://herald.example/bot/',
      DATA_DIR: '/data',
      LOG_LEVEL: 'debug',
      API_TOKEN: 'token',
      SECRET_KEY: 'k'.repeat(32),
      KEEP_DAYS: '0.5',
      KLING_ACCESS_KEY: 'ak',
      KLING_SECRET_KEY: 'sk',
      KLING_BASE_URL: 'http://127.0.0.1:9000',
      KLING_PROFILE: 'avatar',
      KLING_MODE: 'pro',
      KLING_MAX_CONCURRENT: '20',
      KLING_POLL_SECONDS: '0.1',
      KLING_SETTLE_SECONDS: '0',
      KLING_WEBHOOK_SECRET: 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=',
      KLING_VOICE: 'chat_0407_5-1',
      KLING_VOICES: 'voices.json',
      MAX_VIDEO_SECONDS: '300',
      DAILY_SECONDS_PER_PERSON: '1',
      DAILY_SECONDS_PER_SPACE: '2',
      DAILY_SECONDS: '0',
      DISCORD_TOKEN: 'bot.token.of-it',
      DISCORD_GUILD: '80351110224678912',
      DISCORD_SHARDS: '0-3/8',
      DISCORD_API_URL: 'http://127.0.0.1:9001/api/',
      DISCORD_CDN_HOSTS: '127.0.0.1:9002, cdn.example.org',
      SLACK_CLIENT_ID: '1234567890.1234567890',
      SLACK_CLIENT_SECRET: 'client-secret',
      SLACK_SIGNING_SECRET: 'abcdef0123456789abcdef0123456789',
      SLACK_WORKSPACES: 'T012AB3CD, T045EF6GH',
      SLACK_MANAGERS: 'U012AB3CD,S012AB3CD',
      SLACK_API_URL: 'http://127.0.0.1:9003/api/',
      ALLOWED_ROLES: '1,2',
      ALLOWED_CHANNELS: '3',
      SHUT_OUT: 'discord:4,slack:U5',
      ANNOUNCEMENTS_PER_DAY: '3',
      ANNOUNCEMENTS_LATE_MINUTES: '0',
      FEED_HOSTS: 'news.example.lan,127.0.0.1:9004',
      SANDBOX_SECONDS: '0.2',
    });
    expect(config).toEqual({
      port: 0,
      host: '0.0.0.0',
      publicUrl: 'https://herald.example/bot',
      dataDir: '/data',
      logLevel: 'debug',
      apiToken: 'token',
      secretKey: 'k'.repeat(32),
      keepDays: 0.5,
      kling: {
        credentials: { kind: 'pair', accessKey: 'ak', secretKey: 'sk' },
        baseUrl: 'http://127.0.0.1:9000',
        profile: 'avatar',
        mode: 'pro',
        maxConcurrent: 20,
        pollSeconds: 0.1,
        settleSeconds: 0,
        webhookSecret: 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=',
        voice: 'chat_0407_5-1',
        voicesFile: 'voices.json',
      },
      ceilings: { maxVideoSeconds: 300, dailySecondsPerPerson: 1, dailySecondsPerSpace: 2, dailySeconds: 0 },
      announcements: { perDay: 3, lateMinutes: 0, feedHosts: ['news.example.lan', '127.0.0.1:9004'] },
      discord: {
        token: 'bot.token.of-it',
        guild: '80351110224678912',
        shards: { first: 0, last: 3, of: 8 },
        apiUrl: 'http://127.0.0.1:9001/api',
        cdnHosts: ['127.0.0.1:9002', 'cdn.example.org'],
      },
      slack: {
        access: {
          kind: 'oauth',
          clientId: '1234567890.1234567890',
          clientSecret: 'client-secret',
          workspaces: ['T012AB3CD', 'T045EF6GH'],
        },
        entry: { kind: 'http', signingSecret: 'abcdef0123456789abcdef0123456789' },
        apiUrl: 'http://127.0.0.1:9003/api/',
        managers: ['U012AB3CD', 'S012AB3CD'],
      },
      access: { roles: ['1', '2'], channels: ['3'], shutOut: ['discord:4', 'slack:U5'] },
      sandboxSeconds: 0.2,
    });
    expect(readConfig({ KLING_API_KEY: 'key' }).kling.credentials).toEqual({ kind: 'key', apiKey: 'key' });
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-b' }).slack).toEqual({
      access: { kind: 'token', token: 'xoxb-1-a' },
      entry: { kind: 'socket', appToken: 'xapp-1-b' },
      apiUrl: 'https://slack.com/api/',
      managers: [],
    });
  });

  test('leaves the settings of others alone', () => {
    expect(mistakes({ KLING_COLOUR: 'blue', PATH: '/bin', DISCORD_COLOUR: 'x' })).toEqual([]);
  });
});

describe('a mistake in the settings', () => {
  test('is told in one sentence, together with all the others', () => {
    expect(mistakes({ PORT: '70000', KLING_MODE: 'best', MAX_VIDEO_SECONDS: '301', HOST: '0.0.0.0' })).toEqual([
      'PORT is "70000"; expected a whole number from 0 to 65535.',
      'KLING_MODE is "best"; expected one of std, pro.',
      'MAX_VIDEO_SECONDS is "301"; expected a number from 1 to 300.',
      'API_TOKEN is not set although HOST is "0.0.0.0"; expected a token, or HOST on loopback.',
    ]);
  });

  test.each([
    ['PORT', '0x50'],
    ['PORT', '3000.5'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['HOST', 'http://localhost'],
    ['PUBLIC_URL', 'herald.example'],
    ['PUBLIC_URL', 'ftp://herald.example'],
    ['PUBLIC_URL', 'https://herald.example/?x=1'],
    ['LOG_LEVEL', 'INFO'],
    ['KEEP_DAYS', '0'],
    ['KEEP_DAYS', 'a week'],
    ['KLING_BASE_URL', 'javascript:alert(1)'],
    ['KLING_PROFILE', 'auto,avatar'],
    ['KLING_MAX_CONCURRENT', '0'],
    ['KLING_MAX_CONCURRENT', '2.5'],
    ['KLING_POLL_SECONDS', '0'],
    ['KLING_POLL_SECONDS', 'Infinity'],
    ['KLING_VOICE', 'two words'],
    ['DAILY_SECONDS', '-0.1'],
    ['DISCORD_GUILD', 'my server'],
    ['DISCORD_SHARDS', '4-3/8'],
    ['DISCORD_SHARDS', '0-8/8'],
    ['DISCORD_SHARDS', 'all'],
    ['DISCORD_API_URL', 'https://discord.com'],
    ['DISCORD_CDN_HOSTS', 'https://cdn.example.org'],
    ['SLACK_API_URL', 'https://slack.com'],
    ['SLACK_MANAGERS', '@ada'],
    ['SLACK_WORKSPACES', 'acme.slack.com'],
    ['SHUT_OUT', '80351110224678912'],
    ['SANDBOX_SECONDS', 'NaN'],
  ])('is found in %s=%s', (name, value) => {
    const slack = {
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'c',
      SLACK_APP_TOKEN: 'xapp-1-b',
      PUBLIC_URL: 'https://h.example',
    };
    const around = name.startsWith('SLACK_') ? slack : {};
    expect(mistakes({ API_TOKEN: 'token', ...around, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is ".*"; expected .+\\.$`)),
    ]);
  });

  test.each(settings.filter(({ secret }) => secret).map(({ name }) => name))('never shows the value of %s', (name) => {
    const found = mistakes({ [name]: 'häß\tlich', KLING_API_KEY: name === 'KLING_API_KEY' ? 'häß\tlich' : '' });
    expect(found.join('\n')).not.toContain('lich');
  });

  test('never shows a password that is part of an address', () => {
    const found = mistakes({ KLING_BASE_URL: 'https://me:hunter2@kling.example' });
    expect(found).toHaveLength(1);
    expect(found[0]).not.toContain('hunter2');
  });

  test.each([
    ['a HOST that others reach', { HOST: '192.168.1.5' }, 'API_TOKEN is not set although HOST is'],
    ['a PUBLIC_URL', { PUBLIC_URL: 'https://h.example' }, 'API_TOKEN is not set although PUBLIC_URL is'],
  ])('is %s without API_TOKEN', (_what, env, sentence) => {
    expect(mistakes(env)).toEqual([expect.stringContaining(sentence)]);
    expect(mistakes({ ...env, API_TOKEN: 'token' })).toEqual([]);
  });

  test.each([
    ['half a pair', { KLING_ACCESS_KEY: 'a' }, 'KLING_SECRET_KEY is not set'],
    ['the other half', { KLING_SECRET_KEY: 'a' }, 'KLING_ACCESS_KEY is not set'],
    ['two kinds', { KLING_API_KEY: 'a', KLING_ACCESS_KEY: 'a', KLING_SECRET_KEY: 'a' }, 'KLING_API_KEY is set beside'],
    ['a kind and a half', { KLING_API_KEY: 'a', KLING_SECRET_KEY: 'a' }, 'KLING_API_KEY is set beside'],
  ])('is %s of credentials', (_what, env, sentence) => {
    expect(mistakes(env)).toEqual([expect.stringContaining(sentence)]);
  });

  const [bot, app, signing] = [
    { SLACK_BOT_TOKEN: 'xoxb-1-a' },
    { SLACK_APP_TOKEN: 'xapp-1-b' },
    { SLACK_SIGNING_SECRET: 'a'.repeat(32) },
  ];
  const client = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c' };
  const pub = { PUBLIC_URL: 'https://h.example', API_TOKEN: 'token' };

  test.each([
    ['a bot’s token alone', bot, 'SLACK_APP_TOKEN is not set although SLACK_BOT_TOKEN is'],
    ['an app-level token alone', app, 'SLACK_BOT_TOKEN is not set although SLACK_APP_TOKEN is'],
    ['a signing secret alone', signing, 'SLACK_BOT_TOKEN is not set although SLACK_SIGNING_SECRET is'],
    ['a token beside the pair for many', { ...bot, ...app, ...client, ...pub }, 'SLACK_BOT_TOKEN is set beside'],
    ['half a pair', { SLACK_CLIENT_ID: '1.2', ...app, ...pub }, 'SLACK_CLIENT_SECRET is not set'],
    ['the other half', { SLACK_CLIENT_SECRET: 'c', ...app, ...pub }, 'SLACK_CLIENT_ID is not set'],
    [
      'HTTP without an address',
      { ...bot, ...signing },
      'PUBLIC_URL is not set although Slack is to be heard over HTTP',
    ],
    ['installations without an address', { ...client, ...app }, 'PUBLIC_URL is not set although workspaces are to'],
    [
      'HTTP by an address that is not encrypted',
      { ...bot, ...signing, ...pub, PUBLIC_URL: 'http://h.example' },
      'PUBLIC_URL begins with http:// although Slack is to reach it',
    ],
    [
      'installations at one',
      { ...client, ...app, ...pub, PUBLIC_URL: 'http://h.example' },
      'PUBLIC_URL begins with http:// although Slack is to reach it',
    ],
    [
      'HTTP by such an address, with Slack’s own API named',
      { ...bot, ...signing, ...pub, PUBLIC_URL: 'http://h.example', SLACK_API_URL: 'https://slack.com/api' },
      'PUBLIC_URL begins with http:// although Slack is to reach it',
    ],
    ['the pair alone', { ...client, ...pub }, 'SLACK_APP_TOKEN is not set although SLACK_CLIENT_ID is'],
    ['an app-level token as the bot’s', { SLACK_BOT_TOKEN: 'xapp-1', ...app }, 'for SLACK_APP_TOKEN'],
    ['a bot’s token as the app’s', { ...bot, SLACK_APP_TOKEN: 'xoxb-1' }, 'for SLACK_BOT_TOKEN'],
    ['a person’s token', { SLACK_BOT_TOKEN: 'xoxp-1', ...app }, 'a user’s token'],
    ['a token that ends', { SLACK_BOT_TOKEN: 'xoxe.xoxb-1', ...app }, 'turn token rotation off'],
  ])('is %s, for Slack', (_what, env, sentence) => {
    expect(mistakes(env)).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    ['Socket Mode', { ...bot, ...app }],
    ['Socket Mode, with a signing secret beside it', { ...bot, ...app, ...signing }],
    ['HTTP', { ...bot, ...signing, ...pub }],
    ['Socket Mode for many', { ...client, ...app, ...pub }],
    ['HTTP for many', { ...client, ...signing, ...pub }],
    [
      'HTTP on this machine alone, without encryption',
      { ...bot, ...signing, ...pub, PUBLIC_URL: 'http://127.0.0.1:3000' },
    ],
    [
      'HTTP without encryption, with something that stands in for Slack',
      { ...bot, ...signing, ...pub, PUBLIC_URL: 'http://h.example', SLACK_API_URL: 'http://fake.example/api' },
    ],
    ['Socket Mode beside a PUBLIC_URL without encryption', { ...bot, ...app, ...pub, PUBLIC_URL: 'http://h.example' }],
    [
      'managers and workspaces',
      { ...client, ...app, ...pub, SLACK_MANAGERS: 'U012AB3CD', SLACK_WORKSPACES: 'T012AB3CD' },
    ],
  ])('is not made by Slack through %s', (_what, env) => {
    expect(mistakes(env)).toEqual([]);
  });

  test.each([
    ['managers without Slack', { SLACK_MANAGERS: 'U012AB3CD' }, ['SLACK_MANAGERS has no effect, since Herald is not']],
    ['workspaces without Slack', { SLACK_WORKSPACES: 'T012AB3CD' }, ['SLACK_WORKSPACES has no effect, since no']],
    [
      'a list of workspaces beside the token of one',
      { ...bot, ...app, SLACK_WORKSPACES: 'T012AB3CD', SLACK_MANAGERS: 'U012AB3CD' },
      ['SLACK_WORKSPACES has no effect, since no workspace can install Herald'],
    ],
    ['both in their place', { ...client, ...app, ...pub, SLACK_MANAGERS: 'U012', SLACK_WORKSPACES: 'T012' }, []],
    ['neither', { SLACK_MANAGERS: ' ' }, []],
  ])('is not a setting that has no effect, which is told: %s', (_what, env, sentences) => {
    expect(mistakes(env)).toEqual([]);
    expect(idleSettings(env)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  test('is never anything else than a ConfigError', () => {
    const names = settings.map(({ name }) => name);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), (env) => {
        expect(() => mistakes(env)).not.toThrow();
      }),
    );
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.evil.example', false],
  ['example.com', false],
])('that %s is loopback is %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('what is written about the settings (node test/settings-docs.ts writes it anew)', () => {
  const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

  test('.env.example is up to date', () => {
    expect(read('.env.example')).toBe(envExample());
  });

  test('the README’s table is up to date', () => {
    expect(read('README.md')).toBe(withSettings(read('README.md')));
  });

  test('.env.example changes nothing when it is used as it is, and is right when it is uncommented', () => {
    const lines = envExample().split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    const uncommented = lines.flatMap((line) => /^#([A-Z_]+)=(.*)$/.exec(line)?.slice(1) ?? []);
    const env: Record<string, string> = {};
    for (let i = 0; i < uncommented.length; i += 2) env[uncommented[i] ?? ''] = uncommented[i + 1] ?? '';
    expect(Object.keys(env)).toEqual(settings.map(({ name }) => name));
    expect(readConfig(env)).toEqual(readConfig({}));
  });
});
