import { App, AuthorizationError, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { described } from '../described.ts';
import type { Access } from './access.ts';
import { boltLog } from './bolt-log.ts';

/** Herald is not installed, or not any more, where an event came from. */
class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/** Events come by receivers that are joined later. */
const NO_RECEIVER: Receiver = {
  init: () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
};

/**
 * A Bolt app for Herald. It holds no token: whatever Herald does on Slack authorises anew. An event that cannot be told to be of a
 * workspace of Herald's just now is not acknowledged, so that Slack sends it again; one that is not is.
 */
export function createApp(access: Pick<Access, 'self' | 'removed'>, log: Logger): App {
  const app = new App({
    receiver: NO_RECEIVER,
    logger: boltLog(log),
    convoStore: false,
    async authorize({ teamId, isEnterpriseInstall }) {
      const self = teamId === undefined || isEnterpriseInstall ? undefined : await access.self(teamId);
      if (!self) throw new NotInstalled('Herald is not installed there');
      return { teamId: self.team, botUserId: self.me };
    },
  });

  app.error(async (error) => {
    if (!(error instanceof AuthorizationError)) {
      log.error({ err: described(error) }, 'something from Slack could not be handled');
    } else if (!(error.original instanceof NotInstalled)) {
      throw error;
    }
  });

  app.event('app_uninstalled', ({ body }) => access.removed(body.team_id, body.event_time * 1_000));
  app.event('tokens_revoked', async ({ event, body }) => {
    if ((event.tokens.bot ?? []).length > 0) await access.removed(body.team_id, body.event_time * 1_000);
  });
  return app;
}
