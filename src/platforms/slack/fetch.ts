import { Refusal } from '../../refusal.ts';
import { fetched, tooLarge } from '../fetched.ts';
import type { Platform } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { addressOf, type FileRef, readFileUrl } from './files.ts';
import { notPage } from './not-page.ts';
import type { Workspace } from './workspaces.ts';

/** How often Slack may lead on to another address of its own. */
const REDIRECTS = 3;

const SENTENCES = { gone: 'slack_file_gone', failed: 'slack_file_failed', elsewhere: 'slack_file_failed' } as const;

/**
 * Fetches with the token of the workspace, which goes to Slack's own hosts alone; no other is asked at all. Whoever may not read a file is
 * given a page for people with status 200, so that every page is taken for that.
 */
export function createFetch(outbox: Outbox): Platform['fetch'] {
  const { calls, workspaces, isSlacks, fetchBytes, hints } = outbox;

  /** The sentence for a file that the bot was not given. */
  function unread(team: string, scopes: ReadonlySet<string> | undefined): Refusal {
    if (scopes?.has('files:read')) return new Refusal('missing', 'slack_file_unseen');
    hints.lacks(team, 'files:read');
    return new Refusal('unavailable', 'slack_file_scope');
  }

  function untold(team: string, { verdict, code }: Trouble): Refusal {
    if (code === 'missing_scope') return unread(team, undefined);
    if (code === 'file_deleted') return new Refusal('missing', 'slack_file_gone');
    const isPassing = verdict === 'later' || verdict === 'unclear';
    return isPassing ? new Refusal('unavailable', 'slack_file_failed') : new Refusal('missing', 'slack_file_unseen');
  }

  /** Where the bytes are, of a file that came as an id alone as well. @throws Refusal */
  async function locate({ team, file, url }: FileRef, signal: AbortSignal): Promise<string> {
    if (url !== undefined) return url;
    const called = await calls.call(team, (client, token) => client.files.info({ token, file }), signal);
    if ('trouble' in called) throw untold(team, called.trouble);
    const found = called.answer.file && addressOf(called.answer.file);
    if (found === undefined) throw new Refusal('missing', 'slack_file_gone');
    return found;
  }

  async function workspaceOf(team: string): Promise<Workspace> {
    const workspace = await workspaces.of(team);
    if (!workspace) throw new Refusal('missing', 'slack_file_unseen');
    return workspace;
  }

  return async (chatFile, limit, signal) => {
    if (chatFile.bytes > limit) throw tooLarge(limit);
    const ref = readFileUrl(chatFile.url);
    const address = await locate(ref, signal);
    const { token, scopes } = await workspaceOf(ref.team);
    const options = {
      limit,
      signal,
      permits: isSlacks,
      headers: (url: URL) => (isSlacks(url) ? { authorization: `Bearer ${token}` } : {}),
      redirects: REDIRECTS,
    };
    return fetched(
      async () => {
        const { source, type } = await fetchBytes(address, options);
        return notPage(source, type, () => unread(ref.team, scopes));
      },
      limit,
      SENTENCES,
    );
  };
}
