import { randomBytes } from 'node:crypto';
import type { Loose } from '../loose.ts';
import { type OpenHandlers, SlackError } from './call.ts';
import type { Page } from './hosts.ts';
import type { Parts } from './parts.ts';
import type { Issued, Tokens } from './tokens.ts';
import type { TeamRecord, UserRecord } from './world.ts';

/** ms that a code is good for (docs.slack.dev/authentication/installing-with-oauth). */
const CODE_LIFE = 600_000;

interface Consent {
  readonly team: TeamRecord;
  readonly user: UserRecord;
  readonly scopes: readonly string[];
  readonly redirectUri: string | null;
  readonly at: number;
}

/** Who is signed in to Slack in a browser, and what they will answer when they are asked. */
export interface Visitor {
  readonly user: UserRecord;
  readonly allows: boolean;
}

export interface OauthParts extends Parts {
  readonly tokens: Tokens;
  /** Where tokens are rotated: ms that each one lives. */
  readonly tokenLifeMs?: number | undefined;
}

/** The header by which a browser of the fake's says who is signed in. */
export const VISITOR = 'x-fake-visitor';

/** The page that asks whether the app may be installed, and `oauth.v2.access`. */
export function createOauth({ world, app, tokens, tokenLifeMs }: OauthParts) {
  const visitors = new Map<string, Visitor>();
  const codes = new Map<string, Consent>();

  /** A workspace's one token, with all that was ever granted; or another of those that are rotated. */
  function grant(team: TeamRecord, scopes: readonly string[]): Issued {
    if (tokenLifeMs !== undefined) return tokens.issue(team, { scopes, lifeMs: tokenLifeMs });
    const [known] = team.tokens.entries();
    if (!known) return tokens.issue(team, { scopes });
    const [token, { scopes: before }] = known;
    const granted = new Set([...before, ...scopes]);
    team.tokens.set(token, { scopes: granted });
    return { token, scopes: granted };
  }

  function answer(team: TeamRecord, { token, scopes, refreshToken }: Issued, user?: UserRecord): Loose {
    const rotation = { expires_in: Math.floor((tokenLifeMs ?? 0) / 1_000), refresh_token: refreshToken };
    return {
      access_token: token,
      token_type: 'bot',
      scope: [...scopes].join(','),
      bot_user_id: team.botUser,
      app_id: app.id,
      team: { id: team.id, name: team.name },
      enterprise: null,
      is_enterprise_install: false,
      ...(user && { authed_user: { id: user.id } }),
      ...(refreshToken !== undefined && rotation),
    };
  }

  /** @throws SlackError `invalid_client_id`, `bad_client_secret` */
  function authenticate({ client_id, client_secret }: Loose): void {
    if (client_id !== app.clientId) throw new SlackError('invalid_client_id');
    if (client_secret !== app.clientSecret) throw new SlackError('bad_client_secret');
  }

  const handlers = {
    'oauth.v2.access'(args) {
      authenticate(args);
      if (args.grant_type === 'refresh_token') {
        const { team, issued } = tokens.refresh(String(args.refresh_token), tokenLifeMs ?? 0);
        return answer(team, issued);
      }
      if (args.grant_type !== undefined && args.grant_type !== 'authorization_code')
        throw new SlackError('invalid_grant_type');
      const code = String(args.code);
      const consent = codes.get(code);
      codes.delete(code);
      if (!consent || world.now() - consent.at > CODE_LIFE) throw new SlackError('invalid_code');
      if (consent.redirectUri !== null && consent.redirectUri !== args.redirect_uri)
        throw new SlackError('bad_redirect_uri');
      return answer(consent.team, grant(consent.team, consent.scopes), consent.user);
    },
    // a token that never dies for one that is rotated; no schema of it is at hand:
    // https://docs.slack.dev/reference/methods/oauth.v2.exchange
    'oauth.v2.exchange'(args) {
      authenticate(args);
      if (tokenLifeMs === undefined) throw new SlackError('token_rotation_not_enabled');
      const { team, token, scopes } = tokens.recognise(String(args.token));
      const issued = tokens.issue(team, { scopes, lifeMs: tokenLifeMs });
      tokens.kill(team, 'token_revoked', token);
      return answer(team, issued);
    },
  } satisfies OpenHandlers;

  return {
    handlers,
    /** Signs somebody in to a browser; what its requests must carry as {@link VISITOR}. */
    signIn(visitor: Visitor): string {
      const session = randomBytes(8).toString('hex');
      visitors.set(session, visitor);
      return session;
    },
    /** The page behind the app's "Add to Slack", with the answer that its visitor gives to it. */
    authorize({ searchParams: asked }: URL, session: string | undefined): Page {
      const page = (status: number, body: string): Page => ({ status, headers: { 'content-type': 'text/html' }, body });
      if (asked.get('client_id') !== app.clientId) return page(400, 'Invalid client_id parameter');
      const scopes = (asked.get('scope') ?? '').split(/[,\s]+/).filter(Boolean);
      if (scopes.length === 0) return page(400, 'No scopes requested');
      const visitor = visitors.get(session ?? '');
      const team = world.teams.get(visitor?.user.team ?? '');
      if (!visitor || !team) return page(200, 'Sign in to your workspace');
      const redirectUri = asked.get('redirect_uri');
      const back = new URL(redirectUri ?? 'http://app.invalid/slack/oauth_redirect');
      if (visitor.allows) {
        const code = `${world.now()}.${randomBytes(16).toString('hex')}`;
        codes.set(code, { team, user: visitor.user, scopes, redirectUri, at: world.now() });
        back.searchParams.set('code', code);
      } else back.searchParams.set('error', 'access_denied');
      back.searchParams.set('state', asked.get('state') ?? '');
      return { status: 302, headers: { location: back.href }, body: '' };
    },
  };
}

export type Oauth = ReturnType<typeof createOauth>;
