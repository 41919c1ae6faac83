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
}
