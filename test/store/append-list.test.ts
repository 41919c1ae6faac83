import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AppendLists, appendLists } from '../../src/store/append-list.ts';
import type { Namespace } from '../../src/store/namespace.ts';
import { openStore, type Store } from '../../src/store/store.ts';

let directory: string;
let store: Store;
let namespace: Namespace<number | readonly string[]>;
let lists: AppendLists;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'herald-lists-'));
  store = openStore(join(directory, 'herald.sqlite'), 0);
  namespace = await store.namespace('lists');
  lists = appendLists(namespace);
});

afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `id${from + n}`);

test('reads from the newest back, across pages, to the very first', async () => {
  await Promise.all(ids(0, 345).map((id) => lists.append('all', id)));
  const read: string[] = [];
  for (let before: number | undefined; ; ) {
    const page = await lists.newest('all', 70, before);
    read.push(...page.ids);
    if (page.next === undefined) break;
    before = page.next;
  }
  expect(read).toEqual(ids(0, 345).reverse());
});

test('finds its end again after a restart', async () => {
  for (const id of ids(0, 205)) await lists.append('all', id);
  const restarted = appendLists(namespace);
  await restarted.append('all', 'id205');
  expect((await restarted.newest('all', 3)).ids).toEqual(['id205', 'id204', 'id203']);
});

test('does not list an id twice that is appended again after a crash', async () => {
  await lists.append('all', 'a');
  await appendLists(namespace).append('all', 'a');
  expect(await appendLists(namespace).newest('all', 10)).toEqual({ ids: ['a'] });
});

test('keeps lists apart and forgets one whole', async () => {
  await Promise.all(ids(0, 150).map((id) => lists.append('mine', id)));
  await lists.append('yours', 'x');
  await lists.drop('mine');
  expect(await lists.newest('mine', 10)).toEqual({ ids: [] });
  expect(await lists.newest('yours', 10)).toEqual({ ids: ['x'] });
  expect(await namespace.get('mine:0')).toBeUndefined();
});
