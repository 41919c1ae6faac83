import { createDelivery, type Delivery } from './delivery.ts';
import { createHttpCarrier, type HttpCarrier } from './delivery-http.ts';
import type { Timers } from './delivery-timers.ts';
import type { Parts } from './parts.ts';
import { createEvents, type EventOptions } from './payloads-events.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createSockets, type SocketServer } from './sockets.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { createViews, type Views } from './views.ts';

export interface OutboundOptions extends EventOptions {
  /** Which way events, commands and interactions go to the app. Default `socket`. */
  readonly mode?: 'socket' | 'http';
}

/** All that goes from Slack to the app, and what the app says to it. */
export interface Outbound {
  /** The parts, made whole. */
  readonly parts: Parts;
  readonly sockets: SocketServer;
  readonly http: HttpCarrier;
  readonly delivery: Delivery;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly views: Views;
  end(): Promise<void>;
}

export function createOutbound(given: Omit<Parts, 'events'>, timers: Timers, options: OutboundOptions = {}): Outbound {
  const sockets = createSockets(given, timers);
  const http = createHttpCarrier(given.app.signingSecret, timers);
  const delivery = createDelivery(options.mode === 'http' ? http.carry : sockets.carry, timers);
  const parts: Parts = { ...given, events: createEvents(given, delivery, options) };
  const triggers = createTriggers(given.world.now);
  return {
    parts,
    sockets,
    http,
    delivery,
    triggers,
    responseUrls: createResponseUrls(parts),
    views: createViews(parts, triggers),
    async end() {
      sockets.end();
      await http.end();
    },
  };
}
