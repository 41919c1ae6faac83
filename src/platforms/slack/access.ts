import type { Workspaces } from './workspaces.ts';

/** Who the bot is in a workspace. */
export interface Self {
  readonly team: string;
  /** The bot's own user. */
  readonly me: string;
}

/** How Herald is let into workspaces: by one token, or by those who install it. */
export interface Access extends Workspaces {
  /**
   * Learns what must be known before anything is heard. @returns where Herald is, for the log. @throws SlackFatal when only the operator helps, Error while Slack cannot be
   * reached, StoreError
   */
  open(signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /**
   * In whose name an event is heard; undefined where Herald is not installed. Asks nobody. @throws Error before it is open,
   * StoreError
   */
  self(team: string): Promise<Self | undefined>;
  /**
   * Slack refused a workspace's token, in an answer to a call. It is asked once more before that is believed: it may only not like where
   * the call came from. Never throws.
   */
  refused(team: string): void;
  /**
   * Slack says that Herald was taken out of a workspace. It may say so late, when Herald was installed there again: only what it says to
   * the token of now is believed. It is asked until it tells: nothing else may ever come of that workspace. Never throws.
   */
  removed(team: string): void;
  /** Resolves when no token is being renewed: a pair that Slack gave out and nobody kept would be lost, and the workspace with it. */
  settle(): Promise<unknown>;
}
