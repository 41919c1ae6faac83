import { hostPort } from '../../media/fetch.ts';

/** Slack's own hosts, and all below them: the only ones that a token is sent to. */
const OWN = /^(?:[a-z0-9-]+\.)*(?:slack\.com|slack-files\.com)$/;

/** Whether an address is Slack's: https at one of its hosts, or whatever the API's own host serves. */
export type IsSlacks = (url: URL) => boolean;

/** @param apiUrl `SLACK_API_URL`: the operator's word for where Slack is */
export function slackHosts(apiUrl: string): IsSlacks {
  const api = new URL(apiUrl);
  return (url) => {
    if (url.username !== '' || url.password !== '') return false;
    if (url.protocol === api.protocol && url.host === api.host) return true;
    return url.protocol === 'https:' && url.port === '' && OWN.test(url.hostname);
  };
}

/** The API's own host, for a guarded fetch that trusts it also where its address is private. */
export function trustedHost(apiUrl: string): ReadonlySet<string> {
  return new Set([hostPort(new URL(apiUrl))]);
}
