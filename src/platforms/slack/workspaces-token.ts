import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { described } from '../described.ts';
import type { Access } from './access.ts';
import { boltLog } from './bolt-log.ts';
import { badBotToken, isRefusal, ORG_WIDE, platformError, SlackFatal } from './fatal.ts';
import { untilTold } from './until-told.ts';
import { webOptions } from './web-options.ts';
import type { Workspace } from './workspaces.ts';

export interface TokenOptions {
  /** `SLACK_BOT_TOKEN` */
  readonly token: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly onFatal: (sentence: string) => void;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

const DOUBT = 'Slack refused SLACK_BOT_TOKEN, or said that it was taken away';

/**
 * The one workspace of a token. Whatever Slack sends to this app is of that workspace: where a channel is shared, the payload of an
 * interaction may name the workspace of its author.
 */
export function tokenAccess({ token, apiUrl, clock, random, log, onFatal, signal }: TokenOptions): Access {
  let workspace: Workspace | undefined;
  let isExamining = false;

  /** @throws SlackFatal, Error while Slack cannot be reached */
  async function identify(ending: AbortSignal): Promise<Workspace & { readonly bot: string | undefined }> {
    const client = new webApi.WebClient(token, webOptions({ apiUrl, logger: boltLog(log), signal: ending }));
    const answer = await client.auth.test().catch((error: unknown) => {
      const code = platformError(error);
      throw code !== undefined && isRefusal(code) ? new SlackFatal(badBotToken(code)) : error;
    });
    const { team_id: team, user_id: me, url, team: name, user: bot } = answer;
    const { is_enterprise_install: isOrgWide, response_metadata } = answer;
    if (isOrgWide) throw new SlackFatal(ORG_WIDE);
    if (!team || !me || !url) throw new Error('Slack does not say whose token it is');
    const scopes = response_metadata?.scopes;
    return { team, me, url, token, scopes: scopes && new Set(scopes), ...(name && { name }), bot };
  }

  async function settleDoubt(): Promise<void> {
    try {
      await identify(signal);
      log.warn(`${DOUBT}, and accepts it all the same`);
    } catch (error) {
      if (!(error instanceof SlackFatal)) throw error;
      onFatal(error.message);
    }
  }

  /** Asks once more before it believes that nothing helps, and once at a time. */
  function examine(): void {
    if (isExamining) return;
    isExamining = true;
    const onFailure = (error: unknown) =>
      log.warn({ err: described(error) }, `${DOUBT}, and cannot be asked just now whether that holds; trying again`);
    void untilTold(settleDoubt, { clock, random, signal, onFailure })
      // Herald stops
      .catch(() => undefined)
      .finally(() => {
        isExamining = false;
      });
  }

  function known(): Workspace {
    if (!workspace) throw new Error('it is not known yet whose token SLACK_BOT_TOKEN is');
    return workspace;
  }

  return {
    async open(ending) {
      const { bot, ...identified } = await identify(ending);
      workspace = identified;
      return { workspace: identified.name, team: identified.team, bot };
    },
    async of(team) {
      const one = known();
      return team === one.team ? one : undefined;
    },
    self: async () => known(),
    learned(team, scopes) {
      if (workspace?.team === team) workspace = { ...workspace, scopes: new Set(scopes) };
    },
    refused: examine,
    removed: examine,
    settle: async () => undefined,
  };
}
