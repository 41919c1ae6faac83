import type { AppendLists } from '../store/append-list.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Occurrence } from './occurrence.ts';

/** What is kept of occurrences: each of them, which of them are open, and those of each announcement in their order. */
export interface Book {
  /** @throws StoreError */
  get(id: string): Promise<Occurrence | undefined>;
  /** Ids of those that have not ended, and of some that were never written. @throws StoreError */
  open(): Promise<readonly string[]>;
  /** Ids of those of one announcement that have not ended. @throws StoreError */
  openOf(announcement: string): Promise<readonly string[]>;
  /** Writes a new one, after the entries that find it. @throws StoreError */
  begin(occurrence: Occurrence): Promise<void>;
  /** Writes one of which nothing comes, for the history alone. @throws StoreError */
  record(occurrence: Occurrence): Promise<void>;
  /** @throws StoreError */
  save(occurrence: Occurrence): Promise<void>;
  /** Nothing is left to be done about it. @throws StoreError */
  end(occurrence: Occurrence): Promise<void>;
  /** As if it had never been; or one that was never written. @throws StoreError */
  drop(id: string): Promise<void>;
  /** Newest first, of the latest thousand. @throws StoreError */
  newest(announcement: string, limit: number): Promise<readonly Occurrence[]>;
}

export interface BookOptions {
  readonly occurrences: Namespace<Occurrence>;
  readonly open: Namespace<1>;
  readonly lists: AppendLists;
}

/** Where the occurrences of an announcement are listed. */
export const listOf = (announcement: string) => `announcement:${announcement}`;

/** Ids of a list that are read at once, and at most: those of what was dropped stay in it. */
const PAGE = 100;
const MOST_READ = 1_000;

export function createBook({ occurrences, open, lists }: BookOptions): Book {
  const save = (occurrence: Occurrence) => occurrences.set(occurrence.id, occurrence);

  async function list({ id, announcement }: Occurrence): Promise<void> {
    if (announcement !== undefined) await lists.append(listOf(announcement), id);
  }

  return {
    get: (id) => occurrences.get(id),
    open: () => keysOf(open),
    async openOf(announcement) {
      const found = await occurrences.getMany(await keysOf(open));
      return found.flatMap((each) => (each?.announcement === announcement ? [each.id] : []));
    },
    async begin(occurrence) {
      await Promise.all([open.set(occurrence.id, 1), list(occurrence)]);
      await save(occurrence);
    },
    async record(occurrence) {
      await list(occurrence);
      await save({ ...occurrence, ended: true });
    },
    save,
    async end(occurrence) {
      await save({ ...occurrence, ended: true });
      await open.delete(occurrence.id);
    },
    async drop(id) {
      await occurrences.delete(id);
      await open.delete(id);
    },
    async newest(announcement, limit) {
      const found = new Map<string, Occurrence>();
      let before: number | undefined;
      for (let read = 0; found.size < limit && read < MOST_READ; read += PAGE) {
        const { ids, next } = await lists.newest(listOf(announcement), PAGE, before);
        for (const each of await occurrences.getMany(ids)) if (each) found.set(each.id, each);
        if (next === undefined) break;
        before = next;
      }
      return [...found.values()].slice(0, limit);
    },
  };
}
