import type { Platform } from '../platform.ts';
import type { Outbox, OutgoingContext } from './context.ts';
import { createEdit, createRemove, createWithdraw } from './edit.ts';
import { createFetch } from './fetch.ts';
import { createFind } from './find.ts';
import { LIMITS } from './limits.ts';
import { createPost } from './post.ts';
import { createOpenDirect, createOpenThread } from './threads.ts';
import { createTries } from './tries.ts';

export type Outgoing = Required<
  Pick<
    Platform,
    'fetch' | 'post' | 'find' | 'edit' | 'remove' | 'withdraw' | 'openThread' | 'openDirect' | 'uploadLimit'
  >
>;

/** What Herald does on Slack by its own token. It works by ids alone, and keeps nothing but when it last tried what. */
export function outgoing(context: OutgoingContext): Outgoing {
  const { clock, ticks } = context;
  const outbox: Outbox = { ...context, tries: createTries(clock.now, ticks) };
  const post = createPost(outbox);
  return {
    fetch: createFetch(outbox),
    async post(to, ...rest) {
      const outcome = await post(to, ...rest);
      if (outcome.outcome === 'closed') context.onClosed(to);
      return outcome;
    },
    find: createFind(outbox),
    edit: createEdit(outbox),
    remove: createRemove(outbox),
    withdraw: createWithdraw(outbox),
    openThread: createOpenThread(outbox),
    openDirect: createOpenDirect(outbox),
    uploadLimit: () => LIMITS.upload,
  };
}
