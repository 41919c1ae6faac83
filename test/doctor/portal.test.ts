import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { discord } from '../../src/doctor/discord.ts';
import { commands } from '../../src/platforms/discord/commands.ts';
import { freePort } from '../e2e/ends.ts';
import { webServer } from './kit.ts';

const BOT = '900000000000000001';
const GUILD = '800000000000000001';
const LIMIT = { total: 1_000, remaining: 990, reset_after: 14_400_000, max_concurrency: 1 };

/** A Discord that all is well with, by path. */
const WELL: Readonly<Record<string, unknown>> = {
  '/users/@me': { id: BOT, username: 'Herald' },
  '/applications/@me': { id: BOT, flags: 1 << 19, bot_require_code_grant: false, interactions_endpoint_url: null },
  '/gateway/bot': { url: 'wss://nowhere.example', shards: 1, session_start_limit: LIMIT },
  [`/applications/${BOT}/commands`]: commands(),
  '/users/@me/guilds': [],
};

/** What is said of a Discord that answers so, and what it was asked. */
async function look(answers: Readonly<Record<string, unknown>>, { status = 200, guild = '' } = {}) {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? '', 'http://discord').pathname.replace('/api/v10', '');
    asked.push(`${request.method} ${path}`);
    const known = { ...WELL, ...answers }[path];
    const code = known === undefined ? 404 : status;
    answer.writeHead(code, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(known ?? { message: 'Unknown Guild', code: 10004 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { asked, says: await says((server.address() as AddressInfo).port, guild) };
}

async function says(port: number, guild = ''): Promise<readonly string[]> {
  const { discord: settings } = readConfig({
    DISCORD_TOKEN: 'a-token',
    DISCORD_API_URL: `http://127.0.0.1:${port}/api`,
    DISCORD_GUILD: guild,
  });
  const findings = await discord(settings, 5_000);
  return findings.map((finding) => `${finding.mark} ${finding.says}`);
}

describe('of Discord is said', () => {
  test('that a bot without a server is to be invited, by a link that asks for what Herald needs', async () => {
    const { asked, says } = await look({});
    expect(says).toEqual([
      'ok the token is Herald’s.',
      expect.stringMatching(/^ok the message content intent is on/),
      'ok Herald may still connect 990 of 1000 times.',
      expect.stringMatching(/^ok all \d+ commands are registered, in every server\.$/),
      expect.stringMatching(
        /^wrong the bot is in no server yet\. Invite it: https:\/\/discord\.com\/\S*client_id=9\S*$/,
      ),
    ]);
    expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test('that the token is refused, once, and nothing else', async () => {
    const { asked, says } = await look({ '/users/@me': { message: '401: Unauthorized', code: 0 } }, { status: 401 });
    expect(says).toEqual([expect.stringMatching(/^wrong DISCORD_TOKEN is not accepted: .*Bot → Reset Token\.$/)]);
    expect(asked).toEqual(['GET /users/@me']);
  });

  test('that an endpoint set in the portal takes all interactions away from Herald', async () => {
    const application = { ...Object(WELL['/applications/@me']), interactions_endpoint_url: 'https://old.example' };
    const { says } = await look({ '/applications/@me': application });
    expect(says).toContainEqual(expect.stringMatching(/^wrong .*Interactions Endpoint URL\.$/));
  });

  test('that the invite link needs more than Herald, when the portal says so', async () => {
    const application = { ...Object(WELL['/applications/@me']), bot_require_code_grant: true };
    const { says } = await look({ '/applications/@me': application });
    expect(says).toContainEqual(expect.stringMatching(/^note .*OAuth2 Code Grant\.$/));
  });

  test.each([
    ['note', 40],
    ['wrong', 0],
  ])('as %s, that only %i connections are left', async (mark, remaining) => {
    const { says } = await look({ '/gateway/bot': { session_start_limit: { ...LIMIT, remaining } } });
    expect(says).toContainEqual(expect.stringMatching(new RegExp(`^${mark} .* ${remaining} of 1000 .* next 4 h`)));
  });

  test('which commands are not registered', async () => {
    const path = `/applications/${BOT}/commands`;
    expect((await look({ [path]: [] })).says).toContainEqual(
      expect.stringMatching(/^note no command is registered yet/),
    );
    const some = commands().filter(({ name }) => name !== 'jobs');
    expect((await look({ [path]: some })).says).toContainEqual(expect.stringMatching(/^note not registered: jobs\./));
  });

  test('that DISCORD_GUILD is a server that the bot is not in, and where the commands are then', async () => {
    const { says } = await look({ [`/applications/${BOT}/guilds/${GUILD}/commands`]: commands() }, { guild: GUILD });
    expect(says).toContainEqual(expect.stringMatching(/^wrong DISCORD_GUILD is 8\d+, a server that the bot is not in/));
    expect(says).toContainEqual(expect.stringMatching(/^ok all \d+ commands are registered, in the server 8\d+ alone/));
  });

  test.each([200, 404])('that something else answers in its place, HTTP %i', async (status) => {
    const other = new URL(await webServer(status, '<html>Welcome to nginx'));
    expect(await says(Number(other.port))).toEqual([
      expect.stringMatching(/^wrong .* is not Discord: .*DISCORD_API_URL/),
    ]);
  });

  test('that it is not well, or was not reached', async () => {
    expect((await look({}, { status: 502 })).says).toEqual([
      expect.stringMatching(/^wrong .*HTTP 502: .*discordstatus\.com/),
    ]);
    expect(await says(await freePort())).toEqual([expect.stringMatching(/^wrong .*was not reached: .*ECONNREFUSED/)]);
  });
});
