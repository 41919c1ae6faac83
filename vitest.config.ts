import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // most of the time is spent waiting for other processes, not on this one's cores
    maxWorkers: 4,
    // whole processes and real files: slow machines need their time
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000, interval: 20 } },
  },
});
