import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/store/namespace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';

let directory: string;
let file: string;
let store: Store | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'herald-store-'));
  file = join(directory, 'herald.sqlite');
});

afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(directory, { recursive: true, force: true });
});

function open<T>(name = 'jobs'): Promise<Namespace<T>> {
  store ??= openStore(file, 0);
  return store.namespace<T>(name);
}

describe('a namespace', () => {
  test('gives back what was set, and undefined only for what is not there', async () => {
    const namespace = await open<{ n: number }>();
    await namespace.set('a', { n: 1 });
    expect(await namespace.get('a')).toEqual({ n: 1 });
    expect(await namespace.get('b')).toBeUndefined();
    expect(await namespace.getMany(['b', 'a'])).toEqual([undefined, { n: 1 }]);
  });

  test('keeps namespaces of one file apart', async () => {
    const jobs = await open<number>('jobs');
    const notes = await open<number>('notes');
    await jobs.set('same', 1);
    await notes.set('same', 2);
    expect([await jobs.get('same'), await notes.get('same')]).toEqual([1, 2]);
  });

  test('lets the last of several changes made at once win, whichever kind they are', async () => {
    const namespace = await open<number>();
    await Promise.all([namespace.set('a', 1), namespace.delete('a'), namespace.set('b', 1), namespace.set('b', 2)]);
    expect(await namespace.getMany(['a', 'b'])).toEqual([undefined, 2]);
    const deleted = namespace.delete('b');
    await Promise.resolve();
    await Promise.all([deleted, namespace.set('b', 3)]);
    expect(await namespace.get('b')).toBe(3);
  });

  test('resolves a change only when another connection can read it', async () => {
    const namespace = await open<number>();
    await Promise.all(Array.from({ length: 50 }, (_, n) => namespace.set(`k${n}`, n)));
    const other = new DatabaseSync(file, { readOnly: true });
    expect(other.prepare('SELECT count(*) AS n FROM jobs').get()).toEqual({ n: 50 });
    other.close();
  });

  test('makes the changes of all namespaces together, or none of them', async () => {
    const jobs = await open<number>('jobs');
    const notes = await open<number>('notes');
    const other = new DatabaseSync(file);
    other.exec('DROP TABLE notes');
    other.close();
    const results = await Promise.allSettled([jobs.set('a', 1), notes.set('a', 1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await jobs.get('a')).toBeUndefined();
  });

  test('leaves nothing of what was deleted in the file once it was compacted', async () => {
    const jobs = await open<string>('jobs');
    await jobs.set('a', 'words that nobody is to find again');
    await jobs.set('a', 'x');
    await store?.compact();
    const bytes = [file, `${file}-wal`].filter(existsSync).map((path) => readFileSync(path).toString('latin1'));
    expect(bytes.join('')).not.toContain('nobody is to find');
  });

  test('lists every entry, also when some are deleted on the way', async () => {
    const namespace = await open<number>();
    await Promise.all(Array.from({ length: 2500 }, (_, n) => namespace.set(`k${n}`, n)));
    let seen = 0;
    for await (const [key] of namespace.entries()) {
      seen += 1;
      await namespace.delete(key);
    }
    expect(seen).toBe(2500);
    expect(await namespace.get('k0')).toBeUndefined();
  });

  test('says that reading failed instead of looking empty', async () => {
    const namespace = await open<number>();
    await namespace.set('a', 1);
    const other = new DatabaseSync(file);
    other.exec('DROP TABLE jobs');
    other.close();
    await expect(namespace.get('a')).rejects.toThrow(StoreError);
    await expect(namespace.getMany(['a'])).rejects.toThrow(StoreError);
    await expect(namespace.entries()[Symbol.asyncIterator]().next()).rejects.toThrow(StoreError);
  });

  test('says that writing failed, and goes on when it can write again', async () => {
    const namespace = await open<number>();
    await namespace.set('a', 1);
    const other = new DatabaseSync(file);
    other.exec('ALTER TABLE jobs RENAME TO gone');
    await expect(namespace.set('a', 2)).rejects.toThrow(StoreError);
    await expect(namespace.delete('a')).rejects.toThrow(StoreError);
    other.exec('ALTER TABLE gone RENAME TO jobs');
    other.close();
    await namespace.set('a', 3);
    expect(await namespace.get('a')).toBe(3);
  });

  test('tells a full disk from other failures', () => {
    const full = new StoreError('jobs', 'write', Object.assign(new Error('database or disk is full'), { errcode: 13 }));
    const busy = new StoreError('jobs', 'write', Object.assign(new Error('database is locked'), { errcode: 5 }));
    expect([full.full, busy.full]).toEqual([true, false]);
  });

  test('refuses to open a file that is no database', () => {
    writeFileSync(file, 'this is not a database, and it is longer than a header would be: '.repeat(20));
    expect(() => openStore(file)).toThrow(StoreError);
  });
});
