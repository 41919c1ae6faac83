/** SQLite's result code for "database or disk is full". */
const SQLITE_FULL = 13;

/** The store could not do what it was asked; never the same as "there is nothing". */
export class StoreError extends Error {
  /** Whether the disk is full: jobs that run go on once there is room, new ones are refused until then. */
  readonly full: boolean;

  constructor(namespace: string, what: 'open' | 'read' | 'write' | 'delete', cause?: unknown) {
    super(`The store could not ${what} in "${namespace}"${cause instanceof Error ? `: ${cause.message}` : ''}.`, {
      cause,
    });
    this.name = 'StoreError';
    this.full =
      cause instanceof Error &&
      (('errcode' in cause && cause.errcode === SQLITE_FULL) || ('code' in cause && cause.code === 'ENOSPC'));
  }
}
