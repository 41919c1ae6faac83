import type { Logger } from 'pino';
import type { Announcement } from '../../commands/announcements.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { Namespace } from '../store/namespace.ts';
import type { TextKey } from '../texts.ts';
import type { ClockState, FeedState, FoundItem } from './clock-state.ts';
import { newsOf } from './feed-news.ts';
import { LEAST_PAUSE, MOST_PAUSE, obeying, paceOf } from './feed-pace.ts';
import type { FeedRead, FeedReader } from './feed-reader.ts';
import type { Occurrences } from './occurrence.ts';

export interface FeedParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly clocks: Pick<Namespace<ClockState>, 'get' | 'set'>;
  readonly occurrences: Pick<Occurrences, 'note'>;
  readonly read: FeedReader;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly pause: (id: string, why: TextKey) => Promise<unknown>;
  readonly log: Logger;
}

/**
 * Looks at the feed of an announcement, where it is time to, and notes what is new in it.
 *
 * When it is looked at next is written before it is read, so that no crash has it read too often. What is new is written together
 * with the mark that it was seen, and noted after that: whenever it is noted again, it is the same occurrence.
 * @returns when to look again (ms)
 * @throws StoreError, and whatever else is not the feed's fault
 */
export async function feedStep(
  parts: FeedParts,
  announcement: Announcement,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { clock, clocks, random } = parts;
  const { id, since, trigger, paused } = announcement;
  if (trigger.kind !== 'feed' || paused !== undefined) return undefined;
  const kept = await clocks.get(id);
  const isOurs = kept?.since === since && kept.feed?.url === trigger.url;
  const last = kept?.feed?.url === trigger.url ? kept.feed.read : undefined;
  let feed: FeedState = { ...(isOurs && kept.feed), url: trigger.url, ...(last !== undefined && { read: last }) };

  async function keep(changed: FeedState, next: number): Promise<number> {
    feed = changed;
    await clocks.set(id, { since, next, feed });
    return next;
  }

  const now = clock.now();
  const planned = Math.max((isOurs && kept.next) || 0, last === undefined ? 0 : last + LEAST_PAUSE);
  // nothing is put off for longer than that: the clock had run ahead, and was put right
  const due = planned > now + MOST_PAUSE ? now : planned;
  await noteFound(parts, announcement, feed.found);
  if (now < due) return isOurs && feed.found === undefined ? due : await keep(without(feed, 'found'), due);
  const next = now + paceOf(feed.failures ?? 0, random);
  await keep({ ...without(feed, 'found'), read: now }, next);

  const answer = await read(parts, trigger.url, feed, signal);
  switch (answer.kind) {
    case 'same':
      return feed.failures === undefined ? next : await keep(well(feed), now + paceOf(0, random));
    case 'gone':
      await parts.pause(id, 'feed_gone');
      return undefined;
    case 'feed': {
      const soon = feed.failures === undefined ? next : now + paceOf(0, random);
      const changed = grown(parts, announcement, feed, answer);
      if (changed.found === undefined) return await keep(changed, soon);
      await keep(changed, now); // due at once for whoever comes after a crash: to be noted, not to be read
      await noteFound(parts, announcement, changed.found);
      return await keep(without(changed, 'found'), soon);
    }
    default: {
      const failures = (feed.failures ?? 0) + 1;
      const usual = now + paceOf(failures, random);
      const { key, params } = answer.trouble;
      parts.log.info({ announcement: id, failures, reason: key }, 'a feed cannot be read');
      const at = answer.at === undefined ? usual : obeying(answer.at, now);
      return await keep({ ...feed, failures, trouble: { key, params } }, at);
    }
  }
}

interface Failed {
  readonly kind: 'failed';
  readonly trouble: Pick<Refusal, 'key' | 'params'>;
  readonly at?: number;
}

async function read(
  { read: reader }: FeedParts,
  url: string,
  { etag, modified, seen }: FeedState,
  signal: AbortSignal,
): Promise<Exclude<FeedRead, { kind: 'later' }> | Failed> {
  // Without what was there last time, "the same" would mean nothing.
  const known = seen === undefined ? {} : { ...(etag && { etag }), ...(modified && { modified }) };
  try {
    const answer = await reader.read(url, known, signal);
    if (answer.kind !== 'later') return answer;
    const trouble = { key: 'feed_busy', params: { host: new URL(url).hostname } } as const;
    return { kind: 'failed', trouble, ...(answer.at !== undefined && { at: answer.at }) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
    return { kind: 'failed', trouble: error };
  }
}

function grown(
  { clock, log }: FeedParts,
  { id, since }: Announcement,
  before: FeedState,
  { feed, etag, modified }: Extract<FeedRead, { kind: 'feed' }>,
): FeedState {
  const { seen, fresh, passed } = newsOf(before.seen, feed.items, since);
  if (passed > 0)
    log.warn({ announcement: id, passed }, 'a feed shows items as new that are not: they are passed over');
  const at = clock.now();
  const found = fresh.map(
    ({ hash, title, summary, link }): FoundItem => ({
      hash,
      at,
      title,
      summary,
      feed: feed.title,
      ...(link && { link }),
    }),
  );
  return {
    ...without(well(before), 'etag', 'modified'),
    seen,
    ...(etag && { etag }),
    ...(modified && { modified }),
    ...(found.length > 0 && { found }),
  };
}

async function noteFound(
  { occurrences }: FeedParts,
  announcement: Announcement,
  found: FeedState['found'] = [],
): Promise<void> {
  for (const { hash, at, title, summary, link, feed } of found) {
    await occurrences.note({
      announcement,
      key: `item ${hash}`,
      at,
      cause: { kind: 'feed', ...(title !== '' && { title }), ...(link && { url: link }) },
      view: { title, summary, feed, ...(link && { link }) },
    });
  }
}

const well = (feed: FeedState): FeedState => without(feed, 'failures', 'trouble');

function without(feed: FeedState, ...names: readonly (keyof FeedState)[]): FeedState {
  return Object.fromEntries(Object.entries(feed).filter(([name]) => !names.some((each) => each === name)));
}
