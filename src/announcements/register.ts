import type { Announcement } from '../../commands/announcements.ts';
import { foldedName } from '../../commands/names.ts';
import type { Place } from '../jobs/job.ts';
import { spaceOf } from '../jobs/records.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';

/** All announcements, on the disk and in memory. What is changed is told from memory once it is on the disk. */
export interface Register {
  /** Reads them; once, at the start. @throws StoreError */
  load(): Promise<void>;
  all(): Iterable<Announcement>;
  /** By name. @param space `platform:space` */
  list(space: string): readonly Announcement[];
  get(id: string): Announcement | undefined;
  /** By its id, or by its name, whatever the case. */
  named(space: string, typed: string): Announcement | undefined;
  /** Those that wait for what people say in a channel. */
  watching(place: Place): readonly Announcement[];
  /** A new one. @throws StoreError */
  add(announcement: Announcement): Promise<void>;
  /**
   * Saves what `act` makes of an announcement as it stands, one change at a time of each; undefined where there is none.
   * @throws StoreError, and what `act` throws
   */
  change(id: string, act: Change): Promise<Announcement | undefined>;
  /** @throws StoreError */
  drop(id: string): Promise<void>;
}

/** What becomes of an announcement; the same object where nothing does. */
export type Change = (now: Announcement) => Announcement | Promise<Announcement>;

const channelOf = (platform: string, space: string, channel: string) => `${platform}:${space}:${channel}`;

/** The channel that an announcement waits for words in, across platforms. */
function heardIn({ place, trigger }: Announcement): string | undefined {
  return trigger.kind === 'watch' ? channelOf(place.platform, place.space, trigger.channel) : undefined;
}

export function createRegister(table: Namespace<Announcement>): Register {
  const known = new Map<string, Announcement>();
  const spaces = new Map<string, Set<string>>();
  const channels = new Map<string, Set<string>>();
  const mutex = keyedMutex();

  function index(index: Map<string, Set<string>>, key: string | undefined, id: string, isIn: boolean): void {
    if (key === undefined) return;
    const ids = index.get(key) ?? new Set();
    if (isIn) index.set(key, ids.add(id));
    else if (ids.delete(id) && ids.size === 0) index.delete(key);
  }

  function mark(announcement: Announcement, isIn: boolean): void {
    index(spaces, spaceOf(announcement), announcement.id, isIn);
    index(channels, heardIn(announcement), announcement.id, isIn);
  }

  function forget(id: string): void {
    const before = known.get(id);
    if (before) mark(before, false);
    known.delete(id);
  }

  function remember(announcement: Announcement): void {
    forget(announcement.id);
    known.set(announcement.id, announcement);
    mark(announcement, true);
  }

  async function save(announcement: Announcement): Promise<void> {
    await table.set(announcement.id, announcement);
    remember(announcement);
  }

  const those = (ids: Iterable<string> = []) =>
    [...ids].map((id) => known.get(id)).filter((each) => each !== undefined);
  const list = (space: string) => those(spaces.get(space)).sort((a, b) => a.name.localeCompare(b.name));

  return {
    async load() {
      for await (const [, announcement] of table.entries()) remember(announcement);
    },
    all: () => known.values(),
    list,
    get: (id) => known.get(id),
    named(space, typed) {
      const byId = known.get(typed.trim());
      if (byId && spaceOf(byId) === space) return byId;
      const name = foldedName(typed);
      return those(spaces.get(space)).find((each) => foldedName(each.name) === name);
    },
    watching: ({ platform, space, channel }) =>
      channel === undefined ? [] : those(channels.get(channelOf(platform, space, channel))),
    add: save,
    change: (id, act) =>
      mutex.run(id, async () => {
        const before = known.get(id);
        if (!before) return undefined;
        const after = await act(before);
        if (after !== before) await save(after);
        return after;
      }),
    drop: (id) =>
      mutex.run(id, async () => {
        await table.delete(id);
        forget(id);
      }),
  };
}
