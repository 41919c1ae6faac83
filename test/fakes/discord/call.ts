import type { Body } from './body.ts';
import type { ApiRouteName } from './routes.ts';

/** A request to a route, taken apart. */
export interface Call extends Body {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON; none for 204. */
  readonly body?: unknown;
}

/** Does what a request asks for, all of it or nothing. @throws DiscordError where Discord would refuse */
export type Handler = (call: Call) => Reply;
export type Handlers<Name extends ApiRouteName> = Readonly<Record<Name, Handler>>;

export const NOTHING: Reply = { status: 204 };
export const ok = (body: unknown): Reply => ({ status: 200, body });
