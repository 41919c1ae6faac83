/** A call of a hook, as it came. */
export interface HookCall {
  /** Of the announcement. */
  readonly id: string;
  /** By its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Byte for byte. */
  readonly body: Uint8Array;
}

export type HookOutcome =
  /** A video is being made; `repeated`: by an earlier call with the same delivery. */
  | { readonly outcome: 'made'; readonly job: string; readonly repeated: boolean }
  /** Understood, and nothing that is announced: a ping, a release that was only edited. */
  | { readonly outcome: 'nothing' };

/** What strangers may do: have an announcement speak by calling its hook. */
export interface Hooks {
  /**
   * @throws Refusal `missing` where there is no such hook; `unauthorized` without its secret; `input` for what cannot be read or says nothing;
   * `conflict` while it is paused; `limit` and `unavailable` as for every job
   */
  take(call: HookCall): Promise<HookOutcome>;
}
