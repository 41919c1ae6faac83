import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { createGuardedFetch } from '../../media/fetch.ts';
import { createSeal } from '../../seal.ts';
import type { Namespace } from '../../store/namespace.ts';
import { answers as createAnswers } from '../answers.ts';
import { type ChatPlatform, LAST_WORDS } from '../chat-platform.ts';
import { createConnection } from '../connection.ts';
import { described } from '../described.ts';
import type { Message } from '../message.ts';
import type { Platform } from '../platform.ts';
import { recent } from '../recent.ts';
import type { Access } from './access.ts';
import { createApp } from './app.ts';
import { createCalls } from './calls.ts';
import { SlackFatal } from './fatal.ts';
import { createHints } from './hints.ts';
import { slackHosts, trustedHost } from './hosts.ts';
import { installations, SEALED_FOR } from './installations.ts';
import { listen } from './listen.ts';
import { namesFor } from './names.ts';
import { installPages } from './oauth.ts';
import { clearKey } from './obstacles.ts';
import { outgoing } from './outgoing.ts';
import { installPage } from './paths.ts';
import { createPeople } from './people.ts';
import { isDirect } from './places.ts';
import { renderMessage } from './render.ts';
import { createRequests } from './requests.ts';
import { responseUrlWay } from './response-url.ts';
import { rotation } from './rotation.ts';
import { howToAddScopes } from './scopes.ts';
import { createSendBytes } from './send-bytes.ts';
import { keepSocket } from './socket.ts';
import { standing } from './standing.ts';
import { type InstalledAccess, installedAccess } from './workspaces-installed.ts';
import { tokenAccess } from './workspaces-token.ts';

export type SlackOptions = NonNullable<Config['slack']> & {
  /** `PUBLIC_URL`; there where workspaces install Herald. */
  readonly publicUrl: string | undefined;
  /** `SECRET_KEY`, or the one that was made in its place. */
  readonly secret: string;
  /** `installations` of the store. */
  readonly installations: Namespace<string>;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Called once, when nothing but the operator helps, with the sentence that says what to do. */
  readonly onFatal: (sentence: string) => void;
};

/** To one workspace: one in 1.5 s, five at once. Slack allows 50 a minute (tier 3; facts/slack.md). */
const EDITS = { every: 1_500, burst: 5 };

/** To one channel: about one a second, and some at once (“short bursts”; docs.slack.dev/apis/web-api/rate-limits). */
const POSTS = { every: 1_000, burst: 3 };

/** Channels of which it is remembered that a video can be brought there. */
const CHANNELS = 10_000;

export function createSlack(options: SlackOptions): ChatPlatform {
  const { entry, apiUrl, managers, clock, random, log } = options;
  const connection = createConnection({ platform: 'Slack', ...options });
  const { stopping, silence: signal, tasks, fatal: onFatal } = connection;
  const closing = new AbortController();
  let socket: Promise<unknown> | undefined;

  const { access, pages } = accessOf(options, onFatal, closing.signal);
  const requests = createRequests(entry.kind === 'http', pages, stopping);
  const isSlacks = slackHosts(apiUrl);
  const guarded = createGuardedFetch({ trusted: trustedHost(apiUrl) });
  const bytes = createSendBytes({ isSlacks, clock, log });
  const calls = createCalls({ apiUrl, workspaces: access, now: clock.now, log, onRefused: access.refused });
  const people = createPeople(calls, clock, log);
  const hints = createHints(clock.now, log, howToAddScopes(installOf(options)));
  const clear = recent<number>(CHANNELS);
  const { inTheWay, platform: standings } = standing({ calls, workspaces: access, people, hints, clear, clock, log });
  const out = outgoing({
    calls,
    workspaces: access,
    people,
    isSlacks,
    fetchBytes: guarded.download,
    sendBytes: bytes.send,
    clock,
    ticks: () => performance.now(),
    hints,
    onClosed: ({ space, channel = '' }) => clear.set(clearKey(space, channel), 0),
    log,
    signal: closing.signal,
  });
  const render = async (team: string, message: Message) =>
    renderMessage(message, await namesFor(people, team, message, signal));
  const answers = createAnswers({
    platform: out,
    privately: (own) => responseUrlWay(own, { render, isSlacks, clock, log, signal }),
    isDirect,
    clock,
    log,
    signal,
  });
  const platform: Platform = {
    name: 'slack',
    edits: EDITS,
    posts: POSTS,
    ...out,
    ...standings,
    answer: (ref) => answers.restore(ref),
    // a bot has no words beside its name there
    showQueue: () => undefined,
  };

  /** Resolves when Slack is heard. @throws SlackFatal, Error while Slack cannot be reached, StoreError */
  async function connect(desk: Desk): Promise<void> {
    const where = await access.open(stopping);
    const app = createApp(access, log);
    const { openDirect } = out;
    listen(app, {
      desk,
      answers,
      calls,
      people,
      obstacles: inTheWay,
      openDirect,
      tasks,
      managers,
      clock,
      log,
      signal,
    });
    if (entry.kind === 'http') {
      requests.hear(app, { ...entry, clock, log });
    } else {
      const opened = Promise.withResolvers<void>();
      socket = keepSocket(app, { ...entry, apiUrl, clock, random, log }, opened.resolve, stopping)
        .catch((error: unknown) => {
          if (error instanceof SlackFatal) onFatal(error.message);
          else if (!stopping.aborted) log.error({ err: described(error) }, 'Slack is not heard any more');
        })
        .finally(opened.resolve);
      await opened.promise;
    }
    if (!stopping.aborted) log.info({ by: entry.kind, ...where, ...openTo(options) }, 'Herald is on Slack');
  }

  /** What only the operator can mend is not tried again. */
  async function connectUnlessFatal(desk: Desk): Promise<void> {
    try {
      await connect(desk);
    } catch (error) {
      if (!(error instanceof SlackFatal)) throw error;
      if (!stopping.aborted) onFatal(error.message);
    }
  }

  return {
    platform,
    requests,

    start: (desk) => connection.start(() => connectUnlessFatal(desk)),

    stop: () => connection.stop(async () => socket),

    async close() {
      connection.close();
      await within(clock, LAST_WORDS, access.settle());
      closing.abort(new Error('Herald stops'));
      await Promise.all([guarded.close(), bytes.close()]);
    },
  };
}

/** The page on which workspaces install Herald, where they do. */
function installOf({ access, publicUrl }: SlackOptions): string | undefined {
  return access.kind === 'oauth' ? installPage(publicUrl) : undefined;
}

/** Where Herald is installed, and by whom. */
function openTo(options: SlackOptions) {
  const { access } = options;
  if (access.kind === 'token') return {};
  const { workspaces } = access;
  return { install: installOf(options), mayInstall: workspaces.length > 0 ? workspaces : 'any workspace' };
}

/** How Herald is let in: by its token, or by pages on which workspaces install it. */
function accessOf(
  options: SlackOptions,
  onFatal: (sentence: string) => void,
  signal: AbortSignal,
): { readonly access: Access; readonly pages?: ReturnType<typeof installPages> } {
  const { access: by, apiUrl, clock, random, log, secret, publicUrl } = options;
  if (by.kind === 'token')
    return { access: tokenAccess({ token: by.token, apiUrl, clock, random, log, onFatal, signal }) };
  if (publicUrl === undefined) throw new Error('workspaces can install Herald only at a PUBLIC_URL');
  const credentials = { clientId: by.clientId, clientSecret: by.clientSecret, apiUrl, clock, log, signal };
  const access: InstalledAccess = installedAccess({
    installations: installations(options.installations, createSeal(secret, SEALED_FOR)),
    rotation: rotation(credentials),
    allowed: by.workspaces,
    apiUrl,
    clock,
    random,
    log,
    signal,
  });
  return { access, pages: installPages({ ...credentials, publicUrl, secret, access }) };
}
