import type { Platform, Post, Sent } from '../platforms/platform.ts';
import type { Place } from './job.ts';

/** One message, without a file, to be posted once, whatever happens in between. */
export interface Once {
  readonly platform: Pick<Platform, 'post' | 'find'>;
  readonly to: Place;
  readonly post: Omit<Post, 'file' | 'mark'>;
  /** When it was first tried (ms), as kept before; undefined while it surely is not there. */
  readonly since: number | undefined;
  /** Persists `since`. */
  readonly keep: (since: number | undefined) => Promise<void>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type OnceOutcome =
  | { readonly outcome: 'posted'; readonly sent: Sent }
  /** It cannot be posted there. */
  | { readonly outcome: 'nowhere' }
  /** It can never be told whether it is there. */
  | { readonly outcome: 'blind' }
  /** It may be there: it is to be looked for. */
  | { readonly outcome: 'unclear' }
  /** To be tried again, not before `at` (ms) where that is given. */
  | { readonly outcome: 'later'; readonly at?: number };

/**
 * One try. What may be there already is looked for first, and posted again, under the same key, only when it is absent.
 * @throws the signal's reason, StoreError
 */
export async function postOnce({ platform, to, post, since, keep, now, signal }: Once): Promise<OnceOutcome> {
  let isFirst = since === undefined;
  if (since !== undefined) {
    const found = await platform.find(to, { key: post.key }, since, signal);
    if (found.outcome === 'found') return { outcome: 'posted', sent: found.sent };
    if (found.outcome === 'gone') {
      // until then, the platform may take what is posted elsewhere for what was there
      return found.at === undefined ? { outcome: 'nowhere' } : { outcome: 'later', at: found.at };
    }
    if (found.outcome !== 'absent') return found;
    isFirst = found.surely === true;
  }
  if (isFirst) await keep(now());
  const result = await platform.post(to, post, signal);
  switch (result.outcome) {
    case 'posted':
    case 'unclear':
      return result;
    case 'later':
      // a try before this one may still take effect
      if (isFirst) await keep(undefined);
      return result;
    case 'closed':
    case 'too_large':
    case 'fileless':
      return { outcome: 'nowhere' };
  }
}
