/** Work that nobody waits for until the end. */
export interface Running {
  /** A failure becomes a process warning, since it has nobody to be told to. */
  add(work: Promise<unknown>): void;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
}

export function createRunning(): Running {
  const running = new Set<Promise<unknown>>();
  return {
    add(work) {
      const watched = work.catch((error) => process.emitWarning(error)).finally(() => running.delete(watched));
      running.add(watched);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
