import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '../refusal.ts';
import { type Blobs, MissingBlob } from './blobs.ts';

const KEY = /^[a-z0-9][a-z0-9._-]{0,99}$/;
/** Keys never begin with a dot, so that what is not finished is not found. */
const UNFINISHED = '.part-';

/** Keeps blobs as files of one folder, which is made if need be and belongs to one process at a time. */
export async function folderBlobs(directory: string): Promise<Blobs> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (name.startsWith(UNFINISHED)) await rm(join(directory, name), { force: true });
  }

  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new TypeError(`not a key: ${JSON.stringify(key)}`);
    return join(directory, key);
  };

  /** Many names at once cost one wait for the disk: whoever comes while it is under way shares the next one. */
  let syncing: Promise<void> | undefined;
  let synced: Promise<void> = Promise.resolve();
  const syncNames = (): Promise<void> => {
    if (!syncing) {
      syncing = synced.then(() => {
        syncing = undefined;
        return sync(directory);
      });
      synced = syncing.catch(() => undefined);
    }
    return syncing;
  };

  /** The bytes appear under the key when they are whole and on the disk; after a failure nothing is left. */
  async function keep<T>(key: string, make: (path: string) => Promise<T>): Promise<T> {
    const path = pathOf(key);
    const part = join(directory, UNFINISHED + randomUUID());
    try {
      const made = await make(part);
      await sync(part);
      await rename(part, path);
      await syncNames();
      return made;
    } catch (error) {
      await rm(part, { force: true });
      throw isDiskFull(error) ? new Refusal('unavailable', 'storage_full', {}, { cause: error }) : error;
    }
  }

  return {
    put: (key, source, limit) => keep(key, (path) => write(path, source, limit)),
    keepFile: keep,

    async size(key) {
      return (await found(pathOf(key)))?.size;
    },

    async read(key, range) {
      const file = await unlessMissing(open(pathOf(key)));
      return file?.createReadStream(range ? { start: range.start, end: range.end } : {}) as Readable | undefined;
    },

    async withFile(key, use) {
      const path = pathOf(key);
      if ((await found(path)) === undefined) throw new MissingBlob(key);
      return await use(path);
    },

    async remove(key) {
      const removed = await unlessMissing(rm(pathOf(key)).then(() => true));
      return removed ?? false;
    },

    async touch(key, time) {
      const then = new Date(time);
      await unlessMissing(utimes(pathOf(key), then, then));
    },

    async *olderThan(time) {
      for (const name of await readdir(directory)) {
        if (!KEY.test(name)) continue;
        const facts = await found(join(directory, name));
        if (facts !== undefined && facts.mtimeMs < time) yield name;
      }
    },

    async free() {
      const { bavail, bsize } = await statfs(directory);
      return bavail * bsize;
    },
  };
}

async function write(path: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<{ bytes: number }> {
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > limit)
        throw new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.round(limit / 100_000) / 10 });
      await file.writeFile(chunk);
    }
    return { bytes };
  } finally {
    await file.close();
  }
}

/** Waits until the disk has a file's bytes, or a folder's names. */
async function sync(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function found(path: string): Promise<Stats | undefined> {
  return await unlessMissing(stat(path));
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether an error of the file system says that there is no room left. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
