import type { Namespace } from './namespace.ts';

/** Ids on a page: a page of 24-character ids stays under 3 kB, so that appending stays cheap however long the list is. */
const PAGE = 100;

/** Ends of lists held in memory; the least recently loaded are forgotten. */
const HELD = 1000;

/** Lists that only grow at their end and are read from there, kept in pages under `name:0`, `name:1`, … */
export interface AppendLists {
  /** Appending an id that is among the last ones already changes nothing. */
  append(name: string, id: string): Promise<void>;
  /** Ids from the newest back, starting below position `before`; `next` is the position to go on from, absent at the end. */
  newest(
    name: string,
    limit: number,
    before?: number,
  ): Promise<{ readonly ids: readonly string[]; readonly next?: number }>;
  /** Forgets the list. */
  drop(name: string): Promise<void>;
}

interface Tail {
  page: number;
  ids: readonly string[];
}

/** `name` holds the number of its last page; that page is written after it, so a missing page is an empty one. */
export function appendLists(namespace: Namespace<number | readonly string[]>): AppendLists {
  const tails = new Map<string, Promise<Tail>>();

  function tail(name: string): Promise<Tail> {
    const known = tails.get(name);
    if (known) return known;
    const [oldest] = tails.size >= HELD ? tails.keys() : [];
    if (oldest !== undefined) tails.delete(oldest);
    const loading = load(name);
    tails.set(name, loading);
    loading.catch(() => tails.delete(name));
    return loading;
  }

  async function load(name: string): Promise<Tail> {
    const page = ((await namespace.get(name)) as number | undefined) ?? 0;
    return { page, ids: await pageOf(name, page) };
  }

  async function pageOf(name: string, page: number): Promise<readonly string[]> {
    return ((await namespace.get(`${name}:${page}`)) as readonly string[] | undefined) ?? [];
  }

  return {
    async append(name, id) {
      const last = await tail(name);
      if (last.ids.includes(id)) return;
      const writes: Promise<void>[] = [];
      if (last.ids.length < PAGE) {
        last.ids = [...last.ids, id];
      } else {
        last.page += 1;
        last.ids = [id];
        writes.push(namespace.set(name, last.page));
      }
      writes.push(namespace.set(`${name}:${last.page}`, last.ids));
      try {
        await Promise.all(writes);
      } catch (error) {
        tails.delete(name);
        throw error;
      }
    },

    async newest(name, limit, before) {
      const last = await tail(name);
      let position = Math.min(before ?? Number.POSITIVE_INFINITY, last.page * PAGE + last.ids.length);
      const ids: string[] = [];
      while (position > 0 && ids.length < limit) {
        const page = Math.floor((position - 1) / PAGE);
        const onPage = page === last.page ? last.ids : await pageOf(name, page);
        const end = position - page * PAGE;
        const start = Math.max(0, end - (limit - ids.length));
        ids.push(...onPage.slice(start, end).reverse());
        position = page * PAGE + start;
      }
      return position > 0 ? { ids, next: position } : { ids };
    },

    async drop(name) {
      const last = await tail(name);
      tails.delete(name);
      for (let page = 0; page <= last.page; page++) await namespace.delete(`${name}:${page}`);
      await namespace.delete(name);
    },
  };
}
