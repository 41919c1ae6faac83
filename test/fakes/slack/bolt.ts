import { Server } from 'node:http';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import { expect } from 'vitest';
import { endWithTest } from './rig.ts';
import type { Slack } from './slack.ts';

/** What Bolt would say on its own is not said: what goes wrong in tests goes wrong on purpose. */
export const logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

/** The real Bolt in Socket Mode, not started; it connects again soon after it lost its connection. */
export function socketApp(slack: Slack): App {
  const clientOptions = { slackApiUrl: slack.url };
  const { appToken } = slack;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: 200,
    installerOptions: { clientOptions },
  });
  return new App({ token: slack.botToken, logger, clientOptions, receiver });
}

/** The real Bolt over HTTP, not started. */
export function httpApp(slack: Slack): App {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, port: 0, logger });
  return new App({ token: slack.botToken, logger, clientOptions: { slackApiUrl: slack.url }, receiver });
}

/** Starts an app, tells Slack where it listens, and stops it with the test. */
export async function run(slack: Slack, app: App): Promise<void> {
  endWithTest(async () => {
    await app.stop();
    // Bolt says that it has stopped before its connection is closed
    await expect.poll(() => slack.sockets.connected).toBe(0);
  });
  const started = await app.start();
  if (!(started instanceof Server)) return;
  const address = started.address();
  slack.http.requestUrl = `http://127.0.0.1:${typeof address === 'object' && address?.port}/slack/events`;
}

/** The error that Slack answered with; `done` where it answered with none. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
    throw error;
  }
}
