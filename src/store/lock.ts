import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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
  const database = new DatabaseSync(join(directory, 'herald.lock'));
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
