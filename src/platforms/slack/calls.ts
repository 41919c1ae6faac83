import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { unlessAborted } from '../../clock.ts';
import { StoreError } from '../../store/store-error.ts';
import { described } from '../described.ts';
import { withSignal } from '../own-signal.ts';
import { boltLog } from './bolt-log.ts';
import { judge } from './errors.ts';
import { REFUSED_TOKEN } from './verdicts.ts';
import { webOptions } from './web-options.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/** What an error of Slack's means for what was asked. */
export type Verdict =
  /** Not to this place, now or later: gone, archived, not a member, not allowed. */
  | 'closed'
  /** What it was about is there no more. */
  | 'gone'
  /** No file is taken there just now. */
  | 'fileless'
  | 'too_large'
  /** Not now, and surely without effect. */
  | 'later'
  /** It may have had its effect. */
  | 'unclear'
  /** Slack does not understand it: a defect. */
  | 'wrong';

/** What went wrong with a call. Fit for the log: it holds no address, no token and nobody's words. */
export interface Trouble {
  readonly verdict: Verdict;
  /** Slack's own name for it (`not_in_channel`), where it gave one; else the HTTP status or the network's code. */
  readonly code: string;
  /** Not before this time (ms). */
  readonly at?: number;
  /** The scopes that were missing, as Slack names them. */
  readonly needed?: string;
}

export type Called<T> = { readonly answer: T } | { readonly trouble: Trouble };

/** Calls the Web API, each time once: nothing is repeated by itself, and no call waits for another, or for a limit to pass. */
export interface Calls {
  /**
   * @param ask makes the one call, with the workspace's token of now
   * @throws the signal's reason, StoreError
   */
  call<T extends webApi.WebAPICallResult>(
    team: string,
    ask: (client: webApi.WebClient, token: string, workspace: Workspace) => Promise<T>,
    signal: AbortSignal,
  ): Promise<Called<T>>;
}

export interface CallsOptions {
  /** `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly workspaces: Pick<Workspaces, 'of' | 'learned'>;
  readonly now: () => number;
  readonly log: Logger;
  /** Slack refuses a workspace's token for good. */
  readonly onRefused?: (team: string) => void;
}

/**
 * A client of the SDK for each call, which is 0.04 ms: one that is shared has one queue, and can end no single call. None of them
 * repeats anything (facts/slack.md: by default ten times, also what has had its effect), none sleeps through a limit.
 */
export function createCalls({ apiUrl, workspaces, now, log, onRefused }: CallsOptions): Calls {
  const logger = boltLog(log);

  async function workspaceOf(team: string, signal: AbortSignal): Promise<Called<Workspace>> {
    try {
      const workspace = await unlessAborted(workspaces.of(team), signal);
      return workspace ? { answer: workspace } : { trouble: { verdict: 'closed', code: 'not_installed' } };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof StoreError) throw error;
      log.warn({ team, err: described(error) }, 'a workspace of Slack gave no token just now');
      return { trouble: { verdict: 'later', code: 'no_token' } };
    }
  }

  function learn(team: string, { response_metadata: metadata }: Pick<webApi.WebAPICallResult, 'response_metadata'>) {
    const scopes = metadata?.scopes?.filter((scope) => scope !== '');
    if (scopes && scopes.length > 0) workspaces.learned(team, scopes);
  }

  return {
    async call(team, ask, signal) {
      signal.throwIfAborted();
      const found = await workspaceOf(team, signal);
      if ('trouble' in found) return found;

      const { answer: workspace } = found;
      try {
        const answer = await withSignal(signal, (own) => {
          const client = new webApi.WebClient(undefined, webOptions({ apiUrl, logger, signal: own }));
          return ask(client, workspace.token, workspace);
        });
        learn(team, answer);
        return { answer };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof webApi.WebAPIPlatformError) learn(team, error.data);
        const trouble = judge(error, now());
        if (REFUSED_TOKEN.has(trouble.code)) onRefused?.(team);
        return { trouble };
      }
    },
  };
}
