import { z } from 'zod';
import { DISCORD_SETTINGS, discordOf } from './config-discord.ts';
import {
  type About,
  about,
  address,
  credential,
  decimal,
  file,
  isLoopback,
  list,
  oneOf,
  whole,
  words,
} from './config-fields.ts';
import { SLACK_SETTINGS, slackClashes, slackIdle, slackOf } from './config-slack.ts';

/** Every setting of the environment, declared once. Everything that is said about settings elsewhere follows from here. */
const environment = z.object({
  PORT: whole(0, 65535).default(3000).register(about, { meaning: 'The port to listen on; 0 takes any free one.' }),
  HOST: words(/^[\w.:-]{1,253}$/, 'a host name or an IP address')
    .default('127.0.0.1')
    .register(about, { meaning: 'The address to listen on. Anything but loopback needs `API_TOKEN`.' }),
  PUBLIC_URL: address('https://herald.example.org').optional().register(about, {
    meaning:
      'Where the world reaches this server. Lets Kling call back and fetch recordings, and others call hooks. Needs `API_TOKEN`.',
  }),
  DATA_DIR: file('a folder').default('./data').register(about, { meaning: 'The folder that keeps jobs and videos.' }),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .register(about, { meaning: 'How much is logged: fatal, error, warn, info, debug, trace or silent.' }),
  API_TOKEN: credential().optional().register(about, {
    meaning: 'What callers of the API send as `Authorization: Bearer …`. May be unset only on loopback.',
    secret: true,
  }),
  SECRET_KEY: words(/^.{16,4096}$/, 'at least 16 characters')
    .optional()
    .register(about, {
      meaning:
        'Signs links and callbacks, and encrypts what Slack’s workspaces entrust and the secrets of hooks. Made and kept in `DATA_DIR` when unset.',
      secret: true,
    }),
  KEEP_DAYS: decimal(0.00001, 36500)
    .default(7)
    .register(about, { meaning: 'Days after which the photos, recordings and videos of jobs are removed.' }),

  KLING_API_KEY: credential().optional().register(about, {
    meaning: 'Kling’s API key. With no Kling credentials at all, a local sandbox stands in for Kling.',
    secret: true,
  }),
  KLING_ACCESS_KEY: credential().optional().register(about, {
    meaning: 'The older kind of Kling credentials: the access key, together with `KLING_SECRET_KEY`.',
    secret: true,
  }),
  KLING_SECRET_KEY: credential().optional().register(about, {
    meaning: 'The older kind of Kling credentials: the secret key, together with `KLING_ACCESS_KEY`.',
    secret: true,
  }),
  KLING_BASE_URL: address('https://api-singapore.klingai.com')
    .default('https://api-singapore.klingai.com')
    .register(about, { meaning: 'Where Kling is. Keys belong to one region.' }),
  KLING_PROFILE: oneOf(['auto', 'avatar', 'image2video'])
    .default('auto')
    .register(about, { meaning: 'The shape of the Kling API: auto finds out, avatar or image2video insist.' }),
  KLING_MODE: oneOf(['std', 'pro'])
    .default('std')
    .register(about, { meaning: 'How carefully Kling renders: std, or pro at twice the price.' }),
  KLING_MAX_CONCURRENT: whole(1, 1000)
    .default(5)
    .register(about, { meaning: 'Tasks that the account may have at once; read it from the name of your pack.' }),
  KLING_POLL_SECONDS: decimal(0.01, 3600)
    .default(5)
    .register(about, { meaning: 'Seconds between two looks at the open tasks.' }),
  KLING_SETTLE_SECONDS: decimal(0, 3600).default(60).register(about, {
    meaning: 'Seconds that a lost create may take to show up before it counts as not there.',
  }),
  KLING_WEBHOOK_SECRET: words(
    /^(whsec_)?([A-Za-z0-9+/]{4})+([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'a secret like whsec_… from Kling’s console',
  )
    .optional()
    .register(about, { meaning: 'Checks the signature of Kling’s callbacks.', secret: true }),
  KLING_VOICE: words(/^[\x21-\x7e]{1,100}$/, 'the id of a voice')
    .optional()
    .register(about, { meaning: 'The voice of requests that name none.' }),
  KLING_VOICES: file('a JSON file')
    .optional()
    .register(about, { meaning: 'A JSON file of your own voices: `[{"id": "…", "language": "en", "name": "…"}]`.' }),

  MAX_VIDEO_SECONDS: decimal(1, 300)
    .default(60)
    .register(about, { meaning: 'The longest video that may be asked for, in seconds. Kling makes at most 300.' }),
  DAILY_SECONDS_PER_PERSON: decimal(0, 9_999_999)
    .default(300)
    .register(about, { meaning: 'Seconds of video that one person may have made in a day (UTC).' }),
  DAILY_SECONDS_PER_SPACE: decimal(0, 9_999_999)
    .default(1800)
    .register(about, { meaning: 'The same for a whole space; the HTTP API is one space.' }),
  DAILY_SECONDS: decimal(0, 9_999_999).default(7200).register(about, { meaning: 'The same for everybody together.' }),

  ...DISCORD_SETTINGS,
  ...SLACK_SETTINGS,

  ALLOWED_ROLES: list(/^[\w.-]{1,64}$/, 'ids of roles and user groups').register(about, {
    meaning:
      'Ids of roles (Discord) and user groups (Slack) that may use the bot, in every server and workspace; unset, everybody may.',
  }),
  ALLOWED_CHANNELS: list(/^[\w.-]{1,64}$/, 'ids of channels').register(about, {
    meaning: 'Ids of channels in which the bot may be used; unset, in all that it can see.',
  }),
  SHUT_OUT: list(
    /^[a-z]+:[\w.-]{1,64}$/,
    'people, servers and workspaces such as discord:80351110224678912,slack:U012AB3CD',
  ).register(about, {
    meaning:
      'People, servers and workspaces that may not use the bot, such as `discord:80351110224678912,slack:U012AB3CD`.',
  }),

  ANNOUNCEMENTS_PER_DAY: whole(1, 500).default(24).register(about, {
    meaning: 'Videos that one announcement may have made in a day (UTC), where it is not told otherwise.',
  }),
  ANNOUNCEMENTS_LATE_MINUTES: decimal(0, 10_080).default(60).register(about, {
    meaning:
      'A moment of a schedule that passed while the bot was down is made up for if it is no longer ago than this.',
  }),
  FEED_HOSTS: list(/^[\w.-]+(?::\d{1,5})?$/, 'hosts such as news.example.lan or 10.0.0.7:8080').register(about, {
    meaning: 'Hosts (`host` or `host:port`) of feeds that may be read although they are not on the public internet.',
  }),

  SANDBOX_SECONDS: decimal(0, 3600).default(6).register(about, { meaning: 'Seconds that the sandbox renders.' }),
});

type Environment = z.output<typeof environment>;

export interface Setting extends About {
  readonly name: string;
  readonly initial?: string;
}

/** The settings in the order people read them. */
export const settings: readonly Setting[] = Object.entries(environment.shape).map(([name, schema]) => {
  const known = about.get(schema);
  if (!known) throw new Error(`${name} says nothing about itself`);
  return { name, ...known, ...(schema instanceof z.ZodDefault && { initial: String(schema.def.defaultValue) }) };
});

/** How Herald shows Kling who is asking. */
export type Credentials =
  | { readonly kind: 'key'; readonly apiKey: string }
  | { readonly kind: 'pair'; readonly accessKey: string; readonly secretKey: string };

export type Config = ReturnType<typeof arrange>;

/** All that is wrong with the environment, one sentence a mistake. The process exits with code 78 (EX_CONFIG). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

/**
 * Reads the settings from an environment. An empty setting counts as unset; names that are not Herald's are left alone.
 * @throws ConfigError naming every mistake at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = givenIn(env);
  const read = environment.safeParse(given);
  const wrong = new Map(read.error?.issues.map((issue) => [String(issue.path[0]), issue.message]));
  const mistakes = [...wrong].map(([name, expected]) => complaint(name, given[name], expected)).concat(clashes(given));
  if (!read.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return arrange(read.data);
}

/** Settings that can be used and have no effect as things stand, one sentence each, fit for the log. */
export function idleSettings(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return slackIdle(givenIn(env));
}

function givenIn(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    settings.map(({ name }) => [name, env[name]?.trim()]).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function complaint(name: string, given: string | undefined, expected: string): string {
  const secret = settings.find((setting) => setting.name === name)?.secret;
  const shown = JSON.stringify(given?.replace(/\/\/.*@/, '//…@'));
  return `${name} is ${secret ? 'set to something that cannot be used (not shown)' : shown}; expected ${expected}.`;
}

function clashes(given: Readonly<Record<string, string | undefined>>): string[] {
  const found: string[] = [];
  const host = given.HOST;
  if (!given.API_TOKEN && host !== undefined && !isLoopback(host)) {
    found.push(`API_TOKEN is not set although HOST is ${JSON.stringify(host)}; expected a token, or HOST on loopback.`);
  }
  if (!given.API_TOKEN && given.PUBLIC_URL) {
    found.push('API_TOKEN is not set although PUBLIC_URL is; expected a token, or no PUBLIC_URL.');
  }
  found.push(...slackClashes(given));
  if (given.KLING_API_KEY && (given.KLING_ACCESS_KEY || given.KLING_SECRET_KEY)) {
    found.push('KLING_API_KEY is set beside KLING_ACCESS_KEY or KLING_SECRET_KEY; expected one kind of credentials.');
  } else if (Boolean(given.KLING_ACCESS_KEY) !== Boolean(given.KLING_SECRET_KEY)) {
    const missing = given.KLING_ACCESS_KEY ? 'KLING_SECRET_KEY' : 'KLING_ACCESS_KEY';
    found.push(`${missing} is not set; expected KLING_ACCESS_KEY and KLING_SECRET_KEY together.`);
  }
  return found;
}

function credentials(env: Environment): Credentials | undefined {
  if (env.KLING_API_KEY) return { kind: 'key', apiKey: env.KLING_API_KEY };
  if (!env.KLING_ACCESS_KEY || !env.KLING_SECRET_KEY) return undefined;
  return { kind: 'pair', accessKey: env.KLING_ACCESS_KEY, secretKey: env.KLING_SECRET_KEY };
}

function arrange(env: Environment) {
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
    apiToken: env.API_TOKEN,
    secretKey: env.SECRET_KEY,
    keepDays: env.KEEP_DAYS,
    kling: {
      /** Absent: the sandbox. */
      credentials: credentials(env),
      baseUrl: env.KLING_BASE_URL,
      profile: env.KLING_PROFILE,
      mode: env.KLING_MODE,
      maxConcurrent: env.KLING_MAX_CONCURRENT,
      pollSeconds: env.KLING_POLL_SECONDS,
      settleSeconds: env.KLING_SETTLE_SECONDS,
      webhookSecret: env.KLING_WEBHOOK_SECRET,
      voice: env.KLING_VOICE,
      voicesFile: env.KLING_VOICES,
    },
    announcements: {
      perDay: env.ANNOUNCEMENTS_PER_DAY,
      lateMinutes: env.ANNOUNCEMENTS_LATE_MINUTES,
      feedHosts: env.FEED_HOSTS,
    },
    /** Seconds of video, the unit that Kling bills. */
    ceilings: {
      maxVideoSeconds: env.MAX_VIDEO_SECONDS,
      dailySecondsPerPerson: env.DAILY_SECONDS_PER_PERSON,
      dailySecondsPerSpace: env.DAILY_SECONDS_PER_SPACE,
      dailySeconds: env.DAILY_SECONDS,
    },
    /** Absent: no Discord. */
    discord: discordOf(env),
    /** Absent: no Slack. */
    slack: slackOf(env),
    /** The operator’s word on who may use the bot, beside what each space has set. */
    access: { roles: env.ALLOWED_ROLES, channels: env.ALLOWED_CHANNELS, shutOut: env.SHUT_OUT },
    sandboxSeconds: env.SANDBOX_SECONDS,
  } as const;
}
