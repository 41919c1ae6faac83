import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Tests in processes apart from the others’: those of the stand-in for Discord drive discord.js alone, whose forms another
 * undici in the same process would break; and the sandbox's renderer draws what the media room forbids its process to read (SVG).
 */
const ALONE = ['test/fakes/**/*.test.ts', 'test/platforms/discord-fake.test.ts', 'test/sandbox/render.test.ts'];

/** A disk in memory, where the machine has one with room for all that the tests write at once (bytes). */
const MEMORY = '/dev/shm';
const ROOM = 2_000_000_000;

function hasRoomInMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ROOM;
}

export default defineConfig({
  test: {
    env: {
      // for the processes that tests start: what one has compiled, the next need not
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      // every write of the store is synced, which costs a real disk its time and proves nothing here: no test cuts the power
      TMPDIR: hasRoomInMemory() ? MEMORY : tmpdir(),
    },
    // most of the time is spent waiting for other processes, not on this one's cores
    maxWorkers: 5,
    // whole processes and real files: slow machines need their time
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000, interval: 20 } },
    projects: [
      // one worker for many files: what they import, Discord's specification first of all, is read once
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE, isolate: false } },
    ],
  },
});
