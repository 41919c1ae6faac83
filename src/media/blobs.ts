import type { Readable } from 'node:stream';

/**
 * Where copied bytes and finished videos are kept: a local folder now, an object store when one machine is not enough.
 * Keys are `[a-z0-9][a-z0-9._-]{0,99}`. A key's bytes appear whole or not at all; writing a key again replaces them.
 */
export interface Blobs {
  /**
   * Streams bytes in with bounded memory, durable when it resolves.
   * @throws Refusal `too_large` past `limit` bytes, `unavailable` (`storage_full`) when the disk is full; nothing is left behind.
   */
  put(key: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<{ readonly bytes: number }>;
  /** Size in bytes; undefined where there is no such key. */
  size(key: string): Promise<number | undefined>;
  /** Streams the bytes from `start` to `end` (inclusive, as in HTTP ranges); undefined where there is no such key. */
  read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable | undefined>;
  /** Gives the bytes as a local file for as long as `use` runs; for the media room's processes. @throws MissingBlob */
  withFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  /** Lets `make` write a local file, then keeps it under the key. For results of the media room's processes. */
  keepFile<T>(key: string, make: (path: string) => Promise<T>): Promise<T>;
  /** Removing what is not there is no error. Tells whether something was removed. */
  remove(key: string): Promise<boolean>;
  /** Has a key count as written at `time` (ms); one that is not there is no error. */
  touch(key: string, time: number): Promise<void>;
  /** Keys last written, or touched, before `time` (ms). */
  olderThan(time: number): AsyncIterable<string>;
  /** Bytes that may still be written, as far as the store can tell. */
  free(): Promise<number>;
}

/** There is nothing under this key (any more). */
export class MissingBlob extends Error {
  override readonly name = 'MissingBlob';

  constructor(key: string) {
    super(`nothing is kept under ${key}`);
  }
}
