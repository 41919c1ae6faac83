import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { COMMANDS, SHORTCUT } from '../../../src/platforms/slack/commands.ts';
import { manifestFor } from '../../../src/platforms/slack/manifest.ts';
import { BOT_SCOPES, SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { dataDir, ROOT, removeDir } from '../../e2e/bot.ts';
import { runToEnd } from '../../e2e/ends.ts';

const SPECS = join(ROOT, '../shared/specs/slack');
/** The schemas that Slack publishes lie beside the project; without them, what they would say is not tested. */
const hasSpecs = existsSync(SPECS);

const TOKEN = { SLACK_BOT_TOKEN: 'xoxb-not-to-be-shown' };
const OAUTH = { SLACK_CLIENT_ID: '111.222', SLACK_CLIENT_SECRET: 'hush-not-to-be-shown' };
const SOCKET = { SLACK_APP_TOKEN: 'xapp-not-to-be-shown' };
const HTTP = { SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };
const PUBLIC = { PUBLIC_URL: 'https://herald.example.org', API_TOKEN: 'not-to-be-shown' };

const MODES = {
  'nothing at all': {},
  'one workspace, Socket Mode': { ...TOKEN, ...SOCKET },
  'one workspace, HTTP': { ...TOKEN, ...HTTP, ...PUBLIC },
  'many workspaces, Socket Mode': { ...OAUTH, ...SOCKET, ...PUBLIC },
  'many workspaces, HTTP': { ...OAUTH, ...HTTP, ...PUBLIC },
};
const ALL = Object.entries(MODES);

const made = (env: Readonly<Record<string, string>>) => manifestFor(readConfig(env));

describe('the manifest', () => {
  test.skipIf(!hasSpecs).each(ALL)('is what Slack’s schema wants, with %s', (_, env) => {
    const validate = schema();
    expect({ valid: validate(asJson(made(env))), errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  test.skipIf(!hasSpecs)('is looked at by a schema that finds mistakes', () => {
    const validate = schema();
    const { display_information, ...rest } = made({});
    expect(validate(asJson(rest))).toBe(false);
    expect(validate(asJson({ ...rest, display_information: { ...display_information, name: 'H'.repeat(36) } }))).toBe(
      false,
    );
  });

  test('without any setting is for Socket Mode and one workspace: no address is needed', () => {
    const { settings, oauth_config } = made({});
    expect(settings).toMatchObject({ socket_mode_enabled: true, token_rotation_enabled: false });
    expect(oauth_config).not.toHaveProperty('redirect_urls');
    expect(JSON.stringify(made({}))).not.toContain('http');
    expect(made(MODES['one workspace, Socket Mode'])).toEqual(made({}));
  });

  test('over HTTP has everything sent to one address: events, commands, presses, options', () => {
    const { settings, features } = made(MODES['one workspace, HTTP']);
    const url = 'https://herald.example.org/slack/events';
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.event_subscriptions).toMatchObject({ request_url: url });
    expect(settings.interactivity).toEqual({ is_enabled: true, request_url: url, message_menu_options_url: url });
    expect(features.slash_commands).toEqual(COMMANDS.map(() => expect.objectContaining({ url })));
  });

  test.each(['many workspaces, Socket Mode', 'many workspaces, HTTP'] as const)(
    'for %s has the address that Slack sends people back to, and tokens that are renewed',
    (mode) => {
      const { settings, oauth_config } = made(MODES[mode]);
      expect(oauth_config).toMatchObject({ redirect_urls: ['https://herald.example.org/slack/oauth_redirect'] });
      expect(settings.token_rotation_enabled).toBe(true);
    },
  );

  test('offers every command and the menu entry, each with a word on what it does', () => {
    const { slash_commands, shortcuts } = made({}).features;
    expect(slash_commands.map(({ command }) => command)).toEqual([
      '/avatar',
      '/presenter',
      '/announce',
      '/jobs',
      '/help',
      '/settings',
    ]);
    expect(slash_commands.filter(({ description }) => description.trim() === '')).toEqual([]);
    expect(slash_commands.find(({ command }) => command === '/presenter')).toMatchObject({
      usage_hint: '[add | list | show | remove | default]',
    });
    expect(shortcuts).toMatchObject([{ type: 'message', callback_id: SHORTCUT.callback, name: 'Make it talk' }]);
  });

  test.each(ALL)('has no secret in it, with %s', (_, env) => {
    const text = JSON.stringify(made(env));
    const secrets = Object.values({ ...TOKEN, ...OAUTH, ...SOCKET, ...HTTP, API_TOKEN: PUBLIC.API_TOKEN });
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test('is all that npm run slack:manifest prints, ready to be pasted', async () => {
    const { code, output } = await manifestProgram({});
    expect(JSON.parse(output)).toEqual(asJson(made({})));
    expect(code).toBe(0);
  });

  test('is not printed from settings that clash: they are named instead', async () => {
    const { code, output } = await manifestProgram({ ...OAUTH, ...SOCKET });
    expect(output).toMatch(/^PUBLIC_URL is not set although workspaces are to install Herald/m);
    expect(output).not.toContain('{');
    expect(code).toBe(78);
  });
});

/** Scopes of what Herald calls and hears, by Slack's schemas: of a method any of them will do, of an event all are needed. */
describe.skipIf(!hasSpecs)('the scopes', () => {
  const called = methodsCalled();
  const events = made({}).settings.event_subscriptions.bot_events;

  test('are looked for where Herald calls Slack', () => {
    expect(called).toEqual(expect.arrayContaining(['chat.postMessage', 'files.completeUploadExternal', 'users.info']));
  });

  test('are enough for every method that is called', () => {
    const lacking = called.filter((method) => {
      const scopes = scopesOfMethod(method);
      return scopes.length > 0 && !scopes.some((scope) => BOT_SCOPES.includes(scope));
    });
    expect(lacking).toEqual([]);
  });

  test('are enough for every event that is heard', () => {
    const lacking = events.flatMap((event) => scopesOfEvent(event).filter((scope) => !BOT_SCOPES.includes(scope)));
    expect(lacking).toEqual([]);
  });

  test('are none that no method and no event wants', () => {
    const wanted = new Set([
      // https://docs.slack.dev/reference/scopes/commands: slash commands and shortcuts, which are neither
      'commands',
      ...called.flatMap(scopesOfMethod),
      ...events.flatMap(scopesOfEvent),
    ]);
    expect(BOT_SCOPES.filter((scope) => !wanted.has(scope))).toEqual([]);
  });
});

test('every scope is there once, and says what it is for', () => {
  expect(new Set(BOT_SCOPES).size).toBe(SCOPES.length);
  expect(SCOPES.filter(([, why]) => !/^[a-z]/.test(why) || why.endsWith('.'))).toEqual([]);
});

test('the README explains every scope, and no other', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z_]+(?::[a-z]+)?)` +\| to (.+?) +\|$/gm)].map(([, scope, why]) => [
    scope,
    why,
  ]);
  expect(rows).toEqual(SCOPES.map(([scope, why]) => [scope, why]));
});

/** Schemas do not lie beside the project for these: https://docs.slack.dev/reference/methods. */
const WITHOUT_SCHEMA: Readonly<Record<string, readonly string[]>> = {
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
};

function scopesOfMethod(method: string): readonly string[] {
  return (
    WITHOUT_SCHEMA[method] ?? JSON.parse(readFileSync(join(SPECS, 'methods', `${method}.json`), 'utf8')).scope.bot ?? []
  );
}

function scopesOfEvent(event: string): readonly string[] {
  const { scopes } = JSON.parse(readFileSync(join(SPECS, 'events', `${event}.json`), 'utf8'));
  // the file of app_mention spells its scope with a point
  return scopes.map((scope: string) => scope.replace('.', ':'));
}

/** Every method that a running Herald calls, by the names that Slack's client has for them. The doctor's own calls do not count. */
function methodsCalled(): readonly string[] {
  const files = globSync('src/platforms/slack/**/*.ts', { cwd: ROOT, exclude: ['src/platforms/slack/check.ts'] });
  const code = files.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
  const families = 'apps|auth|bots|chat|conversations|files|team|usergroups|users|views';
  const calls = code.matchAll(new RegExp(`\\.((?:${families})(?:\\.[a-zA-Z]+)+)\\s*\\(`, 'g'));
  return [...new Set([...calls].map(([, method = '']) => method))].sort();
}

function schema() {
  // Slack's schema has keywords of its own; its one format is of `$schema`, which the manifest does not have
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return ajv.compile(JSON.parse(readFileSync(join(SPECS, 'manifest.schema.2.0.0.json'), 'utf8')));
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function manifestProgram(env: Readonly<Record<string, string>>) {
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  return runToEnd('src/slack-manifest.ts', dir, env);
}
