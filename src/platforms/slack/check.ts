import { LogLevel, webApi } from '@slack/bolt';
import { PROBE, reasonOf, Stranger, saysIll, saysStranger, saysUnreached } from '../probe.ts';
import { platformError } from './fatal.ts';

/** After what time a request that failed is repeated (ms). */
const PAUSE = 250;

/** Channels in one answer, and answers that are read; Slack's maximum is 999 for this method. */
const PAGE = 200;
const PAGES = 5;

/** Whose a bot's token is. */
export interface BotFacts {
  readonly team: string;
  /** The workspace's name. */
  readonly workspace: string;
  /** The bot's name, as people write it behind an `@`. */
  readonly name: string;
  /** False for the token of a person. */
  readonly isBot: boolean;
  /** For a whole organisation, not one workspace. */
  readonly isOrganisation: boolean;
  /** What it may do; undefined where Slack does not tell. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** The app that it belongs to; undefined where Slack does not tell. */
  readonly app: string | undefined;
}

export interface ChannelFacts {
  readonly name: string;
  readonly isMember: boolean;
  readonly isArchived: boolean;
}

/**
 * Reads how Herald stands at Slack, and nothing else: no method changes anything there, or is seen by anybody. Methods throw what
 * {@link explainSlack} puts into a sentence.
 */
export interface SlackProbe {
  bot(token: string, signal: AbortSignal): Promise<BotFacts>;
  /** Asks for an address of Socket Mode, and does not open it. @returns the app that it is for, where the address says that */
  socket(appToken: string, signal: AbortSignal): Promise<string | undefined>;
  /** A channel as the bot finds it; undefined where there is none that it can see. */
  channel(token: string, id: string, signal: AbortSignal): Promise<ChannelFacts | undefined>;
  /** The names of the channels that the bot is in; of very many, the first 1,000. @param kinds such as `private_channel` */
  channels(token: string, kinds: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
}

export function slackProbe(apiUrl: string): SlackProbe {
  const client = (token: string, signal: AbortSignal) =>
    new webApi.WebClient(token, {
      slackApiUrl: apiUrl,
      allowAbsoluteUrls: false,
      timeout: PROBE.timeout,
      retryConfig: { retries: PROBE.retries, minTimeout: PAUSE },
      rejectRateLimitedCalls: true,
      // the doctor says itself what went wrong
      logLevel: LogLevel.ERROR,
      fetch: (url, init) =>
        fetch(url, { ...init, signal: AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]) }),
    });

  return {
    async bot(token, signal) {
      const slack = client(token, signal);
      const found = await slack.auth.test();
      if (found.team_id === undefined || found.user_id === undefined)
        throw new Stranger('the answer names no workspace');
      return {
        team: found.team_id,
        workspace: found.team ?? found.team_id,
        name: found.user ?? found.user_id,
        isBot: found.bot_id !== undefined,
        isOrganisation: found.is_enterprise_install === true,
        scopes: found.response_metadata?.scopes && new Set(found.response_metadata.scopes),
        app: found.bot_id === undefined ? undefined : await appOf(slack, found.bot_id),
      };
    },

    async socket(appToken, signal) {
      const { url } = await client(appToken, signal).apps.connections.open({});
      if (url === undefined || !URL.canParse(url)) throw new Stranger('the answer names no address');
      return new URL(url).searchParams.get('app_id') ?? undefined;
    },

    async channel(token, id, signal) {
      try {
        const { channel } = await client(token, signal).conversations.info({ channel: id });
        return {
          name: channel?.name ?? id,
          isMember: channel?.is_member === true,
          isArchived: channel?.is_archived === true,
        };
      } catch (error) {
        if (platformError(error) === 'channel_not_found') return undefined;
        throw error;
      }
    },

    async channels(token, kinds, signal) {
      const slack = client(token, signal);
      const names: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const found = await slack.users.conversations({
          types: kinds.join(','),
          exclude_archived: true,
          limit: PAGE,
          ...(cursor && { cursor }),
        });
        names.push(...(found.channels ?? []).map(({ id, name }) => name ?? id ?? ''));
        cursor = found.response_metadata?.next_cursor;
        if (!cursor) break;
      }
      return names;
    },
  };
}

/** The app of a bot; undefined where the token may not ask. */
async function appOf(slack: webApi.WebClient, bot: string): Promise<string | undefined> {
  try {
    return (await slack.bots.info({ bot })).bot?.app_id;
  } catch (error) {
    if (platformError(error) !== undefined) return undefined;
    throw error;
  }
}

/** Why a look at Slack failed, and what to do: for the operator. Undefined for what is no failure of Slack's or of the way to it. */
export function explainSlack(error: unknown, apiUrl: string): string | undefined {
  const code = platformError(error);
  if (code !== undefined) return `Slack refused what was asked (${code}).`;
  const slack = { platform: 'Slack', apiUrl, setting: 'SLACK_API_URL', statusPage: 'https://slack-status.com' };
  if (error instanceof Stranger || error instanceof webApi.WebAPIPlatformError) return saysStranger(slack);
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return `Slack asks to be left alone for ${error.retryAfter} s. Try again then.`;
  }
  if (error instanceof webApi.WebAPIHTTPError) return saysIll(slack, error.statusCode);
  if (!(error instanceof webApi.WebAPIRequestError)) return undefined;
  return saysUnreached(slack, reasonOf(error.original) ?? error.original.message);
}
