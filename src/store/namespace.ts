import { setImmediate as nextTurn } from 'node:timers/promises';
import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import { StoreError } from './store-error.ts';

/**
 * A table of values by key. Unlike bare Keyv, a failure is always a {@link StoreError}: `get` gives undefined only when the
 * key is not there, and `set` and `delete` resolve only when the change is on the disk.
 */
export interface Namespace<T> {
  get(key: string): Promise<T | undefined>;
  /** In the order of the keys. */
  getMany(keys: readonly string[]): Promise<(T | undefined)[]>;
  set(key: string, value: T): Promise<void>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Every entry. Meant for small tables: indexes, not records. */
  entries(): AsyncIterable<readonly [string, T]>;
  close(): Promise<void>;
}

type Change<T> = { readonly value: T } | 'delete';

/**
 * Opens one namespace: one adapter, one table in the SQLite file. Changes that are made while a write is under way go to the
 * disk together, in one transaction: each still resolves only when it is durable, and 50 at once cost little more than one.
 *
 * Keyv has no `error` listener here on purpose: with one, it answers failures with undefined and false.
 */
export async function openNamespace<T>(file: string, name: string): Promise<Namespace<T>> {
  const adapter = new KeyvSqlite({
    uri: `sqlite://${file}`,
    table: name,
    driver: 'node:sqlite',
    wal: true,
    busyTimeout: 5000,
    iterationLimit: 1000,
  });
  await strictly(name, 'open', () => adapter.ready);
  const keyv = new Keyv<T>({ store: adapter });

  let waiting = new Map<string, Change<T>>();
  /** The write that will take what waits. */
  let next: Promise<void> | undefined;
  /** Every write so far, failed or not. */
  let settled: Promise<void> = Promise.resolve();

  async function write(changes: ReadonlyMap<string, Change<T>>): Promise<void> {
    const sets: { key: string; value: T }[] = [];
    const deletes: string[] = [];
    for (const [key, change] of changes) {
      if (change === 'delete') deletes.push(key);
      else sets.push({ key, value: change.value });
    }
    if (sets.length > 0) {
      const stored = await strictly(name, 'write', () => keyv.setMany(sets));
      if (!stored?.every(Boolean)) throw new StoreError(name, 'write');
    }
    if (deletes.length > 0) await strictly(name, 'delete', () => keyv.deleteMany(deletes));
  }

  function change(key: string, entry: Change<T>): Promise<void> {
    waiting.set(key, entry);
    if (!next) {
      // one turn of the event loop, so that everything that this turn changes goes along
      next = Promise.all([settled, nextTurn()]).then(() => {
        const changes = waiting;
        waiting = new Map();
        next = undefined;
        return write(changes);
      });
      settled = next.catch(() => undefined);
    }
    return next;
  }

  return {
    async get(key) {
      await settled;
      return strictly(name, 'read', () => keyv.get(key));
    },
    async getMany(keys) {
      await settled;
      return keys.length === 0 ? [] : strictly(name, 'read', () => keyv.getMany([...keys]));
    },
    set: (key, value) => change(key, { value }),
    delete: (key) => change(key, 'delete'),
    async *entries() {
      await settled;
      const iterator = keyv.iterator?.();
      if (!iterator) throw new StoreError(name, 'read');
      while (true) {
        const step = await strictly(name, 'read', () => iterator.next());
        if (step.done) return;
        yield step.value as [string, T];
      }
    },
    async close() {
      await settled;
      await adapter.disconnect();
    },
  };
}

async function strictly<R>(
  namespace: string,
  what: 'open' | 'read' | 'write' | 'delete',
  act: () => Promise<R>,
): Promise<R> {
  try {
    return await act();
  } catch (error) {
    throw new StoreError(namespace, what, error);
  }
}
