/** Runs one thing at a time for each key, in the order they came; different keys do not wait for each other. */
export interface KeyedMutex {
  run<T>(key: string, act: () => Promise<T>): Promise<T>;
}

export function keyedMutex(): KeyedMutex {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, act) {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(act, act);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
  };
}
