import { z } from 'zod';
import { wait } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import type { PostOutcome } from '../platform.ts';
import type { Outbox } from './context.ts';
import { LIMITS } from './limits.ts';
import { namesFor } from './names.ts';
import { outcomeOf, when } from './outcomes.ts';
import { sentIn } from './places.ts';
import type { FilePost } from './post.ts';
import { renderComment } from './render.ts';
import { sharedIn } from './shares.ts';
import { troubleWith } from './threads.ts';

/** Waits before each look at whether a file is shown (ms): 20 s in all. It takes some seconds at most, as a rule. */
const LOOKS = [150, 350, 500, 1_000, 1_000, 2_000, 2_000, 3_000, 5_000, 5_000];

const ticket = z.object({ upload_url: z.string(), file_id: z.string().min(1) });

type Upload = (to: Place, post: FilePost, signal: AbortSignal) => Promise<PostOutcome>;

/**
 * Posts a file in Slack's three steps: asks for an address, sends the bytes there, and completes the upload, which alone shows it to
 * anybody, some time after it was answered. The file's id is known, and marked, before that; it is how the post is found again.
 */
export function createUpload(outbox: Outbox): Upload {
  const { calls, people, sendBytes, tries, clock, log } = outbox;

  /** Of an answer to a message that is gone, Slack would make a message to the whole channel (slack-go#1571). */
  async function inTheWay(
    { space: team, channel = '', thread }: Place,
    key: string,
    signal: AbortSignal,
  ): Promise<PostOutcome | undefined> {
    const trouble = thread === undefined ? undefined : await troubleWith(outbox, team, channel, thread, signal);
    return trouble && early(outcomeOf(trouble, { team, key }, outbox));
  }

  async function begin(
    team: string,
    { key, file }: FilePost,
    signal: AbortSignal,
  ): Promise<PostOutcome | z.infer<typeof ticket>> {
    const { name, bytes, alt } = file;
    const called = await calls.call(
      team,
      // the SDK's type has another name for the last of them than Slack (facts/slack.md)
      (client, token) =>
        client.apiCall('files.getUploadURLExternal', {
          token,
          filename: name,
          length: bytes,
          alt_txt: shortened(alt),
        }),
      signal,
    );
    if ('trouble' in called) return early(outcomeOf(called.trouble, { team, key, brings: true }, outbox));
    const given = ticket.safeParse(called.answer);
    if (given.success) return given.data;
    log.warn({ team, key }, 'Slack gave no address to send a file to');
    return { outcome: 'later' };
  }

  async function confirm(
    to: Place,
    channel: string,
    key: string,
    file: string,
    signal: AbortSignal,
  ): Promise<PostOutcome> {
    for (const pause of LOOKS) {
      await wait(clock, pause, signal);
      const called = await sharedIn(calls, to.space, file, channel, signal);
      if ('trouble' in called) {
        if (called.trouble.verdict === 'later' || called.trouble.verdict === 'unclear') continue;
        log.warn({ team: to.space, key, trouble: called.trouble }, 'Slack does not tell where a file is');
        break;
      }
      const { message, workspace } = called.answer;
      if (message) return { outcome: 'posted', sent: sentIn(to, message, workspace, file) };
    }
    log.warn({ team: to.space, key }, 'a file was posted on Slack, but did not appear yet');
    return { outcome: 'unclear' };
  }

  return async (to, post, signal) => {
    const { space: team, channel, thread } = to;
    const { key, file, mark, message } = post;
    if (channel === undefined) return { outcome: 'closed' };
    const comment = renderComment(message, await namesFor(people, team, message, signal));
    // before anything is sent for nothing
    const closed = await inTheWay(to, key, signal);
    if (closed) return closed;

    const begun = await begin(team, post, signal);
    if ('outcome' in begun) return begun;
    const { upload_url, file_id: id } = begun;
    const sent = await sendBytes(upload_url, file, signal);
    if (sent !== 'sent') return { outcome: sent };
    // the bytes may have taken minutes
    const closedSince = await inTheWay(to, key, signal);
    if (closedSince) return closedSince;

    await mark?.(id);
    tries.note(key);
    const called = await calls.call(
      team,
      (client, token) =>
        client.files.completeUploadExternal({
          token,
          files: [{ id, title: file.name }],
          channel_id: channel,
          ...(thread !== undefined && { thread_ts: thread }),
          ...comment,
        }),
      signal,
    );
    tries.note(key);
    if ('answer' in called) return confirm(to, channel, key, id, signal);
    // the bytes are not there, or no more: they are sent anew
    if (called.trouble.code === 'file_not_found') return { outcome: 'later', ...when(called.trouble) };
    return outcomeOf(called.trouble, { team, key, brings: true }, outbox);
  };
}

/** Before the upload is completed, nothing is to be seen, whatever came of a call. */
function early(outcome: PostOutcome): PostOutcome {
  return outcome.outcome === 'unclear' ? { outcome: 'later' } : outcome;
}

function shortened(text: string): string {
  return text.length <= LIMITS.altText ? text : `${text.slice(0, LIMITS.altText - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
