/** One workspace, as Herald is installed in it just now. */
export interface Workspace {
  /** Its id, which is the space of its places. */
  readonly team: string;
  /** The bot's token: good now, and not to be kept; it may be another one in an hour. */
  readonly token: string;
  /** The bot's own user. */
  readonly me: string;
  /** What the token may do; undefined while Slack has not told. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** `https://acme.slack.com/` */
  readonly url: string;
  /** As people call it, where that is known. */
  readonly name?: string;
}

/** The workspaces that Herald is in: one by its token, or those that installed it. */
export interface Workspaces {
  /**
   * Authorises anew, since a token may have been rotated, or taken away, in the meantime. Undefined where Herald is not installed (any
   * more). @throws StoreError, Error while Slack cannot be reached
   */
  of(team: string): Promise<Workspace | undefined>;
  /** The scopes of a workspace's token, as Slack told with an answer. */
  learned(team: string, scopes: readonly string[]): void;
}
