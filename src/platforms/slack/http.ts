import type { RequestListener, ServerResponse } from 'node:http';
import { type App, HTTPReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { described } from '../described.ts';
import { boltLog } from './bolt-log.ts';
import { PATHS } from './paths.ts';

/** How often the operator is told that something was not signed (ms): anybody may send such a thing. */
const HINT = 10 * 60_000;

export interface HttpOptions {
  readonly signingSecret: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Takes what Slack sends by HTTP to {@link PATHS.requests}, checks its signature, and hands it to the app. */
export function httpRequests(app: App, { signingSecret, clock, log }: HttpOptions): RequestListener {
  const bolt = boltLog(log);
  let hinted = Number.NEGATIVE_INFINITY;

  function onRefused(): void {
    if (clock.now() - hinted < HINT) return;
    hinted = clock.now();
    log.warn(
      'a request to /slack/events was refused, since it is not signed with SLACK_SIGNING_SECRET, too old, or too large; if Slack sent it, copy the signing secret again (your app, Basic Information) and look at the clock of this machine',
    );
  }

  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [PATHS.requests],
    // it warns of refused requests alone
    logger: { ...bolt, warn: onRefused },
    // what could not be handled is refused: Slack sends events again
    async processEventErrorHandler({ error, response }) {
      log.error({ err: described(error) }, 'something from Slack could not be handled');
      if (!response.headersSent) turnAway(response);
      return true;
    },
  });
  receiver.init(app);
  return (request, response) => {
    // what is too large is not read to its end: the next request on the same connection would wait behind it
    response.once('finish', () => request.resume());
    receiver.requestListener(request, response);
  };
}

/** Not now. Slack sends events again, and tells a person that their command did not get through. */
export function turnAway(response: ServerResponse): void {
  response.writeHead(503, { 'Retry-After': '5' }).end();
}
