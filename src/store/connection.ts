import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { KeyvSqliteOptions } from '@keyv/sqlite';

type Driver = Exclude<NonNullable<KeyvSqliteOptions['driver']>, string>;

/** Statements kept ready; the adapter's texts differ by how many keys they hold. */
const READY = 256;

/** One SQLite file, opened once for all its namespaces, so that they can share a transaction. */
export interface Connection {
  /** What an adapter of `@keyv/sqlite` is to use in place of opening the file itself. Closing it there closes nothing. */
  readonly driver: Driver;
  /** Everything that `act` writes is on the disk when this resolves, or nothing of it. One at a time. */
  transaction(act: () => Promise<void>): Promise<void>;
  /** Rewrites the file, so that nothing that was deleted is left in it. */
  compact(): void;
  close(): void;
}

/** Opens the file in WAL mode with SQLite's `synchronous=FULL`: what is committed survives even a power cut. */
export function openConnection(file: string): Connection {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  } catch (error) {
    database.close();
    throw error;
  }
  const ready = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = ready.get(sql);
    if (known) return known;
    const [oldest] = ready.size >= READY ? ready.keys() : [];
    if (oldest !== undefined) ready.delete(oldest);
    const prepared = database.prepare(sql);
    ready.set(sql, prepared);
    return prepared;
  }

  return {
    driver: {
      name: 'node:sqlite',
      connect: async () => ({
        query: async (sql, ...values) => statement(sql).all(...(values as SQLInputValue[])),
        close: async () => undefined,
      }),
    },
    async transaction(act) {
      database.exec('BEGIN IMMEDIATE');
      try {
        await act();
        database.exec('COMMIT');
      } catch (error) {
        // some failures, a full disk among them, have ended it already
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    compact: () => database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'),
    close: () => database.close(),
  };
}
