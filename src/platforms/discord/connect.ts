import {
  type APIApplication,
  type APIUser,
  type Client,
  DiscordAPIError,
  Events,
  RateLimitError,
  type REST,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { described } from '../described.ts';
import { type ClientDeps, createClient } from './client.ts';
import { commands } from './commands.ts';
import { mayReadContent } from './intent.ts';
import { register } from './register.ts';

/** Who the bot is, as Discord has it. */
export interface Identity {
  readonly application: string;
  /** The bot's id. */
  readonly me: string;
  /** The bot may read every message: the application has the message content intent. */
  readonly readsAll: boolean;
}

/** @throws Error while Discord cannot be reached */
export async function identify(rest: REST, signal: AbortSignal): Promise<Identity> {
  const application = (await rest.get(Routes.currentApplication(), { signal })) as APIApplication;
  const { id: me } = (await rest.get(Routes.user(), { signal })) as APIUser;
  return { application: application.id, me, readsAll: mayReadContent(application) };
}

/**
 * Registers the commands where they differ. A refusal is for the operator to mend, and no reason not to listen: those of the last
 * start are still there.
 * @throws Error while Discord cannot be reached
 */
export async function registerCommands(
  rest: REST,
  application: string,
  guild: string | undefined,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const changed = await register(rest, application, commands(), { guild, signal });
    if (changed > 0) log.info({ changed, ...(guild && { guild }) }, 'commands were registered with Discord');
  } catch (err) {
    const isRefused = err instanceof RateLimitError || (err instanceof DiscordAPIError && err.status < 500);
    if (!isRefused) throw err;
    log.error(
      { err: described(err) },
      'Discord did not take the commands; was the bot invited with the address that is logged?',
    );
  }
}

/**
 * Opens the connection, and waits until the servers are known.
 * @throws Error when it cannot be opened, the signal's reason when it must not be; nothing is left of it then
 */
export async function openClient(token: string, deps: ClientDeps): Promise<Client> {
  deps.signal.throwIfAborted();
  const own = new AbortController();
  const signal = AbortSignal.any([deps.signal, own.signal]);
  const client = createClient({ ...deps, signal });
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([Promise.all([client.login(token), ready]), aborted]);
    signal.throwIfAborted();
    return client;
  } catch (error) {
    own.abort(error);
    await client.destroy();
    throw error;
  }
}
