import { type Oauth, VISITOR, type Visitor } from './oauth.ts';

/** How an installation ended, as the person's browser shows it. */
export interface Installed {
  readonly status: number;
  readonly text: string;
  /** What was asked for on Slack's page. */
  readonly scopes: readonly string[];
}

/**
 * Goes through a whole installation as a browser does: the app's install page, Slack's page, and back, cookies kept.
 * @param app where the app listens, such as `http://127.0.0.1:3000`; addresses of its public name are fetched there too
 * @throws Error where the app's page leads nowhere
 */
export async function install(oauth: Oauth, slack: string, app: string, visitor: Visitor): Promise<Installed> {
  const first = await fetch(new URL('/slack/install', app), { redirect: 'manual' });
  const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
  const page = await first.text();
  const link = first.headers.get('location') ?? /href="([^"]*oauth\/v2\/authorize[^"]*)"/.exec(page)?.[1];
  if (link === undefined || link === null)
    throw new Error(`The install page has no way to Slack: ${first.status} ${page}`);
  const asked = new URL(link.replaceAll('&amp;', '&'));
  if (asked.origin !== slack)
    throw new Error(`The install page leads to ${asked.origin}, not to this Slack (${slack})`);
  const consent = await fetch(asked, { redirect: 'manual', headers: { [VISITOR]: oauth.signIn(visitor) } });
  const location = consent.headers.get('location');
  if (location === null) throw new Error(`Slack's page: ${consent.status} ${await consent.text()}`);
  const { pathname, search } = new URL(location);
  const last = await fetch(new URL(pathname + search, app), { headers: { cookie: cookies.join('; ') } });
  const scopes = (asked.searchParams.get('scope') ?? '').split(',');
  return { status: last.status, text: await last.text(), scopes };
}
