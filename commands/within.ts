import type { Clock } from '../src/clock.ts';

/** What comes, when it comes within `ms`; undefined otherwise. @throws what `coming` is rejected with by then */
export async function within<T>(clock: Clock, ms: number, coming: Promise<T>): Promise<T | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    cancel();
  }
}
