import type { Platform, Post, PostOutcome } from '../platform.ts';
import type { Outbox } from './context.ts';
import { LIMITS } from './limits.ts';
import { namesFor } from './names.ts';
import { outcomeOf } from './outcomes.ts';
import { sentIn } from './places.ts';
import { renderMessage } from './render.ts';
import { metadataOf } from './traces.ts';
import { createUpload } from './upload.ts';

/**
 * Posts once, in one try: Slack takes every post for a new one, so that whoever does not know what became of one looks for it first
 * (`find`). Messages answer no other but by being in its thread.
 */
export function createPost(outbox: Outbox): Platform['post'] {
  const { calls, people, tries, log } = outbox;
  const upload = createUpload(outbox);

  const postMessage: Platform['post'] = async (to, post, signal): Promise<PostOutcome> => {
    const { space: team, channel, thread } = to;
    if (channel === undefined) return { outcome: 'closed' };
    const shown = renderMessage(post.message, await namesFor(people, team, post.message, signal));
    tries.note(post.key);
    const called = await calls.call(
      team,
      async (client, token, workspace) => {
        const answer = await client.chat.postMessage({
          token,
          channel,
          ...shown,
          ...(thread !== undefined && { thread_ts: thread }),
          metadata: metadataOf(post.key),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { ...answer, workspace };
      },
      signal,
    );
    // from when it may still be on its way
    tries.note(post.key);
    if ('trouble' in called) return outcomeOf(called.trouble, { team, key: post.key }, outbox);
    const { ts, message, workspace } = called.answer;
    if (ts !== undefined) {
      return {
        outcome: 'posted',
        sent: sentIn(to, { ts, thread_ts: message ? message.thread_ts : thread }, workspace),
      };
    }
    log.warn({ team, key: post.key }, 'Slack answered a post with something else: it is not known whether it is there');
    return { outcome: 'unclear' };
  };

  return async (to, post, signal) => {
    const { file } = post;
    if (!file) return postMessage(to, post, signal);
    return file.bytes > LIMITS.upload ? { outcome: 'too_large' } : upload(to, { ...post, file }, signal);
  };
}

/** A post with a file. */
export type FilePost = Post & Required<Pick<Post, 'file'>>;
