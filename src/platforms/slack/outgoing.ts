import type { Platform } from '../platform.ts';
import type { Outbox, OutgoingContext } from './context.ts';
import { createEdit, createRemove } from './edit.ts';
import { createFetch } from './fetch.ts';
import { createFind } from './find.ts';
import { createHints } from './hints.ts';
import { UPLOAD_LIMIT } from './limits-upload.ts';
import { createPost } from './post.ts';
import { createOpenDirect, createOpenThread } from './threads.ts';
import { createTries } from './tries.ts';

export type Outgoing = Pick<
  Platform,
  'fetch' | 'post' | 'find' | 'edit' | 'remove' | 'openThread' | 'openDirect' | 'uploadLimit'
>;

/** What Herald does on Slack by its own token. It works by ids alone, and keeps nothing but when it last tried what. */
export function outgoing(context: OutgoingContext): Outgoing {
  const { clock, log } = context;
  const outbox: Outbox = { ...context, tries: createTries(clock.now), hints: createHints(clock.now, log) };
  return {
    fetch: createFetch(outbox),
    post: createPost(outbox),
    find: createFind(outbox),
    edit: createEdit(outbox),
    remove: createRemove(outbox),
    openThread: createOpenThread(outbox),
    openDirect: createOpenDirect(outbox),
    uploadLimit: () => UPLOAD_LIMIT,
  };
}
