import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { openConnection } from './connection.ts';
import type { Namespace } from './namespace.ts';
import { StoreError } from './store-error.ts';
import { type Change, openTable, type Table } from './table.ts';

/**
 * How long the store rests after a transaction, as a multiple of what that took. A transaction holds up the event loop until
 * the disk has it, however much it holds; so it gets a fourth of the time under load, be the disk quick or slow.
 */
const REST = 4;

/** All namespaces of one SQLite file. */
export interface Store {
  /** Each name is opened once; asking again gives the same namespace. @throws StoreError */
  namespace<T>(name: string): Promise<Namespace<T>>;
  /** Whether the last transaction failed: what waits is tried again, and nothing new should come. */
  readonly failing: boolean;
  /** Rewrites the file, so that nothing that was deleted is left in it. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The store in one SQLite file (made when absent). One process at a time: see `lock.ts`.
 *
 * Changes made shortly after one another go to the disk in one transaction, whichever namespace they are of: each still
 * resolves only when it is durable, and 50 at once cost little more than one.
 *
 * @param rest 0 for tests that hold the clock
 * @throws StoreError when the file is no database
 */
export function openStore(file: string, rest = REST): Store {
  const connection = strictlyOpen(file);
  const namespaces = new Map<string, Promise<Namespace<unknown>>>();
  let waiting = new Map<Table, Map<string, Change>>();
  /** The transaction that will take what waits. */
  let next: Promise<void> | undefined;
  /** Every transaction so far, failed or not. */
  let settled: Promise<void> = Promise.resolve();
  let restsUntil = 0;
  let failing = false;

  function change(table: Table, key: string, entry: Change): Promise<void> {
    const changes = waiting.get(table) ?? new Map<string, Change>();
    waiting.set(table, changes.set(key, entry));
    if (!next) {
      next = Promise.all([settled, pause()]).then(commit);
      settled = next.catch(() => undefined);
    }
    return next;
  }

  /** One turn of the event loop at least, so that everything that this turn changes goes along. */
  function pause(): Promise<unknown> {
    const left = restsUntil - performance.now();
    return left > 0 ? delay(left) : nextTurn();
  }

  async function commit(): Promise<void> {
    const taken = waiting;
    waiting = new Map();
    next = undefined;
    const began = performance.now();
    try {
      await connection.transaction(async () => {
        for (const [table, changes] of taken) await table.write(changes);
      });
      failing = false;
    } catch (error) {
      failing = true;
      throw error instanceof StoreError ? error : new StoreError('herald', 'write', error);
    } finally {
      const ended = performance.now();
      restsUntil = ended + rest * (ended - began);
    }
  }

  async function open(name: string): Promise<Namespace<unknown>> {
    const table = await openTable(connection, name);
    const getMany = async (keys: readonly string[]) => {
      await settled;
      return table.getMany(keys);
    };
    return {
      get: async (key) => (await getMany([key]))[0],
      getMany,
      set: (key, value) => change(table, key, { value }),
      delete: (key) => change(table, key, 'delete'),
      async *entries() {
        await settled;
        yield* table.entries();
      },
    };
  }

  return {
    namespace<T>(name: string) {
      let namespace = namespaces.get(name);
      if (!namespace) {
        namespace = open(name);
        namespaces.set(name, namespace);
      }
      return namespace as Promise<Namespace<T>>;
    },
    get failing() {
      return failing;
    },
    async compact() {
      await settled;
      connection.compact();
    },
    async close() {
      await settled;
      connection.close();
    },
  };
}

function strictlyOpen(file: string) {
  try {
    return openConnection(file);
  } catch (error) {
    throw new StoreError('herald', 'open', error);
  }
}
