/** Time, passed in so that tests can hold it. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Calls back once after `ms` (at least 0); the returned function takes it back. Does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
}

/** `setTimeout` fires at once for delays past this (2^31 - 1 ms, 24.8 days). */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(ms, 0), LONGEST_TIMER));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Settles as `coming` does, or rejects with the signal's reason as soon as that aborts; nobody waits for `coming` then. */
export async function unlessAborted<T>(coming: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([coming, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

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

/** Resolves after `ms`, or rejects with the signal's reason as soon as that aborts. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    function abort() {
      cancel();
      reject(signal.reason);
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
