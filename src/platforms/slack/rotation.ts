import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { described } from '../described.ts';
import { boltLog } from './bolt-log.ts';
import { platformError } from './fatal.ts';
import type { Installation } from './installations.ts';
import { webOptions } from './web-options.ts';

/** A token is renewed this long before it ends (ms), as Bolt does; it lives for twelve hours. */
const EARLY = 2 * 3_600_000;

/** After a failure, so long goes by before the next try (ms). */
const PAUSE = 60_000;

export interface RotationOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Renews tokens that end. */
export interface Rotation {
  /** The token is worth nothing any more. */
  hasEnded(installation: Installation): boolean;
  /** The token ends soon, or has ended, and it was not tried in vain just now to get another one. */
  isDue(installation: Installation): boolean;
  /**
   * The installation with another pair of tokens; the old refresh token is worth nothing then, the old token as good as before. The same
   * installation where that does not work out and its token is still good. Must not be called twice at a time for one workspace.
   * @returns undefined when the token has ended, and cannot be renewed ever @throws Error when it has, and cannot be renewed now
   */
  renew(installation: Installation): Promise<Installation | undefined>;
}

export function rotation({ clientId, clientSecret, apiUrl, clock, log, signal }: RotationOptions): Rotation {
  const client = new webApi.WebClient(undefined, webOptions({ apiUrl, logger: boltLog(log), signal }));
  const failed = new Map<string, number>();

  return {
    hasEnded: ({ bot: { expires } }) => expires !== undefined && expires <= clock.now(),

    isDue({ team, bot: { refresh, expires } }) {
      if (refresh === undefined || expires === undefined || expires - clock.now() > EARLY) return false;
      return (failed.get(team) ?? Number.NEGATIVE_INFINITY) <= clock.now() - PAUSE;
    },

    async renew(installation) {
      const { team, bot } = installation;
      const { refresh = '', expires = 0 } = bot;
      const began = clock.now();
      try {
        const {
          access_token: token,
          refresh_token: next,
          expires_in: seconds,
        } = await client.oauth.v2.access({
          client_id: clientId,
          client_secret: clientSecret,
          grant_type: 'refresh_token',
          refresh_token: refresh,
        });
        if (!token || !next || !seconds) throw new Error('Slack gives no other token');
        failed.delete(team);
        return { ...installation, bot: { ...bot, token, refresh: next, expires: began + seconds * 1_000 } };
      } catch (error) {
        signal.throwIfAborted();
        failed.set(team, clock.now());
        log.error({ team, err: described(error) }, 'a token of Slack could not be renewed');
        if (expires > clock.now()) return installation;
        if (platformError(error) !== 'invalid_refresh_token') throw error;
        log.error(
          { team },
          'this workspace is lost to Herald until somebody installs it there again, at /slack/install',
        );
        return undefined;
      }
    },
  };
}
