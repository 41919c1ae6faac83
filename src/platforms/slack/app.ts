import { App, type AppOptions, AuthorizationError, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { described } from '../described.ts';
import type { Access } from './access.ts';
import { boltLog } from './bolt-log.ts';

/** Herald is not installed, or not any more, where an event came from. */
class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/** It could not be kept what came: Slack is to send it again. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** Events come by receivers that are joined later. */
const NO_RECEIVER: Receiver = {
  init: () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
};

/** The workspace of a form or a page of Herald's: where a channel is shared, the payload's own team may be that of the person. */
const ofView = z.object({ view: z.object({ app_installed_team_id: z.string() }) });

/** News of what Slack does not send. It comes each minute, and not as an event. */
const rateLimited = z.object({ type: z.literal('app_rate_limited'), team_id: z.string() });

const FLOODED =
  'Slack holds back what is said in this workspace, since it has more than 30,000 events in an hour: what people say to the bot there may not be heard for a while; commands and buttons are. Where that happens often, take the bot out of channels that do not need it';

/**
 * Bolt acknowledges an event before anybody has heard it; here that follows once its listeners are done, so that what they note of it
 * outlives a crash. They leave what takes long to others.
 */
class SlackApp extends App {
  readonly #log: Logger;

  constructor(options: AppOptions, log: Logger) {
    super(options);
    this.#log = log;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { body, ack } = event;
    const news = rateLimited.safeParse(body).data;
    if (news) {
      this.#log.warn({ team: news.team_id }, FLOODED);
      return ack();
    }
    if (body.event === undefined) return super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => undefined });
    await ack();
  }
}

/**
 * A Bolt app for Herald. It holds no token: whatever Herald does on Slack authorises anew. An event that cannot be told to be of a
 * workspace of Herald's just now is not acknowledged, so that Slack sends it again; one that is not is.
 */
export function createApp(access: Pick<Access, 'self' | 'removed'>, log: Logger): App {
  const app = new SlackApp(
    {
      receiver: NO_RECEIVER,
      logger: boltLog(log),
      convoStore: false,
      async authorize({ teamId, isEnterpriseInstall }, body) {
        const team = ofView.safeParse(body).data?.view.app_installed_team_id ?? teamId;
        const self = team === undefined || isEnterpriseInstall ? undefined : await access.self(team);
        if (!self) throw new NotInstalled('Herald is not installed there');
        return { teamId: self.team, botUserId: self.me };
      },
    },
    log,
  );

  app.error(async (error) => {
    if (error.original instanceof NotKept) throw error.original;
    if (!(error instanceof AuthorizationError)) {
      log.error({ err: described(error) }, 'something from Slack could not be handled');
    } else if (!(error.original instanceof NotInstalled)) {
      throw error;
    }
  });

  app.event('app_uninstalled', async ({ body }) => access.removed(body.team_id));
  app.event('tokens_revoked', async ({ event, body }) => {
    if ((event.tokens.bot ?? []).length > 0) access.removed(body.team_id);
  });
  return app;
}
