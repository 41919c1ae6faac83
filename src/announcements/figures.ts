import type { Announcement, Cause, TriggerKind } from '../../commands/announcements.ts';
import type { Namespace } from '../store/namespace.ts';
import type { TextKey } from '../texts.ts';
import type { AnnouncementTables } from './room-options.ts';

/** An announcement, as far as it is counted. */
interface Held {
  readonly kind: TriggerKind;
  readonly paused: boolean;
}

/** Occurrences of one cause that ended in the same way. */
export interface EndedCount {
  readonly cause: Cause['kind'];
  /** Why no job was made; absent where one was. */
  readonly reason?: TextKey;
  readonly count: number;
}

/** How much there is of what, told from memory. */
export interface Figures {
  held(): Iterable<Held>;
  /** Those that have ended since the start. */
  ended(): Iterable<EndedCount>;
  /** Occurrences that have not ended. */
  open(): number;
  /** Feeds that could not be read when they were last looked at. */
  failingFeeds(): number;
  /** What people are still to be told. */
  waiting(): number;
}

/** Refused occurrences that are known again: their end may be written twice. */
const REMEMBERED = 1_000;

/** Watches the tables, so that nothing else has to count. What was kept before is counted as the room reads it at its start. */
export function figured(tables: AnnouncementTables): {
  readonly tables: AnnouncementTables;
  readonly figures: Figures;
} {
  const held = new Map<string, Held>();
  const open = new Set<string>();
  const refusals = new Set<string>();
  const failing = new Set<string>();
  const waiting = new Set<string>();
  const ended = new Map<string, EndedCount>();

  const seeHeld = (id: string, now?: Announcement) =>
    now ? held.set(id, { kind: now.trigger.kind, paused: now.paused !== undefined }) : held.delete(id);

  function seeEnd(id: string, cause: Cause['kind'], reason?: TextKey): void {
    const isNews = open.delete(id) || (reason !== undefined && !refusals.has(id));
    if (!isNews) return;
    if (reason !== undefined) remember(id);
    const name = `${cause} ${reason}`;
    ended.set(name, { cause, ...(reason && { reason }), count: (ended.get(name)?.count ?? 0) + 1 });
  }

  function remember(id: string): void {
    refusals.add(id);
    const [oldest] = refusals;
    if (refusals.size > REMEMBERED && oldest !== undefined) refusals.delete(oldest);
  }

  return {
    tables: {
      ...tables,
      announcements: watched(tables.announcements, seeHeld),
      openOccurrences: watched(tables.openOccurrences, (id, now) => member(open, id, now !== undefined)),
      occurrences: watched(tables.occurrences, (id, now) => {
        if (now?.ended) seeEnd(id, now.cause.kind, now.refused?.key);
      }),
      clocks: watched(tables.clocks, (id, now) => member(failing, id, now?.feed?.failures !== undefined)),
      tellings: watched(tables.tellings, (id, now) => member(waiting, id, now !== undefined)),
    },
    figures: {
      held: () => held.values(),
      ended: () => ended.values(),
      open: () => open.size,
      failingFeeds: () => [...failing].filter((id) => isRead(held.get(id))).length,
      waiting: () => waiting.size,
    },
  };
}

/** One that is paused is not looked at, whatever is kept of it. */
const isRead = (announcement: Held | undefined): boolean => announcement?.kind === 'feed' && !announcement.paused;

function member(set: Set<string>, id: string, isIn: boolean): void {
  if (isIn) set.add(id);
  else set.delete(id);
}

/** The same table. `see` is told of each change once it is on the disk, and of what is there already when it is first read through. */
function watched<T>(table: Namespace<T>, see: (id: string, now?: T) => void): Namespace<T> {
  let isFirst = true;
  return {
    ...table,
    async set(id, value) {
      await table.set(id, value);
      see(id, value);
    },
    async delete(id) {
      await table.delete(id);
      see(id);
    },
    async *entries() {
      // later on, what is read may have been changed meanwhile
      const isNews = isFirst;
      isFirst = false;
      for await (const entry of table.entries()) {
        if (isNews) see(...entry);
        yield entry;
      }
    },
  };
}
