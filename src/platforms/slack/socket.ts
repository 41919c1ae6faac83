import { type App, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, unlessAborted, wait, within } from '../../clock.ts';
import { backoff } from '../backoff.ts';
import { described } from '../described.ts';
import { boltLog } from './bolt-log.ts';
import { fatalOpening, SlackFatal } from './fatal.ts';
import { watchFrames } from './socket-frames.ts';
import { webOptions } from './web-options.ts';

/** How long a connection may take until Slack says hello (ms). */
const OPENING = 30_000;

/** The longest wait between two connections (ms). Slack takes 50 a minute (tier 3). */
const LONGEST = 30_000;

/** How long Slack may take to close a connection (ms); past that, nobody listens to it. */
const GOODBYE = 1_000;

/** How long a connection that Slack is about to end is listened to beside the next one (ms). Slack gives some ten seconds. */
const PARTING = 10_000;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
}

/** A connection on which Slack has said hello. */
interface Connection {
  readonly ended: Promise<'ended'>;
  /** Slack says that it is about to end. */
  readonly leaving: Promise<'leaving'>;
  close(): Promise<void>;
}

/**
 * Keeps a connection of Socket Mode, opening it again whenever it ends, for as long as it takes; where Slack says so beforehand, the next
 * one is open before the old one goes. Bolt's own way of doing that gives up for good, by an unhandled rejection, when Slack answers with
 * HTTP 500 or not at all (facts/slack.md); so each connection here is a receiver of its own, which is used once.
 * @param onOpen called each time that a connection is open
 * @throws SlackFatal when the app's token is refused, the signal's reason once it aborts; no connection is left then
 */
export async function keepSocket(
  app: App,
  { appToken, apiUrl, clock, random, log }: SocketOptions,
  onOpen: () => void,
  signal: AbortSignal,
): Promise<never> {
  const logger = boltLog(log, 'warn');
  /** How long to wait before the next connection (ms), by why there is to be one: a connection that Slack replaces has not failed. */
  const pauses = { ended: backoff(clock, random, LONGEST), leaving: backoff(clock, random, LONGEST) };
  const parting = new Set<Promise<void>>();

  /** @throws Error when it could not be opened */
  async function open(): Promise<Connection> {
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
    const ended = new Promise<'ended'>((resolve) => client.once('disconnected', () => resolve('ended')));
    const { promise: leaving, resolve } = Promise.withResolvers<'leaving'>();
    watchFrames(client, { onLeaving: () => resolve('leaving'), log });
    const close = async () => void (await within(clock, GOODBYE, client.disconnect()));
    try {
      const hello = client.start().then(
        () => true,
        (error: unknown) => {
          throw error ?? new Error('Slack hung up before it said hello');
        },
      );
      if (!(await unlessAborted(within(clock, OPENING, hello), signal))) throw new Error('Slack does not say hello');
    } catch (error) {
      await close();
      throw error;
    }
    return { ended, leaving, close };
  }

  /** Acknowledgements of what came by it still go out, for as long as Slack lets them. */
  function part({ ended, close }: Connection): void {
    const parted = unlessAborted(within(clock, PARTING, ended), signal)
      .catch(() => undefined)
      .then(close)
      .finally(() => parting.delete(parted));
    parting.add(parted);
  }

  let current: Connection | undefined;
  let why: keyof typeof pauses = 'ended';
  let atLeast = 0;
  try {
    for (;;) {
      await wait(clock, Math.max(atLeast, pauses[why]()), signal);
      atLeast = 0;
      why = 'ended';
      try {
        const opened = await open();
        if (current) part(current);
        current = opened;
        onOpen();
        why = await unlessAborted(Promise.race([opened.ended, opened.leaving]), signal);
        log.debug({ why }, 'the connection of Socket Mode ends; opening another one');
      } catch (error) {
        signal.throwIfAborted();
        const sentence = fatalOpening(error);
        if (sentence !== undefined) throw new SlackFatal(sentence);
        if (error instanceof webApi.WebAPIRateLimitedError) atLeast = error.retryAfter * 1_000;
        log.warn({ err: described(error) }, 'Slack cannot be reached by Socket Mode; trying again');
      }
    }
  } finally {
    await Promise.all([current?.close(), ...parting]);
  }
}
