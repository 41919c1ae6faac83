import type { Place } from '../jobs/job.ts';
import type { Platform, Post, Sent } from './platform.ts';

/** One message to be posted once, whatever happens in between. */
export interface Once {
  readonly platform: Pick<Platform, 'post' | 'find'>;
  readonly to: Place;
  readonly post: Post;
  /** When it was first tried (ms), as kept before; undefined while it surely is not there. */
  readonly since: number | undefined;
  /** Persists `since`. */
  readonly keep: (since: number | undefined) => Promise<void>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type OnceOutcome =
  | { readonly outcome: 'posted'; readonly sent: Sent }
  /** It cannot be posted there, or it can never be told whether it was. */
  | { readonly outcome: 'nowhere' }
  /** To be tried again, not before `at` (ms) where that is given. */
  | { readonly outcome: 'later'; readonly at?: number };

/**
 * One try. What may be there already is looked for first, and posted again, under the same key, only when it is absent.
 * @throws the signal's reason, StoreError
 */
export async function postOnce({ platform, to, post, since, keep, now, signal }: Once): Promise<OnceOutcome> {
  if (since !== undefined) {
    const found = await platform.find(to, post, since, signal);
    if (found.outcome === 'found') return { outcome: 'posted', sent: found.sent };
    if (found.outcome === 'blind' || found.outcome === 'gone') return { outcome: 'nowhere' };
    if (found.outcome === 'later') return found;
  } else {
    await keep(now());
  }
  const result = await platform.post(to, post, signal);
  switch (result.outcome) {
    case 'posted':
      return result;
    case 'unclear':
      return { outcome: 'later' };
    case 'later':
      // a try before this one may still take effect
      if (since === undefined) await keep(undefined);
      return result;
    case 'closed':
    case 'too_large':
    case 'fileless':
      return { outcome: 'nowhere' };
  }
}
