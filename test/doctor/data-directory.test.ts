import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataDirectory } from '../../src/doctor/data-directory.ts';
import { lockDirectory } from '../../src/store/lock.ts';
import { folder, found } from './kit.ts';

const look = (dir: string) => found((config) => dataDirectory(config.dataDir), { DATA_DIR: dir });

describe('of the data directory is said', () => {
  test('that it can be written, that no Herald runs on it, and how much room there is', async () => {
    const dir = folder();
    lockDirectory(dir)();
    expect(await look(dir)).toEqual([
      expect.stringMatching(/^ok .* can be written\. No Herald runs on it\.$/),
      expect.stringMatching(/^\w+ \d+\.\d GB are free/),
    ]);
  });

  test('that a Herald runs on it, which keeps its lock', async () => {
    const dir = folder();
    const unlock = lockDirectory(dir);
    onTestFinished(unlock);
    expect(await look(dir)).toContainEqual(expect.stringMatching(/^ok .* can be written\. A Herald runs on it\.$/));
    expect(() => lockDirectory(dir)).toThrow('already runs');
  });

  test('that it will be made, while the doctor makes nothing', async () => {
    const dir = folder();
    expect(await look(join(dir, 'a', 'b'))).toContainEqual(
      expect.stringMatching(/^ok .*b is made at the first start\.$/),
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  test('that a file stands where a folder is to be', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'data'), '');
    expect(await look(join(dir, 'data', 'herald'))).toEqual([
      expect.stringMatching(/^wrong .*data is a file, so .*herald cannot be a folder: set DATA_DIR/),
    ]);
  });
});
