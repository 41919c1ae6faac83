import { type App, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, unlessAborted, wait, within } from '../../clock.ts';
import { backoff } from '../backoff.ts';
import { described } from '../described.ts';
import { boltLog } from './bolt-log.ts';
import { fatalOpening, SlackFatal } from './fatal.ts';
import { webOptions } from './web-options.ts';

/** How long a connection may take until Slack says hello (ms). */
const OPENING = 30_000;

/** The longest wait between two connections (ms). Slack takes 50 a minute (tier 3). */
const LONGEST = 30_000;

/** How long Slack may take to close a connection (ms); past that, nobody listens to it. */
const GOODBYE = 1_000;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
}

/**
 * Keeps a connection of Socket Mode, opening it again whenever it ends, for as long as it takes. Bolt's own way of doing that gives
 * up for good, by an unhandled rejection, when Slack answers with HTTP 500 or not at all (facts/slack.md); so each connection here
 * is a receiver of its own, which is used once.
 * @param onOpen called each time that a connection is open
 * @throws SlackFatal when the app's token is refused, the signal's reason once it aborts; no connection is left then
 */
export async function keepSocket(
  app: App,
  { appToken, apiUrl, clock, random, log }: SocketOptions,
  onOpen: () => void,
  signal: AbortSignal,
): Promise<never> {
  const logger = boltLog(log);
  const next = backoff(clock, random, LONGEST);

  /** Opens a connection, and resolves when it has ended. @throws Error when it could not be opened */
  async function connect(): Promise<void> {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: webOptions({ apiUrl, logger, signal }) },
      // what could not be handled is not acknowledged: Slack sends events again
      async processEventErrorHandler({ error }) {
        log.error({ err: described(error) }, 'something from Slack could not be handled');
        return false;
      },
    });
    receiver.init(app);
    const { client } = receiver;
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.on('ws_message', (data: unknown) => watchSettings(data, log));
    try {
      const hello = client.start().then(
        () => true,
        (error: unknown) => {
          throw error ?? new Error('Slack hung up before it said hello');
        },
      );
      if (!(await unlessAborted(within(clock, OPENING, hello), signal))) throw new Error('Slack does not say hello');
      onOpen();
      await unlessAborted(ended, signal);
    } finally {
      await within(clock, GOODBYE, client.disconnect());
    }
  }

  let atLeast = 0;
  for (;;) {
    await wait(clock, Math.max(atLeast, next()), signal);
    atLeast = 0;
    try {
      await connect();
      log.debug('the connection of Socket Mode has ended; opening another one');
    } catch (error) {
      signal.throwIfAborted();
      const sentence = fatalOpening(error);
      if (sentence !== undefined) throw new SlackFatal(sentence);
      if (error instanceof webApi.WebAPIRateLimitedError) atLeast = error.retryAfter * 1_000;
      log.warn({ err: described(error) }, 'Slack cannot be reached by Socket Mode; trying again');
    }
  }
}

/** Slack says so once, and closes the connection. */
function watchSettings(data: unknown, log: Logger): void {
  if (typeof data !== 'string' || !/"type"\s*:\s*"disconnect"/.test(data) || !data.includes('"link_disabled"')) return;
  log.error('Socket Mode was turned off in the settings of the Slack app; turn it on again, or unset SLACK_APP_TOKEN');
}
