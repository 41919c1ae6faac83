import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import type { Connection } from './connection.ts';
import { StoreError } from './store-error.ts';

export type Change = { readonly value: unknown } | 'delete';

/** One namespace on the disk: an adapter and a table of its own, behind which no failure looks like emptiness. */
export interface Table {
  getMany(keys: readonly string[]): Promise<unknown[]>;
  entries(): AsyncIterable<readonly [string, unknown]>;
  /** Inside a transaction of the connection. */
  write(changes: ReadonlyMap<string, Change>): Promise<void>;
}

/**
 * Keyv has no `error` listener here on purpose: with one, it answers failures with undefined and false.
 * @throws StoreError, as everything here
 */
export async function openTable(connection: Connection, name: string): Promise<Table> {
  const adapter = new KeyvSqlite({ table: name, driver: connection.driver, iterationLimit: 1000 });
  await strictly(name, 'open', () => adapter.ready);
  const keyv = new Keyv<unknown>({ store: adapter });
  return {
    getMany: async (keys) => (keys.length === 0 ? [] : strictly(name, 'read', () => keyv.getMany([...keys]))),
    async *entries() {
      const iterator = keyv.iterator?.();
      if (!iterator) throw new StoreError(name, 'read');
      while (true) {
        const step = await strictly(name, 'read', () => iterator.next());
        if (step.done) return;
        yield step.value as [string, unknown];
      }
    },
    async write(changes) {
      const sets: { key: string; value: unknown }[] = [];
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
