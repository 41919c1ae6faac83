import { z } from 'zod';
import { about, address, credential, isLoopback, list, words } from './config-fields.ts';

/** One of Slack’s tokens, which say by their first letters what they are for. */
const slackToken = (prefix: string, what: string, confused: Readonly<Record<string, string>>) =>
  z.string().regex(new RegExp(`^${prefix}[\\w-]{1,500}$`), {
    error({ input }) {
      const [, confusion] = Object.entries(confused).find(([other]) => String(input).startsWith(other)) ?? [];
      return `${what}, which begins with ${prefix}${confusion === undefined ? '' : ` (${confusion})`}`;
    },
  });

/** Those of Slack. */
export const SLACK_SETTINGS = {
  SLACK_BOT_TOKEN: slackToken('xoxb-', 'the bot’s token', {
    'xapp-': 'this is an app-level token, for SLACK_APP_TOKEN',
    xoxp: 'this is a user’s token',
    xoxe: 'this one expires: turn token rotation off, or set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead',
  })
    .optional()
    .register(about, {
      meaning:
        'The bot’s token in one workspace (`xoxb-…`). With neither this nor `SLACK_CLIENT_ID` and `SLACK_CLIENT_SECRET`: no Slack.',
      secret: true,
    }),
  SLACK_APP_TOKEN: slackToken('xapp-', 'an app-level token', { xox: 'this is a bot’s token, for SLACK_BOT_TOKEN' })
    .optional()
    .register(about, {
      meaning: 'The app-level token (`xapp-…`): Slack is heard through Socket Mode, which needs no public address.',
      secret: true,
    }),
  SLACK_SIGNING_SECRET: words(
    /^[\da-f]{16,128}$/i,
    'the signing secret from “Basic Information”, 32 digits and letters a to f',
  )
    .optional()
    .register(about, {
      meaning: 'Checks what Slack sends over HTTP, when `SLACK_APP_TOKEN` is unset. Needs `PUBLIC_URL` with https.',
      secret: true,
    }),
  SLACK_CLIENT_ID: words(/^[\w.-]{1,100}$/, 'the client id from “Basic Information”')
    .optional()
    .register(about, {
      meaning:
        'Lets many workspaces install Herald at `/slack/install`, together with `SLACK_CLIENT_SECRET`, in place of `SLACK_BOT_TOKEN`. Needs `PUBLIC_URL` with https.',
    }),
  SLACK_CLIENT_SECRET: credential()
    .optional()
    .register(about, { meaning: 'The client secret that goes with `SLACK_CLIENT_ID`.', secret: true }),
  SLACK_WORKSPACES: list(/^T[A-Z0-9]{2,63}$/, 'ids of workspaces such as T012AB3CD').register(about, {
    meaning: 'Ids of workspaces that may install Herald, with `SLACK_CLIENT_ID`; unset, any may.',
  }),
  SLACK_MANAGERS: list(/^[UWS][A-Z0-9]{2,63}$/, 'ids of people and user groups such as U012AB3CD,S012AB3CD').register(
    about,
    { meaning: 'Ids of people and user groups that may change a workspace’s settings, beside its admins and owners.' },
  ),
  SLACK_API_URL: address('https://slack.com/api/')
    .transform((text) => `${text}/`)
    .refine((text) => text.endsWith('/api/'), 'an address that ends in /api/')
    .default('https://slack.com/api/')
    .register(about, { meaning: 'Where Slack’s API is.' }),
};

type SlackEnvironment = z.output<z.ZodObject<typeof SLACK_SETTINGS>>;

/** What does not go together, a sentence each. */
export function slackClashes(given: Readonly<Record<string, string | undefined>>): string[] {
  const found: string[] = [];
  const { SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret } = given;
  const entry = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].find((name) => given[name]);
  const access = token ? 'SLACK_BOT_TOKEN' : id ? 'SLACK_CLIENT_ID' : secret ? 'SLACK_CLIENT_SECRET' : undefined;
  if (token && (id || secret)) {
    found.push(
      'SLACK_BOT_TOKEN is set beside SLACK_CLIENT_ID or SLACK_CLIENT_SECRET; expected the token of one workspace, or the pair by which many install Herald.',
    );
  } else if (Boolean(id) !== Boolean(secret)) {
    const missing = id ? 'SLACK_CLIENT_SECRET' : 'SLACK_CLIENT_ID';
    found.push(`${missing} is not set; expected SLACK_CLIENT_ID and SLACK_CLIENT_SECRET together.`);
  }
  if (access && !entry) {
    found.push(
      `SLACK_APP_TOKEN is not set although ${access} is; expected it, for Socket Mode, or SLACK_SIGNING_SECRET, for HTTP.`,
    );
  }
  if (entry && !access) {
    found.push(
      `SLACK_BOT_TOKEN is not set although ${entry} is; expected it, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.`,
    );
  }
  if (!given.PUBLIC_URL && access && entry === 'SLACK_SIGNING_SECRET') {
    found.push(
      'PUBLIC_URL is not set although Slack is to be heard over HTTP; expected the address that Slack sends to, or SLACK_APP_TOKEN, for Socket Mode.',
    );
  } else if (!given.PUBLIC_URL && (id || secret)) {
    found.push(
      'PUBLIC_URL is not set although workspaces are to install Herald (SLACK_CLIENT_ID); expected the address at which people reach /slack/install.',
    );
  } else if (
    access &&
    (entry === 'SLACK_SIGNING_SECRET' || id) &&
    isOpenHttp(given.PUBLIC_URL) &&
    isSlack(given.SLACK_API_URL)
  ) {
    found.push(
      'PUBLIC_URL begins with http:// although Slack is to reach it; expected https://, the only thing that Slack takes (http:// is for trying out on this machine alone).',
    );
  }
  return found;
}

/** What has no effect, and does no harm, a sentence each. */
export function slackIdle(given: Readonly<Record<string, string | undefined>>): string[] {
  const found: string[] = [];
  const { SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: id } = given;
  if (given.SLACK_WORKSPACES && !id) {
    found.push(
      'SLACK_WORKSPACES has no effect, since no workspace can install Herald; to let some, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in place of SLACK_BOT_TOKEN.',
    );
  }
  if (given.SLACK_MANAGERS && !id && !token) {
    found.push(
      'SLACK_MANAGERS has no effect, since Herald is not on Slack; to bring it there, set SLACK_BOT_TOKEN or SLACK_CLIENT_ID.',
    );
  }
  return found;
}

/** Whether an API is Slack's own, which reaches nothing by plain http; one that stands in for it may. */
function isSlack(address: string | undefined): boolean {
  const host = URL.parse(address ?? '')?.hostname ?? 'slack.com';
  return /(^|\.)slack\.com$/.test(host);
}

/** Whether an address leaves this machine unencrypted. */
function isOpenHttp(address: string | undefined): boolean {
  const url = URL.parse(address ?? '');
  return url?.protocol === 'http:' && !isLoopback(url.hostname);
}

/** How Herald is let into workspaces, and how it hears them; undefined without credentials for Slack. */
export function slackOf(env: SlackEnvironment) {
  const { SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
  const access = token
    ? ({ kind: 'token', token } as const)
    : clientId && clientSecret
      ? ({ kind: 'oauth', clientId, clientSecret, workspaces: env.SLACK_WORKSPACES } as const)
      : undefined;
  const entry = appToken
    ? ({ kind: 'socket', appToken } as const)
    : signingSecret
      ? ({ kind: 'http', signingSecret } as const)
      : undefined;
  return access && entry ? { access, entry, apiUrl: env.SLACK_API_URL, managers: env.SLACK_MANAGERS } : undefined;
}
