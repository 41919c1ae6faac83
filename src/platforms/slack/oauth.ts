import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver, type Installation as SlackInstallation, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { deriveKey } from '../../seal.ts';
import { StoreError } from '../../store/store-error.ts';
import { type Locale, localeOf, type TextKey } from '../../texts.ts';
import { described } from '../described.ts';
import { boltLog } from './bolt-log.ts';
import { platformError } from './fatal.ts';
import type { Installation } from './installations.ts';
import { type Page, renderPage, setHeaders, showPage } from './pages.ts';
import { PATHS } from './paths.ts';
import { BOT_SCOPES } from './scopes.ts';
import { webOptions } from './web-options.ts';
import type { InstalledAccess } from './workspaces-installed.ts';

export interface OauthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  /** `PUBLIC_URL` */
  readonly publicUrl: string;
  /** `SECRET_KEY`: signs the state that goes to Slack and comes back. */
  readonly secret: string;
  readonly access: Pick<InstalledAccess, 'mayInstall' | 'install'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const INSTALL: Page = {
  title: 'slack_install_title',
  lines: [{ key: 'slack_install_about' }, { key: 'slack_install_next' }],
};

/** The pages by which workspaces install Herald: {@link PATHS.install}, and {@link PATHS.redirect} after it. */
export function installPages(options: OauthOptions): RequestListener {
  const { clientId, clientSecret, apiUrl, publicUrl, secret, access, log, signal } = options;
  const bolt = boltLog(log);
  const clientOptions = webOptions({ apiUrl, logger: bolt, signal });
  /** The language of whoever looks at a page: Bolt tells it to no one. */
  const reader = new AsyncLocalStorage<Locale>();
  const show = (response: ServerResponse, status: number, page: Page) =>
    showPage(response, status, page, reader.getStore() ?? 'en');

  function refuse(response: ServerResponse, status: number, key: TextKey): void {
    show(response, status, { title: 'slack_install_failed', lines: [{ key }] });
  }

  /** What nobody will use is given back. */
  async function giveBack({ bot, user }: SlackInstallation): Promise<void> {
    const token = bot?.token ?? user.token;
    if (token === undefined) return;
    await new webApi.WebClient(token, clientOptions).auth.revoke().catch((error: unknown) => {
      log.warn({ err: described(error) }, 'a token of Slack that is not used could not be given back');
    });
  }

  /** @returns the sentence that says why not */
  function reasonAgainst(installation: SlackInstallation): TextKey | undefined {
    if (installation.isEnterpriseInstall) return 'slack_install_org';
    if (!installation.team || !installation.bot) return 'slack_install_unclear';
    return access.mayInstall(installation.team.id) ? undefined : 'slack_install_not_allowed';
  }

  const receiver = new HTTPReceiver({
    // nothing but the pages: there are no endpoints that a signature would be checked for
    endpoints: [],
    signingSecret: '',
    signatureVerification: false,
    // errors themselves are logged by what shows them
    logger: { ...bolt, error: (...said) => said[0] instanceof Error || bolt.error(...said) },
    clientId,
    clientSecret,
    scopes: [...BOT_SCOPES],
    redirectUri: publicUrl + PATHS.redirect,
    stateSecret: deriveKey(secret, 'state of an installation on Slack').toString('base64url'),
    installationStore: {
      storeInstallation: (installation) => access.install(kept(installation)),
      fetchInstallation: () => Promise.reject(new Error('installations are read by Herald itself')),
    },
    installerOptions: {
      installPath: PATHS.install,
      redirectUriPath: PATHS.redirect,
      authorizationUrl: new URL('../oauth/v2/authorize', apiUrl).href,
      clientOptions,
      renderHtmlForInstallPath: (url) =>
        renderPage({ ...INSTALL, button: { label: 'slack_install_button', url } }, reader.getStore() ?? 'en'),
      installPathOptions: {
        async beforeRedirection(_request, response) {
          setHeaders(response);
          return true;
        },
      },
      callbackOptions: {
        async afterInstallation(installation, _options, _request, response) {
          const reason = reasonAgainst(installation);
          if (reason === undefined) return true;
          log.warn({ team: installation.team?.id, reason }, 'an installation on Slack was refused');
          await giveBack(installation);
          refuse(response, 403, reason);
          return false;
        },
        success(installation, _options, _request, response) {
          log.info({ team: installation.team?.id }, 'Herald was installed in a workspace of Slack');
          show(response, 200, {
            title: 'slack_install_done',
            lines: [
              { key: 'slack_install_done_in', params: { name: nameOf(installation) } },
              { key: 'slack_install_begin' },
            ],
            button: { label: 'slack_install_open', url: `https://app.slack.com/client/${installation.team?.id ?? ''}` },
          });
        },
        failure(error, _options, _request, response) {
          const { status, key } = failureOf(error);
          log[status < 500 ? 'debug' : 'error']({ err: described(error) }, 'an installation on Slack did not succeed');
          refuse(response, status, key);
        },
      },
    },
  });

  return (request, response) =>
    reader.run(localeOf(request.headers['accept-language']), () => receiver.requestListener(request, response));
}

const nameOf = ({ team }: SlackInstallation): string => team?.name ?? team?.id ?? '';

/** Nothing of a person is kept. */
function kept({ team, bot }: SlackInstallation): Installation {
  if (!team || !bot) throw new Error('Slack gives no token of a bot for a workspace');
  const { token, userId, scopes, refreshToken, expiresAt } = bot;
  const isRotated = refreshToken !== undefined && expiresAt !== undefined;
  return {
    team: team.id,
    ...(team.name !== undefined && { name: team.name }),
    bot: { token, user: userId, scopes, ...(isRotated && { refresh: refreshToken, expires: expiresAt * 1_000 }) },
  };
}

/** What whoever installs is to do about it; the operator finds the cause in the log. */
function failureOf(error: Error & { readonly code?: string }): { readonly status: number; readonly key: TextKey } {
  if (error instanceof StoreError) return { status: 503, key: 'slack_install_not_kept' };
  const code = platformError(error);
  if (code === 'invalid_code' || code === 'code_already_used') return { status: 400, key: 'slack_install_stale' };
  if (code !== undefined) return { status: 502, key: 'slack_install_settings' };
  switch (error.code) {
    case 'slack_oauth_missing_state':
    case 'slack_oauth_invalid_state':
    case 'slack_oauth_missing_code':
      return { status: 400, key: 'slack_install_stale' };
    case 'slack_oauth_installer_authorization_error':
      return { status: 403, key: 'slack_install_cancelled' };
    default:
      return { status: 502, key: 'slack_install_unclear' };
  }
}
