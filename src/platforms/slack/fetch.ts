import { Refusal } from '../../refusal.ts';
import type { Platform } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { addressOf, type FileRef, readFileUrl } from './files.ts';
import { notPage } from './sign-in.ts';
import type { Workspace } from './workspaces.ts';

/** How often Slack may lead on to another address of its own. */
const REDIRECTS = 3;

/** Answers of a file that is not there any more. */
const GONE: ReadonlySet<string | number | undefined> = new Set([403, 404, 410]);

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
    try {
      const { source, type } = await fetchBytes(address, {
        limit,
        signal,
        permits: isSlacks,
        headers: (url) => (isSlacks(url) ? { authorization: `Bearer ${token}` } : {}),
        redirects: REDIRECTS,
      });
      return translated(
        notPage(source, type, () => unread(ref.team, scopes)),
        limit,
      );
    } catch (error) {
      throw asTold(error, limit);
    }
  };
}

async function* translated(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw asTold(error, limit);
  }
}

/** Sentences for somebody who sent a file on Slack, and never saw its address. */
function asTold(error: unknown, limit: number): unknown {
  if (!(error instanceof Refusal) || !error.key.startsWith('media_')) return error;
  const cause = { cause: error };
  if (error.kind === 'too_large') return tooLarge(limit, cause);
  if (error.key === 'media_url_status' && GONE.has(error.params.status)) {
    return new Refusal('missing', 'slack_file_gone', {}, cause);
  }
  return new Refusal('unavailable', 'slack_file_failed', {}, cause);
}

function tooLarge(limit: number, options?: ErrorOptions): Refusal {
  return new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.round(limit / 100_000) / 10 }, options);
}
