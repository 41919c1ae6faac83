import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from '../../../src/clock.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/slack.ts';
import { openStore } from '../../../src/store/store.ts';
import { endWithTest, startWithChannel } from '../../fakes/slack/rig.ts';
import type { SlackOptions as FakeOptions } from '../../fakes/slack/slack.ts';
import { recordingDesk } from '../discord/desk.ts';

const SECRET = 'the secret of this house';

/** Whether Slack is heard through Socket Mode or over HTTP, and whether by one token or after an installation. */
export interface Ways {
  readonly entry?: 'socket' | 'http';
  readonly access?: 'token' | 'oauth';
}

/** A fake Slack, and Herald's side of it with a real store, behind a real HTTP server. Starts when it is told to. */
export async function connectRig({ entry = 'socket', access = 'token' }: Ways = {}, fake: FakeOptions = {}) {
  const mode = { mode: entry } as const;
  const world = await startWithChannel({ ...mode, ...fake, home: { installed: access === 'token', ...fake.home } });
  const { slack } = world;
  const dir = await mkdtemp(join(tmpdir(), 'herald-slack-'));
  const store = openStore(join(dir, 'herald.sqlite'), 0);
  const installations = await store.namespace<string>('installations');
  const lines: string[] = [];
  const fatal: string[] = [];
  const desk = recordingDesk();

  let current: ReturnType<typeof createSlack> | undefined;
  const server = createServer((request, response) => {
    const { take } = current?.requests ?? {};
    if (!take?.(request, response)) response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  slack.http.requestUrl = `${url}/slack/events`;

  /** Another Herald on the same store; the one before is to be closed first. */
  function connect(options: Partial<SlackOptions> = {}) {
    const { appToken, signingSecret, clientId, clientSecret } = slack;
    const herald = createSlack({
      access:
        access === 'token'
          ? { kind: 'token', token: slack.botToken }
          : { kind: 'oauth', clientId, clientSecret, workspaces: [] },
      entry: entry === 'socket' ? { kind: 'socket', appToken } : { kind: 'http', signingSecret },
      apiUrl: slack.url,
      managers: [],
      publicUrl: url,
      secret: SECRET,
      installations,
      clock: { ...systemClock, now: slack.now },
      random: () => 0,
      log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
      onFatal: (sentence) => void fatal.push(sentence),
      ...options,
    });
    current = herald;
    return herald;
  }

  const herald = connect();
  endWithTest(async () => {
    await current?.stop();
    await current?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  return { ...world, desk, herald, connect, installations, store, dir, url, lines, fatal };
}
