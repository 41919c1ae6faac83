import { randomBytes } from 'node:crypto';
import { SlackError } from './call.ts';
import { DEFAULT_SCOPES } from './methods.ts';
import type { TeamRecord, World } from './world.ts';

export interface Grant {
  readonly team: TeamRecord;
  readonly token: string;
  readonly scopes: ReadonlySet<string>;
}

/** The bot tokens of all workspaces, the dead ones included. */
export interface Tokens {
  /** Makes one. Ones that expire come with a refresh token. */
  issue(team: TeamRecord, options?: IssueOptions): Issued;
  /** Gives another pair for a refresh token, once. The token before it lives on until it expires. @throws SlackError `invalid_refresh_token` */
  refresh(refreshToken: string, lifeMs: number): { readonly team: TeamRecord; readonly issued: Issued };
  /** Kills one of a workspace's tokens, or all of them. */
  kill(team: TeamRecord, why: 'token_revoked' | 'account_inactive', token?: string): void;
  /** Replaces what the living tokens may do. */
  rescope(team: TeamRecord, scopes: Iterable<string>): void;
  /** Whose token it is. @throws SlackError `not_authed`, `invalid_auth`, `token_revoked`, `account_inactive`, `token_expired` */
  recognise(token: string | undefined): Grant;
}

export interface IssueOptions {
  readonly scopes?: Iterable<string>;
  /** Where tokens are rotated: how long it lives. */
  readonly lifeMs?: number;
}

export interface Issued {
  readonly token: string;
  readonly scopes: ReadonlySet<string>;
  readonly refreshToken?: string;
}

export function createTokens(world: World): Tokens {
  const dead = new Map<string, 'token_revoked' | 'account_inactive'>();
  const secret = () => randomBytes(12).toString('hex');

  function issue(team: TeamRecord, { scopes = DEFAULT_SCOPES, lifeMs }: IssueOptions = {}): Issued {
    const granted = new Set(scopes);
    const isRotated = lifeMs !== undefined;
    const token = `${isRotated ? 'xoxe.xoxb-1-' : 'xoxb-'}${team.id}-${secret()}`;
    team.tokens.set(token, { scopes: granted, ...(isRotated && { expiresAt: world.now() + lifeMs }) });
    team.isInstalled = true;
    if (!isRotated) return { token, scopes: granted };
    const refreshToken = `xoxe-1-${secret()}`;
    team.refreshTokens.add(refreshToken);
    return { token, scopes: granted, refreshToken };
  }

  return {
    issue,
    refresh(refreshToken, lifeMs) {
      const team = [...world.teams.values()].find(({ refreshTokens }) => refreshTokens.has(refreshToken));
      if (!team?.isInstalled) throw new SlackError('invalid_refresh_token');
      team.refreshTokens.delete(refreshToken);
      const scopes = [...team.tokens.values()].at(-1)?.scopes ?? DEFAULT_SCOPES;
      return { team, issued: issue(team, { scopes, lifeMs }) };
    },
    kill(team, why, token) {
      for (const one of token === undefined ? [...team.tokens.keys()] : [token]) {
        team.tokens.delete(one);
        dead.set(one, why);
      }
      if (team.tokens.size === 0) {
        team.refreshTokens.clear();
        team.isInstalled = false;
      }
    },
    rescope(team, scopes) {
      for (const [token, known] of [...team.tokens]) team.tokens.set(token, { ...known, scopes: new Set(scopes) });
    },
    recognise(token) {
      if (token === undefined || token === '') throw new SlackError('not_authed');
      const death = dead.get(token);
      if (death) throw new SlackError(death);
      for (const team of world.teams.values()) {
        const known = team.tokens.get(token);
        if (!known) continue;
        if (known.expiresAt !== undefined && known.expiresAt <= world.now()) throw new SlackError('token_expired');
        return { team, token, scopes: known.scopes };
      }
      throw new SlackError('invalid_auth');
    },
  };
}
