/** Counts what is under way. */
export function newBusy() {
  let count = 0;
  return {
    get count() {
      return count;
    },
    /** Makes an act one that is counted. */
    with:
      <A extends readonly unknown[], T>(act: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        count += 1;
        try {
          return await act(...args);
        } finally {
          count -= 1;
        }
      },
  };
}

export type Busy = ReturnType<typeof newBusy>;
