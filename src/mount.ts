import type { IncomingMessage, ServerResponse } from 'node:http';

/** A part of Herald's HTTP server that a room answers by itself. Strangers reach it: the room sees to who may ask. */
export interface Mount {
  /** What the paths of its requests begin with: `/slack/` */
  readonly prefix: string;
  /** @returns whether the request is being answered; nothing of it was read otherwise */
  take(request: IncomingMessage, response: ServerResponse): boolean;
}
