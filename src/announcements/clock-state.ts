import type { FeedItem } from '../media/media.ts';
import type { TextKey, TextParams } from '../texts.ts';

/** How far the trigger of an announcement has come. Only the work that the engine woke for the announcement writes it. */
export interface ClockState {
  /** {@link Announcement.since} of the trigger that this is about; about any other, it means nothing. */
  readonly since: number;
  /** When it is looked at next (ms); absent where nothing comes any more. */
  readonly next?: number;
  /** The latest moment that passed unsaid, and was too long ago to be made up for (ms); until one was said since. */
  readonly skipped?: number;
  readonly feed?: FeedState;
}

/** What is known of a feed. */
export interface FeedState {
  /** Which one; of any other, nothing of this holds. */
  readonly url?: string;
  /** When it was last asked for (ms), whatever came of it. */
  readonly read?: number;
  /** Short hashes of the ids of all items that were ever there, the latest last; absent before the first read. */
  readonly seen?: readonly string[];
  /** For conditional requests, as the server gave them. */
  readonly etag?: string;
  readonly modified?: string;
  /** Reads in a row that failed, and why. */
  readonly failures?: number;
  readonly trouble?: { readonly key: TextKey; readonly params: TextParams };
  /** What was new and is not noted for sure, the oldest first. It is written here together with {@link FeedState.seen}. */
  readonly found?: readonly FoundItem[];
}

/** An item as it was when it was first seen, and when that was (ms). */
export interface FoundItem extends Pick<FeedItem, 'title' | 'summary' | 'link'> {
  readonly hash: string;
  readonly at: number;
  /** The title of its feed. */
  readonly feed: string;
}
