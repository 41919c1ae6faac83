import type { IncomingMessage, Server } from 'node:http';
import { GatewayCloseCodes, type GatewayIdentifyData, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { WebSocketServer } from 'ws';
import { converse, type Desk } from './gateway-connection.ts';
import { createSession, emit, type GatewaySession } from './gateway-session.ts';
import { shardOf } from './ids.ts';
import type { Violations } from './violations.ts';

/** What a test can look at and do to the bot's connections. */
export interface Gateway {
  /** Sessions a client is connected to right now. */
  readonly sessions: readonly GatewaySession[];
  /** How often a client identified, and how often it resumed. */
  readonly counts: { readonly identified: number; readonly resumed: number };
  /** Closes every connection with a code; a session can be resumed unless the code says otherwise. */
  close(code: number): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Asks every client to reconnect (op 7). */
  reconnect(): void;
  /** Tells every client that its session is invalid (op 9); what cannot be resumed is forgotten. */
  invalidate(resumable?: boolean): void;
  /** Sends the last events again, as a resumed session may. */
  replay(count: number): void;
  /** Answers the next identifies by closing with a code. */
  refuse(code: number, times?: number): void;
}

/** The fake's side of it. */
export interface GatewayServer extends Gateway {
  join(server: Server): void;
  /** Sends an event to the sessions that asked for it and whose shard it belongs to. */
  dispatch(event: Dispatch): void;
  /** Sends an event about a guild to one session, if its shard hears of it. */
  tell(session: GatewaySession, t: string, guildId: string, d: unknown): void;
  end(): void;
}

export interface Dispatch {
  readonly t: string;
  /** One of these intents must have been asked for; 0 for what everybody hears. */
  readonly intents: number;
  readonly guildId: string | undefined;
  readonly data: (session: GatewaySession) => unknown;
}

export interface GatewayParts {
  readonly token: string;
  readonly url: () => string;
  readonly newId: () => string;
  readonly now: () => number;
  readonly violations: Violations;
  /** Privileged intents that are switched on for the application. */
  readonly privileged: number;
  /** READY's content. */
  readonly ready: (session: GatewaySession) => object;
  /** Tells a new session what follows READY. */
  readonly begin: (session: GatewaySession) => void;
}

const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

/** Codes after which a session is over. */
const ENDS_SESSION: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

export function createGateway(parts: GatewayParts): GatewayServer {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, GatewaySession>();
  const counts = { identified: 0, resumed: 0 };
  const refusals: number[] = [];
  const connected = () => [...sessions.values()].filter(({ socket }) => socket !== undefined);
  const sendAll = (payload: object) => {
    for (const { socket } of connected()) socket?.send(JSON.stringify(payload));
  };

  const desk: Desk = {
    identify(data, socket) {
      counts.identified += 1;
      const code = refusals.shift() ?? reasonAgainst(data, parts);
      if (code !== undefined) return { close: code };
      const session = createSession(parts.newId(), data);
      session.socket = socket;
      sessions.set(session.id, session);
      // what a client resumes by must lead back here, or it dials Discord
      const resume_gateway_url = `${parts.url()}/resume`;
      const { id, shard } = session;
      emit(session, 'READY', {
        v: 10,
        session_id: id,
        resume_gateway_url,
        shard,
        session_type: 'normal',
        ...parts.ready(session),
      });
      parts.begin(session);
      return session;
    },
    resume({ token, session_id, seq }, socket) {
      if (token !== parts.token) return { close: GatewayCloseCodes.AuthenticationFailed };
      const session = sessions.get(session_id);
      if (!session) return 'invalid';
      if (seq > session.sequence) return { close: GatewayCloseCodes.InvalidSeq };
      counts.resumed += 1;
      session.socket?.terminate();
      session.socket = socket;
      for (const event of session.events) if (event.s > seq) socket.send(JSON.stringify(event));
      emit(session, 'RESUMED', { _trace: [] });
      return session;
    },
    left(session, code) {
      session.socket = undefined;
      if (ENDS_SESSION.includes(code)) sessions.delete(session.id);
    },
    odd: (opcode) => parts.violations.add(`Gateway: opcode ${opcode} is not served`),
    now: parts.now,
  };

  return {
    counts,
    get sessions() {
      return connected();
    },
    join(server) {
      server.on('upgrade', (request: IncomingMessage, socket, head) => {
        sockets.handleUpgrade(request, socket, head, (client) => converse(client, desk));
      });
    },
    dispatch({ t, intents, guildId, data }) {
      for (const session of sessions.values()) {
        const [id, count] = session.shard;
        const wanted = intents === 0 || (session.intents & intents) !== 0;
        if (wanted && shardOf(guildId, count) === id) emit(session, t, data(session));
      }
    },
    tell(session, t, guildId, d) {
      const [id, count] = session.shard;
      if (shardOf(guildId, count) === id) emit(session, t, d);
    },
    close(code) {
      for (const { socket, id } of connected()) {
        if (ENDS_SESSION.includes(code)) sessions.delete(id);
        socket?.close(code);
      }
    },
    drop() {
      for (const { socket } of connected()) socket?.terminate();
    },
    reconnect: () => sendAll({ op: GatewayOpcodes.Reconnect, d: null }),
    invalidate(resumable = false) {
      sendAll({ op: GatewayOpcodes.InvalidSession, d: resumable });
      if (!resumable) sessions.clear();
    },
    replay(count) {
      for (const { socket, events } of connected())
        for (const event of events.slice(-count)) socket?.send(JSON.stringify(event));
    },
    refuse: (code, times = 1) => void refusals.push(...Array<number>(times).fill(code)),
    end() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** The code to close with, of a client that may not come in. */
function reasonAgainst(data: GatewayIdentifyData, { token, privileged }: GatewayParts): number | undefined {
  const [id, count] = data.shard ?? [0, 1];
  if (data.token !== token) return GatewayCloseCodes.AuthenticationFailed;
  if (id >= count) return GatewayCloseCodes.InvalidShard;
  if ((data.intents & PRIVILEGED & ~privileged) !== 0) return GatewayCloseCodes.DisallowedIntents;
  return undefined;
}
