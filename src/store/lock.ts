import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const LOCK = 'herald.lock';

/** Another process works on the same data directory. The message is a sentence for the operator. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/**
 * Takes the data directory for this process: an exclusive SQLite transaction on a lock file, which the operating system gives
 * back even after SIGKILL. The pid beside it is information only.
 * @returns what gives the directory back
 * @throws LockedError when another process has it
 */
export function lockDirectory(directory: string): () => void {
  const pidFile = join(directory, 'herald.pid');
  const database = new DatabaseSync(join(directory, LOCK));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new LockedError(
      `Another Herald${pidIn(pidFile)} already runs on the data directory ${directory}. Stop it first, or give this one another DATA_DIR.`,
      { cause },
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return () => database.close();
}

/**
 * Whether a process has the data directory. Only looks: nothing is written. A process that starts in the same millisecond may
 * be refused the directory.
 */
export function isLocked(directory: string): boolean {
  const file = join(directory, LOCK);
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    // reading needs a shared lock, which an exclusive transaction grants nobody
    database.exec('PRAGMA busy_timeout = 0; SELECT count(*) FROM sqlite_schema');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** SQLite's result codes for "somebody else holds the lock": SQLITE_BUSY and SQLITE_LOCKED. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);
}

function pidIn(file: string): string {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? '' : ` (process ${pid})`;
  } catch {
    return '';
  }
}
