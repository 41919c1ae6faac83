import type { GuardedFetch } from '../../media/fetch.ts';
import type { Platform } from '../platform.ts';
import { createFetch } from './attachments.ts';
import type { OutgoingContext } from './context.ts';
import { createEdit, createRemove } from './edit.ts';
import { createFind } from './find.ts';
import { LIMITS, UPLOAD_MARGIN } from './limits.ts';
import { createPost } from './post.ts';
import { createOpenDirect, createOpenThread } from './threads.ts';

export interface OutgoingOptions extends OutgoingContext {
  /** Of a guarded fetch that trusts {@link trustedHosts} of the same `cdnHosts`. */
  readonly fetchBytes: GuardedFetch['download'];
  /** `DISCORD_CDN_HOSTS` */
  readonly cdnHosts: readonly string[];
}

export type Outgoing = Pick<
  Platform,
  'fetch' | 'post' | 'find' | 'edit' | 'remove' | 'openThread' | 'openDirect' | 'uploadLimit'
>;

/** What Herald does on Discord by its own token. It works by ids alone, and keeps nothing. */
export function outgoing({ fetchBytes, cdnHosts, ...context }: OutgoingOptions): Outgoing {
  function uploadLimit({ space }: Parameters<Platform['uploadLimit']>[0]): number {
    return (LIMITS.upload[context.guilds.tier(space) ?? 0] ?? LIMITS.upload[0]) - UPLOAD_MARGIN;
  }

  return {
    fetch: createFetch(fetchBytes, cdnHosts),
    post: createPost(context, uploadLimit),
    find: createFind(context),
    edit: createEdit(context),
    remove: createRemove(context),
    openThread: createOpenThread(context),
    openDirect: createOpenDirect(context),
    uploadLimit,
  };
}
