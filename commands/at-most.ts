/** Runs one thing of many; resolves as it does. */
export type Slots = <T>(act: () => Promise<T>) => Promise<T>;

/** Lets so many things run at once; the others wait, in the order in which they came. */
export function atMost(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (act) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
