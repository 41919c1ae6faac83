import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderBlobs } from '../../src/media/blobs-folder.ts';
import { blobsConformance } from './blobs-conformance.ts';
import { temporary } from './temporary.ts';

const at = temporary();

blobsConformance('a folder', () => folderBlobs(at(randomUUID())));

test('what a crash left half written is gone at the next start, and what was whole is not', async () => {
  const folder = at('crashed');
  await mkdir(folder);
  await writeFile(join(folder, '.part-1'), 'half');
  await writeFile(join(folder, 'whole'), 'whole');
  const blobs = await folderBlobs(folder);
  expect(await readdir(folder)).toEqual(['whole']);
  expect(await blobs.size('whole')).toBe(5);
});

test('the same folder opened again has what was kept', async () => {
  async function* words() {
    yield Buffer.from('kept');
  }
  await (await folderBlobs(at('again'))).put('a', words(), 10);
  expect(await (await folderBlobs(at('again'))).size('a')).toBe(4);
});

// Linux: every write to /dev/full fails as on a disk that has no room left.
test.skipIf(!existsSync('/dev/full'))('a full disk is a refusal with its sentence, and leaves nothing', async () => {
  const folder = at('full');
  const blobs = await folderBlobs(folder);
  const making = blobs.keepFile('a', async (path) => {
    await writeFile(path, 'half');
    await writeFile('/dev/full', 'the other half');
  });
  await expect(making).rejects.toMatchObject({ name: 'Refusal', kind: 'unavailable', key: 'storage_full' });
  expect(await readdir(folder)).toEqual([]);
});
