import { shortHash } from '../jobs/identity.ts';
import type { FeedItem } from '../media/media.ts';

/** Hashes that are kept of one feed: years of one that is busy. */
const SEEN = 5_000;
/** Unknown items at once, with nothing known among them: more than this is a feed whose ids have changed. */
const FLOOD = 20;
const LEFT_OF_FLOOD = 5;

export interface New extends FeedItem {
  readonly hash: string;
}

export interface News {
  /** What is to be known from now on, those that are there now last. */
  readonly seen: readonly string[];
  /** The oldest first. */
  readonly fresh: readonly New[];
  /** Items that were never there before, but are not news. */
  readonly passed: number;
}

/**
 * What of a feed was never there before. By its id alone: an item that moves, is edited, or vanishes and returns is not new. Nor is one
 * from before `since` that is older than all that are known: the feed shows it only because others were taken out. Of a feed that
 * has all its ids changed, only the newest few are news.
 * @param seen absent before the first read, which finds nothing new
 * @param since ms
 */
export function newsOf(seen: readonly string[] | undefined, items: readonly FeedItem[], since: number): News {
  const there = items.map((item) => ({ ...item, hash: hashOf(item.id) }));
  const now = new Set(there.map(({ hash }) => hash));
  const known = new Set(seen);
  const kept = [...[...known].filter((hash) => !now.has(hash)), ...now].slice(-SEEN);
  if (seen === undefined) return { seen: kept, fresh: [], passed: 0 };

  const unknown = oldestFirst(there.filter(({ hash }) => !known.has(hash)));
  const dates = there.filter(({ hash }) => known.has(hash)).flatMap(dateOf);
  const first = dates.length > 0 ? Math.min(since, ...dates) : Number.NEGATIVE_INFINITY;
  const isKnown = unknown.length < there.length;
  const fresh = unknown.filter(({ published = first }) => !isKnown || published >= first);
  const isFlood = !isKnown && fresh.length > FLOOD && known.size > LEFT_OF_FLOOD;
  const news = isFlood ? fresh.slice(-LEFT_OF_FLOOD) : fresh;
  return { seen: kept, fresh: news, passed: unknown.length - news.length };
}

const dateOf = ({ published }: FeedItem) => (published === undefined ? [] : [published]);

/** By their dates where all have one; feeds without show the latest first. */
function oldestFirst(items: readonly New[]): readonly New[] {
  const turned = items.toReversed();
  if (items.some(({ published }) => published === undefined)) return turned;
  return turned.sort((a, b) => (a.published ?? 0) - (b.published ?? 0));
}

/** Ten base-36 digits hold 51 bits. */
const hashOf = (id: string): string => shortHash(id, 10);
