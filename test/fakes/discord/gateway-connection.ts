import { GatewayCloseCodes, type GatewayIdentifyData, GatewayOpcodes, type GatewaySendPayload } from 'discord.js';
import type { WebSocket } from 'ws';
import type { GatewaySession } from './gateway-session.ts';
import { LIMITS } from './limits.ts';

/** ms between heartbeats; what Discord asks for. */
const HEARTBEAT = 41_250;

const MINUTE = 60_000;

/** What a connection hands on: either gives the session it is for, or the code to close with. */
export interface Desk {
  identify(data: GatewayIdentifyData, socket: WebSocket): GatewaySession | { readonly close: number };
  /** `invalid`: such a session is not known (any more). */
  resume(data: ResumeData, socket: WebSocket): GatewaySession | { readonly close: number } | 'invalid';
  /** The connection is gone. */
  left(session: GatewaySession, code: number): void;
  /** A client sent what is not served here. */
  odd(opcode: number): void;
  now(): number;
}

export interface ResumeData {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}

/** Talks with one client from HELLO on. */
export function converse(socket: WebSocket, desk: Desk): void {
  let session: GatewaySession | undefined;
  const sends: number[] = [];
  const say = (op: GatewayOpcodes, d: unknown) => socket.send(JSON.stringify({ op, d, s: null, t: null }));

  function take(result: ReturnType<Desk['resume']>): void {
    if (result === 'invalid') say(GatewayOpcodes.InvalidSession, false);
    else if ('close' in result) socket.close(result.close);
    else session = result;
  }

  function hear(payload: GatewaySendPayload): void {
    switch (payload.op) {
      case GatewayOpcodes.Heartbeat:
        say(GatewayOpcodes.HeartbeatAck, undefined);
        break;
      case GatewayOpcodes.Identify:
        if (session) socket.close(GatewayCloseCodes.AlreadyAuthenticated);
        else take(desk.identify(payload.d, socket));
        break;
      case GatewayOpcodes.Resume:
        take(desk.resume(payload.d, socket));
        break;
      case GatewayOpcodes.PresenceUpdate:
        if (session) session.presence = payload.d;
        else socket.close(GatewayCloseCodes.NotAuthenticated);
        break;
      default:
        desk.odd(payload.op);
        socket.close(GatewayCloseCodes.UnknownOpcode);
    }
  }

  socket.on('close', (code) => {
    if (session?.socket === socket) desk.left(session, code);
  });
  socket.on('message', (data) => {
    const recent = sends.filter((at) => at > desk.now() - MINUTE);
    sends.splice(0, sends.length, ...recent, desk.now());
    const payload = parse(String(data));
    if (sends.length > LIMITS.gatewaySends) socket.close(GatewayCloseCodes.RateLimited);
    else if (payload) hear(payload);
    else socket.close(GatewayCloseCodes.DecodeError);
  });
  say(GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT });
}

function parse(text: string): GatewaySendPayload | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
