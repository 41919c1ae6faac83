import type { Loose } from '../loose.ts';
import type { TeamRecord } from './world.ts';

/** A Web API request, its token recognised and its arguments decoded: numbers, booleans and JSON are what they stand for. */
export interface Call {
  readonly method: string;
  readonly args: Loose;
  /** The workspace of the bot token. */
  readonly team: TeamRecord;
  readonly token: string;
  readonly scopes: ReadonlySet<string>;
  /** Of a completed upload, where a test wants its message to come otherwise than usual. */
  readonly shares?: Shares;
}

/** When the message of a completed upload appears: never, or so many ms later. */
export type Shares = 'never' | { readonly after: number };

/** Does what a method asks for, all of it or nothing; answers without `ok`. @throws SlackError where Slack would refuse */
export type Handler = (call: Call) => Loose;
export type Handlers = Readonly<Record<string, Handler>>;

/** Of methods that no workspace's token is for: what they do with their arguments. */
export type OpenHandlers = Readonly<Record<string, (args: Loose) => Loose>>;

/** `ok: false`. */
export class SlackError extends Error {
  readonly error: string;
  readonly details: Loose;

  /** @param details what else the answer says, such as `needed` or `response_metadata` */
  constructor(error: string, details: Loose = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}
