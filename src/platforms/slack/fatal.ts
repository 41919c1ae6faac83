import { webApi } from '@slack/bolt';
import { errorName } from './error-name.ts';
import { REFUSED_TOKEN } from './verdicts.ts';

const APPS = 'https://api.slack.com/apps';

/** Nothing but the operator helps. The message is the sentence that says what to do. */
export class SlackFatal extends Error {
  override readonly name = 'SlackFatal';
}

/** Further errors that only the operator can do something about, where a token is all that was asked about. */
const USELESS: ReadonlySet<string> = new Set([
  'not_allowed_token_type',
  'team_disabled',
  'token_expired',
  'user_removed_from_team',
]);

export const isRefusal = (code: string): boolean => REFUSED_TOKEN.has(code) || USELESS.has(code);

/** Slack's own name for why it refused a call; undefined where it was not Slack that did. */
export function platformError(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? errorName(error.data.error) : undefined;
}

export const badBotToken = (code: string): string =>
  `Slack does not accept SLACK_BOT_TOKEN (${code}). Copy the “Bot User OAuth Token” from ${APPS} (your app, OAuth & Permissions), reinstalling the app there if need be, set it, and start Herald again.`;

const badAppToken = (code: string): string =>
  `Slack does not accept SLACK_APP_TOKEN (${code}). Make an app-level token with connections:write at ${APPS} (your app, Basic Information, App-Level Tokens), set it, and start Herald again.`;

export const ORG_WIDE =
  'SLACK_BOT_TOKEN belongs to an app that is installed for a whole organisation, which Herald does not support. Install the app into one workspace, and set the token of that.';

export const badSecret = (teams: readonly string[]): string =>
  `SECRET_KEY does not open what Slack entrusted to Herald when it was installed in ${teams.join(', ')}: it is not the key that was set then. Set the former one and start Herald again. If that is lost, run ${teams.map((team) => `\`npm run erase -- slack:${team}\``).join(', ')}, and have Herald installed there anew.`;

/** What the operator has to do before a connection of Socket Mode can be opened; undefined where trying again helps. */
export function fatalOpening(error: unknown): string | undefined {
  const code = platformError(error);
  if (code === 'missing_scope') return badAppToken('it lacks connections:write');
  if (code === 'forbidden_team') return badAppToken('its workspace may not use Socket Mode');
  return code !== undefined && isRefusal(code) ? badAppToken(code) : undefined;
}
