import type { webApi } from '@slack/bolt';
import type { Place } from '../../jobs/job.ts';
import { lookFrom } from '../clocks.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import type { Placed } from './places.ts';
import { page, type Traced } from './traces.ts';
import type { Workspace } from './workspaces.ts';

/** Messages on a page, and pages: a busy channel's day. A look that would take longer is not taken. */
const PAGE = 200;
const PAGES = 25;

export type Look =
  | { readonly look: 'found'; readonly message: Placed; readonly workspace: Workspace }
  /** All was read, and it is not there. */
  | { readonly look: 'read'; readonly isThreadGone: boolean }
  /** There was more to read than is read. */
  | { readonly look: 'part' }
  | { readonly look: 'trouble'; readonly trouble: Trouble };

/** Looks for one of the bot's own messages in a channel, or in a thread of it, since a time (ms). */
export async function lookIn(
  { calls, clock }: Pick<Outbox, 'calls' | 'clock'>,
  { space: team, channel = '', thread }: Place,
  since: number,
  isIt: (message: Traced, me: string) => boolean,
  signal: AbortSignal,
): Promise<Look> {
  const from = lookFrom(since, clock.now());
  const oldest = from === undefined ? {} : { oldest: String(from / 1_000) };
  const about = { channel, limit: PAGE, include_all_metadata: true, ...oldest };
  const ask = async (client: webApi.WebClient, token: string, cursor: string | undefined) => {
    const more = { token, ...about, ...(cursor !== undefined && { cursor }) };
    if (thread === undefined) return await client.conversations.history(more);
    return await client.conversations.replies({ ...more, ts: thread });
  };

  let cursor: string | undefined;
  let isThreadGone = false;
  for (let pages = 0; pages < PAGES; pages++) {
    const called = await calls.call(
      team,
      async (client, token, workspace) => ({ ...(await ask(client, token, cursor)), workspace }),
      signal,
    );
    if ('trouble' in called) return { look: 'trouble', trouble: called.trouble };
    const { workspace } = called.answer;
    const read = page.safeParse(called.answer);
    if (!read.success) return { look: 'trouble', trouble: { verdict: 'unclear', code: 'garbled' } };
    const message = read.data.messages.find((each) => isIt(each, workspace.me));
    if (message) return { look: 'found', message, workspace };
    isThreadGone ||= thread !== undefined && read.data.messages.some((each) => isGone(each, thread));
    cursor = read.data.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return read.data.has_more ? { look: 'part' } : { look: 'read', isThreadGone };
  }
  return { look: 'part' };
}

/** Whether the first message of a thread was deleted: its place is kept while there are others below it. */
function isGone({ ts, subtype }: Traced, thread: string): boolean {
  return ts === thread && subtype === 'tombstone';
}
