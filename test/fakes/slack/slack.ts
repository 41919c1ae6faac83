import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createFaults } from '../faults.ts';
import { createHooks } from '../hooks.ts';
import { directMessages } from './access.ts';
import { createApi } from './api.ts';
import { createChat } from './chat.ts';
import { createConversations } from './conversations.ts';
import type { Delivery, SentEvent } from './delivery.ts';
import type { Outcome } from './delivery-carrier.ts';
import type { HttpDelivery } from './delivery-http.ts';
import { createTimers } from './delivery-timers.ts';
import { createDirectory } from './directory.ts';
import { createFiles, deleteFile } from './files.ts';
import { createForeignHost, createHosts, type ForeignHost } from './hosts.ts';
import { createHttp } from './http.ts';
import { type Installed, install } from './install.ts';
import { messageView } from './looking.ts';
import { createOauth } from './oauth.ts';
import { createOutbound, type OutboundOptions } from './outbound.ts';
import type { AppRecord } from './parts.ts';
import { type PeopleParts, type Person, person } from './people.ts';
import { type Channel, place } from './places.ts';
import { createRateLimits, type RateLimitOptions } from './rate-limits.ts';
import type { Fault, Faults, Hooks, RequestSeen, Route } from './requests.ts';
import type { Sockets } from './sockets.ts';
import { hasSpec } from './spec.ts';
import { foundTeam, type Team, type TeamOptions } from './teams.ts';
import { createTokens } from './tokens.ts';
import { createViolations } from './violations.ts';
import { createWorld, type MessageRecord } from './world.ts';

export interface SlackOptions extends OutboundOptions {
  /** ms since the epoch. Default: the machine's time; {@link Slack.pass} moves it on. */
  readonly now?: () => number;
  readonly rateLimits?: RateLimitOptions;
  /** Whether arguments and answers are checked against the published schemas. Default: where they are there. */
  readonly checks?: boolean;
  /** Default: any free one. */
  readonly port?: number;
  /** ms until the message of a completed upload appears. Default 50. */
  readonly shareAfterMs?: number;
  /** Rotates the tokens of installations by OAuth: ms that each one lives. Slack's own is 12 hours; default: not rotated. */
  readonly tokenLifeMs?: number;
  /** Of the first workspace. */
  readonly home?: TeamOptions;
}

/** A Slack on this machine that the real Bolt connects to. */
export interface Slack {
  /** For `SLACK_API_URL`; ends in `/api/`. */
  readonly url: string;
  /** Of the first workspace, as long as the app is installed there. */
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appId: string;
  /** The first workspace. */
  readonly home: Team;
  /** Another workspace. */
  team(options?: TeamOptions): Team;
  /** The direct messages of somebody with the bot. */
  dm(person: Person): Channel;
  /** The conversation with this id. @throws Error if there never was one */
  channel(id: string): Channel;
  /** What a file is called, whoever uploaded it. */
  fileName(id: string): string | undefined;
  /** Deletes a file wherever it is shared, as its owner or an admin may. */
  deleteFile(file: { readonly id: string }): void;
  readonly http: HttpDelivery;
  readonly sockets: Sockets;
  /** Every event that was sent to the app, the earliest first. */
  readonly events: readonly SentEvent[];
  /** Sends an event again that was acknowledged, as Slack may; the last one, unless told which. */
  readonly redeliver: Delivery['redeliver'];
  /** Says that events of the first workspace are held back, since there are too many. */
  holdsBack(): Promise<Outcome>;
  readonly oauth: {
    /** Goes through a whole installation with the app that listens at `app`, such as `http://127.0.0.1:3000`. */
    install(app: string, by: Person, options?: { readonly allows?: boolean }): Promise<Installed>;
  };
  /** A host that is not Slack's, where downloads can be redirected to. */
  readonly foreign: ForeignHost;
  /** What the app or Slack itself would have called wrong; a test ends by expecting none. */
  readonly violations: readonly string[];
  /** Every request, in the order they came. */
  readonly requests: readonly RequestSeen[];
  count(route: Route): number;
  readonly faults: Faults;
  /** Awaits a hook just before a request takes effect, or after it and before the answer. Returns what takes it back. */
  readonly on: Hooks['on'];
  now(): number;
  /** Moves Slack's time on by so many ms: triggers and tokens die, retries and late shares come. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/** Starts a Slack that listens on its own port of this machine. */
export async function startFakeSlack(options: SlackOptions = {}): Promise<Slack> {
  const { checks = hasSpec, shareAfterMs = 50, rateLimits = 'generous' } = options;
  let ahead = 0;
  const clock = options.now ?? Date.now;
  const now = () => clock() + ahead;
  let base = '';
  let foreignUrl = '';
  const secret = () => randomBytes(16).toString('hex');

  const world = createWorld(now);
  const app: AppRecord = {
    id: world.appId,
    name: 'Herald',
    clientId: `${Date.now()}.${randomBytes(4).readUInt32BE()}`,
    clientSecret: secret(),
    signingSecret: secret(),
    appToken: `xapp-1-${world.appId}-${secret()}`,
  };
  const timers = createTimers(now);
  const violations = createViolations();
  const common = { world, app, violations, base: () => base, later: timers.after };
  const outbound = createOutbound(common, timers, options);
  const { parts, sockets, http, delivery, responseUrls, views } = outbound;
  const tokens = createTokens(world);
  const oauth = createOauth({ ...parts, tokens, tokenLifeMs: options.tokenLifeMs });
  const tickets = new Map<string, string>();
  const api = createApi({
    ...parts,
    tokens,
    checks,
    handlers: {
      ...createDirectory(parts, tokens),
      ...createChat(parts),
      ...createConversations(parts),
      ...createFiles({ ...parts, tickets, shareAfterMs }),
      ...views.methods,
    },
    openHandlers: { ...oauth.handlers, 'apps.connections.open': () => ({ url: sockets.open() }) },
  });
  const faults = createFaults<Route, RequestSeen, Fault>();
  const hooks = createHooks<RequestSeen>();
  const seen: RequestSeen[] = [];
  const foreign = createForeignHost(parts);
  const server = createHttp({
    ...parts,
    api,
    oauth,
    responseUrls,
    faults,
    hooks,
    seen,
    hosts: createHosts(parts, tokens, tickets),
    limits: createRateLimits(rateLimits, now),
    foreign: () => foreignUrl,
  });
  sockets.join(server);
  base = await listen(server, options.port);
  foreignUrl = await listen(foreign.server);

  const look = (message: MessageRecord) => messageView(parts, message);
  const people: PeopleParts = { ...parts, ...outbound, look };
  const teams = { ...parts, tokens, person: (user: Person['record']) => person(people, user) };
  const home = foundTeam(teams, { name: 'Home', ...options.home });
  let closing: Promise<unknown> | undefined;

  return {
    url: `${base}/api/`,
    get botToken() {
      return home.botToken;
    },
    appToken: app.appToken,
    signingSecret: app.signingSecret,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    appId: app.id,
    home,
    team: (teamOptions) => foundTeam(teams, teamOptions),
    dm({ record }) {
      const team = world.teams.get(record.team);
      if (!team) throw new Error(`${record.name} is in no workspace`);
      return place(parts, directMessages(world, team.id, team.botUser, record.id));
    },
    channel(id) {
      const found = world.channels.get(id);
      if (!found) throw new Error(`There is no conversation ${id}`);
      return place(parts, found);
    },
    fileName: (id) => world.files.get(id)?.name,
    deleteFile({ id }) {
      const file = world.files.get(id);
      if (!file) throw new Error(`There is no file ${id}`);
      deleteFile(parts, file);
    },
    http,
    sockets,
    events: delivery.events,
    redeliver: delivery.redeliver,
    holdsBack: () =>
      delivery.ask({
        type: 'events_api',
        payload: {
          token: 'verification-token',
          type: 'app_rate_limited',
          team_id: home.id,
          minute_rate_limited: Math.floor(now() / 60_000) * 60,
          api_app_id: app.id,
        },
        takesAnswer: false,
      }),
    oauth: {
      install: (at, by, { allows = true } = {}) => install(oauth, base, at, { user: by.record, allows }),
    },
    foreign: { url: foreignUrl, authorizations: foreign.authorizations },
    violations: violations.found,
    requests: seen,
    count: (route) => seen.filter((request) => request.route === route).length,
    faults,
    on: hooks.on,
    now,
    pass(ms) {
      ahead += ms;
      timers.wake();
    },
    async close() {
      closing ??= (async () => {
        timers.end();
        await outbound.end();
        await Promise.all([server, foreign.server].map(end));
      })();
      await closing;
    },
  };
}

async function listen(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function end(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
