import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // whole processes and real files: slow machines need their time
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
