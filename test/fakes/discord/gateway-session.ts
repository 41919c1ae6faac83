import type { GatewayIdentifyData, GatewayPresenceUpdateData } from 'discord.js';
import type { WebSocket } from 'ws';

export interface GatewayEvent {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** One client's session: it outlives its connection, so that it can be resumed. */
export interface GatewaySession {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  presence?: GatewayPresenceUpdateData;
  sequence: number;
  /** What was sent, for those who resume. */
  readonly events: GatewayEvent[];
  socket?: WebSocket | undefined;
}

/** How many events a session keeps. */
const KEPT = 5_000;

export function createSession(id: string, { intents, shard, presence }: GatewayIdentifyData): GatewaySession {
  return { id, intents, shard: shard ?? [0, 1], ...(presence && { presence }), sequence: 0, events: [] };
}

/** Numbers an event, keeps it, and sends it if the client is there. */
export function emit(session: GatewaySession, t: string, d: unknown): void {
  session.sequence += 1;
  const event: GatewayEvent = { op: 0, t, s: session.sequence, d: structuredClone(d) };
  session.events.push(event);
  if (session.events.length > KEPT) session.events.shift();
  session.socket?.send(JSON.stringify(event));
}
