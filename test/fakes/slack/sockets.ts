import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, type Loose, textOf } from '../loose.ts';
import type { Carrier, Outcome, Outgoing } from './delivery-carrier.ts';
import type { Timers } from './delivery-timers.ts';
import { ACKNOWLEDGE_MS } from './interactions.ts';
import type { Parts } from './parts.ts';

/** What a test can look at and do to the app's Socket Mode connections. */
export interface Sockets {
  /** How many are connected right now. */
  readonly connected: number;
  /** How often one was. */
  readonly opened: number;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Tells every client that its connection is about to end; clients open another one. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Sends a frame of the test's own by every connection. */
  send(frame: string): void;
  /** Ends the next connections before they begin. */
  refuse(times?: number): void;
  /** Loses the next acknowledgements on their way. */
  loseAcknowledgements(times?: number): void;
}

/** The fake's side of it. */
export interface SocketServer extends Sockets {
  /** The address that `apps.connections.open` gives: for one connection. */
  open(): string;
  join(server: Server): void;
  readonly carry: Carrier;
  end(): void;
}

/** How many connections an app may hold (docs.slack.dev/apis/events-api/using-socket-mode). */
const MOST_CONNECTIONS = 10;

/** Seconds that Slack says a connection will last; recorded: 18060. */
const CONNECTION_SECONDS = 18_060;

interface Pending {
  readonly outgoing: Outgoing;
  readonly socket: WebSocket;
  settle(outcome: Outcome): void;
}

export function createSockets(parts: Pick<Parts, 'app' | 'base' | 'violations'>, timers: Timers): SocketServer {
  const { app, violations } = parts;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const ready: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  /** Envelopes that were sent, which the app may speak of. */
  const sent = new Set<string>();
  let opened = 0;
  let refusals = 0;
  let lost = 0;

  function welcome(socket: WebSocket): void {
    if (ready.length >= MOST_CONNECTIONS) {
      socket.send(JSON.stringify(goodbye('too_many_websockets')));
      return void socket.close();
    }
    opened += 1;
    ready.push(socket);
    socket.on('message', (data) => hear(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      ready.splice(ready.indexOf(socket), 1);
      for (const one of [...pending.values()]) if (one.socket === socket) one.settle({ failure: 'connection_failed' });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: ready.length,
        debug_info: { host: 'applink-fake', build_number: 10, approximate_connection_time: CONNECTION_SECONDS },
        connection_info: { app_id: app.id },
      }),
    );
  }

  const goodbye = (reason: string) => ({
    type: 'disconnect',
    reason,
    num_connections: ready.length,
    debug_info: { host: 'applink-fake' },
    connection_info: { app_id: app.id },
  });

  function hear(text: string): void {
    const message = parse(text);
    const id = textOf(message?.envelope_id);
    if (!message || !sent.has(id))
      return void violations.add(`Socket Mode: nothing was sent that "${text}" could be about`);
    if (lost > 0) {
      lost -= 1;
      return;
    }
    // one that comes too late, or for the second time, is nobody's any more
    const about = pending.get(id);
    if (!about) return;
    const body = isObject(message.payload) && Object.keys(message.payload).length > 0 ? message.payload : undefined;
    if (body !== undefined && !about.outgoing.takesAnswer)
      violations.add(`Socket Mode: ${textOf(about.outgoing.payload.type)} takes no answer, but was given ${text}`);
    about.settle({ body });
  }

  return {
    get connected() {
      return ready.length;
    },
    get opened() {
      return opened;
    },
    drop() {
      for (const socket of [...ready]) socket.terminate();
    },
    disconnect(reason) {
      for (const socket of ready) socket.send(JSON.stringify(goodbye(reason)));
    },
    send(frame) {
      for (const socket of ready) socket.send(frame);
    },
    refuse(times = 1) {
      refusals += times;
    },
    loseAcknowledgements(times = 1) {
      lost += times;
    },
    open() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${parts.base().replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${app.id}`;
    },
    join(http) {
      http.on('upgrade', (request: IncomingMessage, socket, head) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
        const isInvited = pathname === '/link/' && tickets.delete(searchParams.get('ticket') ?? '');
        if (!isInvited) violations.add(`Socket Mode: a connection to ${pathname} without a ticket that is still good`);
        if (!isInvited || refusals > 0) {
          if (isInvited) refusals -= 1;
          return void socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
        }
        server.handleUpgrade(request, socket, head, welcome);
      });
    },
    carry(outgoing) {
      const socket = ready.shift();
      if (!socket) return Promise.resolve({ failure: 'no_connection' });
      // each payload goes to one connection, and to each in its turn
      ready.push(socket);
      const id = randomUUID();
      return new Promise((resolve) => {
        const settle = (outcome: Outcome) => {
          cancel();
          pending.delete(id);
          resolve(outcome);
        };
        const cancel = timers.after(ACKNOWLEDGE_MS, () => settle({ failure: 'timeout' }));
        pending.set(id, { outgoing, socket, settle });
        sent.add(id);
        socket.send(JSON.stringify(envelope(id, outgoing)));
      });
    },
    end() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function envelope(id: string, { type, payload, takesAnswer, retry }: Outgoing): Loose {
  const retries = { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' };
  const isEvent = type === 'events_api';
  return { envelope_id: id, payload, type, accepts_response_payload: takesAnswer, ...(isEvent && retries) };
}

function parse(text: string): Loose | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
