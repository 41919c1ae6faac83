import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Announcement, Trigger } from '../../commands/announcements.ts';
import { hooks } from '../../src/doctor/hooks.ts';
import { openStore } from '../../src/store/store.ts';
import { folder, found } from './kit.ts';

/** What is said of a data directory with these announcements. */
async function look(kinds: readonly Trigger['kind'][], env: Record<string, string> = {}): Promise<readonly string[]> {
  const dir = folder();
  const store = openStore(join(dir, 'herald.sqlite'), 0);
  const table = await store.namespace<Pick<Announcement, 'trigger'>>('announcements');
  for (const [i, kind] of kinds.entries()) await table.set(`a${i}`, { trigger: { kind } as Trigger });
  await store.close();
  return found(hooks, { DATA_DIR: dir, ...env });
}

test('hooks that nobody can reach are named, and nothing is said where there are none', async () => {
  const outside = { API_TOKEN: 'a-token-for-tests', PUBLIC_URL: 'https://herald.example' };
  expect(await look(['hook', 'feed', 'hook'])).toEqual([
    expect.stringMatching(/^note 2 are set up, but PUBLIC_URL is not set, .* Set it to /),
  ]);
  expect(await look(['hook'], outside)).toEqual(['ok one is set up, to be called at https://herald.example/hooks/….']);
  expect(await look(['feed'])).toEqual([]);
  const empty = folder();
  expect(await found(hooks, { DATA_DIR: empty })).toEqual([]);
  expect(readdirSync(empty)).toEqual([]);
});
