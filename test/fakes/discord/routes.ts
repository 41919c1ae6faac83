/** Who a request must be from: the bot by its token, or whoever knows an interaction's token. */
type Auth = 'bot' | 'interaction';

interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments that begin with a colon are parameters. */
  readonly path: string;
  readonly auth?: Auth;
  /** Names of schemas of the specification. */
  readonly body?: string;
  readonly answer?: string;
  /** Parameters that may stand behind the question mark. */
  readonly query?: readonly string[];
}

const COMMANDS = '/applications/:application/commands';
const GUILD_COMMANDS = '/applications/:application/guilds/:guild/commands';
const WEBHOOK = '/webhooks/:application/:token';
const WEBHOOK_QUERY = ['thread_id', 'with_components'];
const MESSAGES = '/channels/:channel/messages';

/** Everything Herald asks of Discord. */
const SHAPES = {
  gateway: { method: 'GET', path: '/gateway', answer: 'GatewayResponse' },
  gatewayBot: { method: 'GET', path: '/gateway/bot', answer: 'GatewayBotResponse' },
  me: { method: 'GET', path: '/users/@me', answer: 'UserPIIResponse' },
  application: { method: 'GET', path: '/applications/@me', answer: 'PrivateApplicationResponse' },
  listMyGuilds: {
    method: 'GET',
    path: '/users/@me/guilds',
    answer: 'MyGuildResponse[]',
    query: ['before', 'after', 'limit', 'with_counts'],
  },
  createDm: {
    method: 'POST',
    path: '/users/@me/channels',
    body: 'CreatePrivateChannelRequest',
    answer: 'ChannelResponse',
  },

  listCommands: {
    method: 'GET',
    path: COMMANDS,
    answer: 'ApplicationCommandResponse[]',
    query: ['with_localizations'],
  },
  createCommand: {
    method: 'POST',
    path: COMMANDS,
    body: 'ApplicationCommandCreateRequest',
    answer: 'ApplicationCommandResponse',
  },
  setCommands: {
    method: 'PUT',
    path: COMMANDS,
    body: 'ApplicationCommandUpdateRequest[]',
    answer: 'ApplicationCommandResponse[]',
  },
  getCommand: { method: 'GET', path: `${COMMANDS}/:command`, answer: 'ApplicationCommandResponse' },
  editCommand: {
    method: 'PATCH',
    path: `${COMMANDS}/:command`,
    body: 'ApplicationCommandPatchRequestPartial',
    answer: 'ApplicationCommandResponse',
  },
  deleteCommand: { method: 'DELETE', path: `${COMMANDS}/:command` },

  callback: {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    auth: 'interaction',
    body: 'InteractionCallbackRequest',
    answer: 'InteractionCallbackResponse',
    query: ['with_response'],
  },
  followUp: {
    method: 'POST',
    path: WEBHOOK,
    auth: 'interaction',
    body: 'IncomingWebhookRequestPartial',
    answer: 'MessageResponse',
    query: ['wait', ...WEBHOOK_QUERY],
  },
  getOriginal: { method: 'GET', path: `${WEBHOOK}/messages/@original`, auth: 'interaction', answer: 'MessageResponse' },
  editOriginal: {
    method: 'PATCH',
    path: `${WEBHOOK}/messages/@original`,
    auth: 'interaction',
    body: 'IncomingWebhookUpdateRequestPartial',
    answer: 'MessageResponse',
    query: WEBHOOK_QUERY,
  },
  deleteOriginal: { method: 'DELETE', path: `${WEBHOOK}/messages/@original`, auth: 'interaction' },
  getFollowUp: { method: 'GET', path: `${WEBHOOK}/messages/:message`, auth: 'interaction', answer: 'MessageResponse' },
  editFollowUp: {
    method: 'PATCH',
    path: `${WEBHOOK}/messages/:message`,
    auth: 'interaction',
    body: 'IncomingWebhookUpdateRequestPartial',
    answer: 'MessageResponse',
    query: WEBHOOK_QUERY,
  },
  deleteFollowUp: { method: 'DELETE', path: `${WEBHOOK}/messages/:message`, auth: 'interaction' },

  getChannel: { method: 'GET', path: '/channels/:channel', answer: 'ChannelResponse' },
  editThread: {
    method: 'PATCH',
    path: '/channels/:channel',
    body: 'UpdateThreadRequestPartial',
    answer: 'ThreadResponse',
  },
  typing: { method: 'POST', path: '/channels/:channel/typing' },
  listMessages: {
    method: 'GET',
    path: MESSAGES,
    answer: 'MessageResponse[]',
    query: ['around', 'before', 'after', 'limit'],
  },
  createMessage: { method: 'POST', path: MESSAGES, body: 'MessageCreateRequest', answer: 'MessageResponse' },
  getMessage: { method: 'GET', path: `${MESSAGES}/:message`, answer: 'MessageResponse' },
  editMessage: {
    method: 'PATCH',
    path: `${MESSAGES}/:message`,
    body: 'MessageEditRequestPartial',
    answer: 'MessageResponse',
  },
  deleteMessage: { method: 'DELETE', path: `${MESSAGES}/:message` },
  crosspost: { method: 'POST', path: `${MESSAGES}/:message/crosspost`, answer: 'MessageResponse' },
  createThread: {
    method: 'POST',
    path: `${MESSAGES}/:message/threads`,
    body: 'CreateTextThreadWithMessageRequest',
    answer: 'ThreadResponse',
  },

  getGuild: { method: 'GET', path: '/guilds/:guild', answer: 'GuildWithCountsResponse', query: ['with_counts'] },
  listChannels: { method: 'GET', path: '/guilds/:guild/channels', answer: 'ChannelResponse[]' },
  listRoles: { method: 'GET', path: '/guilds/:guild/roles', answer: 'GuildRoleResponse[]' },
  getMember: { method: 'GET', path: '/guilds/:guild/members/:user', answer: 'GuildMemberResponse' },
} as const satisfies Record<string, RouteShape>;

export type ApiRouteName = keyof typeof SHAPES;
/** `cdn` is the download of a file. Commands of one server and of all share their routes' names. */
export type RouteName = ApiRouteName | 'cdn';

export interface Route extends RouteShape {
  readonly name: ApiRouteName;
  readonly segments: readonly string[];
}

const ROUTES: readonly Route[] = Object.entries<RouteShape>(SHAPES).flatMap(([name, shape]) => {
  if (!isRouteName(name)) return [];
  const paths = [
    shape.path,
    ...(shape.path.startsWith(COMMANDS) ? [shape.path.replace(COMMANDS, GUILD_COMMANDS)] : []),
  ];
  return paths.map((path) => ({ ...shape, name, segments: path.split('/') }));
});

/** The schemas of everything that is asked and answered. */
export const SCHEMAS: readonly string[] = [
  ...new Set(ROUTES.flatMap(({ body, answer }) => [body ?? [], answer ?? []].flat())),
];

function isRouteName(name: string): name is ApiRouteName {
  return Object.hasOwn(SHAPES, name);
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request, fixed segments before parameters. */
export function matchRoute(method: string | undefined, path: string): Match | undefined {
  const given = path.split('/').map(decodeURIComponent);
  const matches = ROUTES.filter(
    (route) =>
      route.method === method &&
      route.segments.length === given.length &&
      route.segments.every((segment, i) => segment.startsWith(':') || segment === given[i]),
  );
  const parameters = (route: Route) => route.segments.filter((segment) => segment.startsWith(':')).length;
  const [route] = matches.sort((a, b) => parameters(a) - parameters(b));
  if (!route) return undefined;
  const named = route.segments.flatMap((segment, i) => (segment.startsWith(':') ? [[segment.slice(1), given[i]]] : []));
  return { route, params: Object.fromEntries(named) };
}
