import { vi } from 'vitest';

/** Resolves with what `find` finds, as soon as it finds something. */
export async function eventually<T>(find: () => T | undefined): Promise<T> {
  return (await vi.waitUntil(find, { timeout: 15_000, interval: 10 })) as T;
}
