import type { Place } from '../../jobs/job.ts';
import type { GuardedFetch } from '../../media/fetch.ts';
import type { Platform } from '../platform.ts';
import { createFetch } from './attachments.ts';
import type { OutgoingContext } from './context.ts';
import { createEdit, createRemove } from './edit.ts';
import { createFind } from './find.ts';
import { LIMITS, UPLOAD_MARGIN } from './limits.ts';
import { isDirect } from './places.ts';
import { createPost } from './post.ts';
import { createPublish } from './publish.ts';
import { createStanding, type Standing } from './standing.ts';
import { createOpenDirect, createOpenThread } from './threads.ts';

export interface OutgoingOptions extends OutgoingContext {
  /** Of a guarded fetch that trusts the same hosts. */
  readonly fetchBytes: GuardedFetch['download'];
  /** Hosts beside Discord's own, as `trustedHosts` has them. */
  readonly trusted: ReadonlySet<string>;
}

export type Outgoing = Standing &
  Required<
    Pick<
      Platform,
      'fetch' | 'post' | 'find' | 'edit' | 'remove' | 'openThread' | 'openDirect' | 'uploadLimit' | 'publish'
    >
  >;

const MOST_BOOSTED = 3;

/** What Herald does on Discord by its own token. It works by ids alone, and keeps nothing. */
export function outgoing({ fetchBytes, trusted, ...context }: OutgoingOptions): Outgoing {
  /** Of a server that the gateway has not told of, it is found out by trying: what is too large is refused, and surely not there. */
  function uploadLimit(place: Place): number {
    const tier = isDirect(place) ? 0 : context.guilds.tier(place.space);
    return (LIMITS.upload[tier ?? MOST_BOOSTED] ?? LIMITS.upload[0]) - UPLOAD_MARGIN;
  }

  return {
    fetch: createFetch(fetchBytes, trusted),
    post: createPost(context, uploadLimit),
    find: createFind(context),
    edit: createEdit(context),
    remove: createRemove(context),
    openThread: createOpenThread(context),
    openDirect: createOpenDirect(context),
    uploadLimit,
    ...createStanding(context),
    publish: createPublish(context),
  };
}
