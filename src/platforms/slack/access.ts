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
   * Learns what must be known before anything is heard. @throws SlackFatal when only the operator helps, Error while Slack cannot be
   * reached, StoreError
   */
  open(signal: AbortSignal): Promise<void>;
  /**
   * In whose name an event is heard; undefined where Herald is not installed. Asks nobody. @throws Error before it is open,
   * StoreError
   */
  self(team: string): Promise<Self | undefined>;
  /** Slack refused a workspace's token for good, in an answer to a call. Never throws. */
  refused(team: string, code: string): void;
  /** Slack says that Herald was taken out of a workspace, at that time (ms). @throws StoreError */
  removed(team: string, at: number): Promise<void>;
}
