import type { IncomingHttpHeaders } from 'node:http';
import type { Loose } from '../loose.ts';
import { missingScope } from './access.ts';
import { type Decoded, decode, type Given, invalid } from './arguments.ts';
import { type Call, type Handlers, type OpenHandlers, type Shares, SlackError } from './call.ts';
import { type MethodName, methodOf } from './methods.ts';
import type { Parts } from './parts.ts';
import { type MethodSpec, specOf } from './spec.ts';
import type { Grant, Tokens } from './tokens.ts';

/** What the server says to a method. */
export interface Answer {
  readonly body: Loose;
  readonly headers: Readonly<Record<string, string>>;
}

/** Errors that say the request was wrong in itself, whatever the state of things. */
const MALFORMED =
  /^(invalid_arguments|invalid_json|json_not_object|invalid_post_type|invalid_blocks|invalid_blocks_format|invalid_metadata_\w+|msg_too_long|msg_blocks_too_long|no_text|missing_argument|markdown_text_conflict|too_many_attachments|view_too_large|bad_redirect_uri|not_allowed_token_type)$/;

/** Errors that every method can give, which no schema repeats (docs.slack.dev/reference/methods, "Errors"). */
const COMMON =
  /^(not_authed|invalid_auth|account_inactive|token_revoked|token_expired|missing_scope|not_allowed_token_type|ratelimited|invalid_arguments|invalid_json|json_not_object|invalid_post_type|internal_error|fatal_error|unknown_method)$/;

export interface Api {
  /** Does what a request asks for. Never throws what Slack would answer. */
  perform(method: MethodName, decoded: Decoded, headers: IncomingHttpHeaders, shares?: Shares): Answer;
  /** Numbers and JSON out of a request, compared with the schema. */
  decode(method: MethodName, given: Given): Decoded;
  /** Whose token a request carries, if that can be told. */
  grantOf(args: Loose, headers: IncomingHttpHeaders): Grant | undefined;
}

export interface ApiParts extends Parts {
  readonly tokens: Tokens;
  readonly handlers: Handlers;
  /** Methods that no workspace's token is for. */
  readonly openHandlers: OpenHandlers;
  /** Whether arguments and answers are compared with the published schemas. */
  readonly checks: boolean;
}

export function createApi({ app, violations, tokens, handlers, openHandlers, checks }: ApiParts): Api {
  const spec = (method: MethodName) => (checks ? specOf(method) : undefined);

  /** @throws SlackError as `Tokens.recognise`, `not_allowed_token_type`, `missing_scope` */
  function authorize(method: MethodName, token: string | undefined): Grant {
    if (token === app.appToken) throw new SlackError('not_allowed_token_type');
    const grant = tokens.recognise(token);
    const { scopes = [] } = methodOf(method);
    if (scopes.length > 0 && !scopes.some((scope) => grant.scopes.has(scope)))
      throw missingScope(scopes.slice(0, 1), grant.scopes);
    return grant;
  }

  /** @throws SlackError `invalid_arguments` */
  function check(method: MethodName, { wire }: Decoded, schema: MethodSpec | undefined): void {
    if (!schema) return;
    // Bolt's clients send `team_id` with every method, for installations in whole organisations
    const { team_id, ...own } = wire;
    const named = 'team_id' in schema.types ? wire : own;
    const inHeader = 'token' in schema.types && { token: 'in the header' };
    const problems = schema.args({ ...inHeader, ...named });
    for (const problem of problems) violations.add(`${method}: ${problem}`);
    // what Slack does not know, it ignores
    const refused = problems.filter((problem) => !problem.includes('must NOT have additional properties'));
    if (refused.length > 0) throw invalid(...refused.map((problem) => `[ERROR] ${problem}`));
  }

  /** What a method will do, now that it is clear who asks. @throws SlackError as `authorize`, `not_authed`, `invalid_auth` */
  function prepared(method: MethodName, args: Loose, token: string | undefined, shares?: Shares): () => Loose {
    const { auth } = methodOf(method);
    if (auth === 'app' && token !== app.appToken)
      throw new SlackError(
        token?.startsWith('xoxb') ? 'not_allowed_token_type' : token ? 'invalid_auth' : 'not_authed',
      );
    const open = openHandlers[method];
    if (open) return () => open(args);
    const handler = handlers[method];
    if (!handler) throw new Error(`${method} is not handled`);
    const call: Call = { method, args, ...authorize(method, token), ...(shares !== undefined && { shares }) };
    return () => handler(call);
  }

  function run(method: MethodName, decoded: Decoded, headers: IncomingHttpHeaders, shares?: Shares): Loose {
    const { args } = decoded;
    const act = prepared(method, args, tokenOf(args, headers), shares);
    check(method, decoded, spec(method));
    const output = act();
    for (const problem of spec(method)?.output(output) ?? []) violations.add(`The fake itself: ${method}: ${problem}`);
    return { ok: true, ...output };
  }

  /** `ok: false`, noted where the request was malformed or the fake says what Slack never does. */
  function refusal(method: MethodName, { error, details }: SlackError): Loose {
    const isKnown = COMMON.test(error) || (spec(method)?.errors.has(error) ?? true);
    if (!isKnown && !isViewError(method, error)) violations.add(`The fake itself: ${method} knows no ${error}`);
    if (MALFORMED.test(error)) violations.add(`${method}: ${error} ${JSON.stringify(details)}`);
    return { ok: false, error, ...details };
  }

  function grantOf(args: Loose, headers: IncomingHttpHeaders): Grant | undefined {
    try {
      return tokens.recognise(tokenOf(args, headers));
    } catch (error) {
      if (error instanceof SlackError) return undefined;
      throw error;
    }
  }

  return {
    decode: (method, given) => {
      const schema = spec(method);
      if (given.isJson && schema && !schema.takesJson) violations.add(`${method} takes no JSON body`);
      return decode(given, schema);
    },
    grantOf,
    perform(method, decoded, headers, shares) {
      const accepted = methodOf(method).scopes ?? [];
      const scopes = grantOf(decoded.args, headers)?.scopes;
      const about = {
        ...(accepted.length > 0 && { 'x-accepted-oauth-scopes': accepted.join(',') }),
        ...(scopes && { 'x-oauth-scopes': [...scopes].join(',') }),
      };
      try {
        return { body: run(method, decoded, headers, shares), headers: about };
      } catch (error) {
        if (!(error instanceof SlackError)) throw error;
        return { body: refusal(method, error), headers: about };
      }
    },
  };
}

function tokenOf(args: Loose, { authorization = '' }: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined);
}

/** Views are refused for what the schemas keep in files of their own. */
function isViewError(method: string, error: string): boolean {
  return method.startsWith('views.') && (error === 'invalid_arguments' || error === 'invalid_blocks');
}

/** A request's arguments without its secrets. */
export function withoutSecrets(args: Loose): Loose {
  const { token, client_secret, code, refresh_token, ...rest } = args;
  return rest;
}
