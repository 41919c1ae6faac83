/**
 * Opens a message, for whoever may see it.
 * @param workspaceUrl such as `https://acme.slack.com/`
 * @param thread the `ts` of the thread's first message, when it is in one
 */
export function messageUrl(workspaceUrl: string, channel: string, ts: string, thread?: string): string {
  const url = new URL(`archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl);
  if (thread !== undefined && thread !== ts) {
    url.searchParams.set('thread_ts', thread);
    url.searchParams.set('cid', channel);
  }
  return url.href;
}
