import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Namespace } from '../../src/store/namespace.ts';
import { openStore } from '../../src/store/store.ts';

/** A folder of its own. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'herald-jobs-'));

/** A SQLite file of its own for one test; opening it again is what a restart sees. */
export async function disk() {
  const dir = await newFolder();
  let store = openStore(join(dir, 'herald.sqlite'), 0);
  onTestFinished(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  return {
    dir,
    namespace: <T>(name: string): Promise<Namespace<T>> => store.namespace<T>(name),
    async reopen() {
      await store.close();
      store = openStore(join(dir, 'herald.sqlite'), 0);
    },
  };
}
