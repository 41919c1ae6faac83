/** Lets so many jobs through a step at once; the others are woken one by one as the step gets free. */
export interface Turnstile {
  /** Runs `step` now, or parks the job: undefined then, and it is woken when it is its turn. */
  pass<T>(id: string, step: () => Promise<T>): Promise<T | undefined>;
  /** The job wants no turn any more; whoever waits behind it moves up. */
  leave(id: string): void;
}

export function turnstile(atOnce: number, wake: (id: string) => void): Turnstile {
  let busy = 0;
  const parked = new Set<string>();

  function next(): void {
    const [id] = busy < atOnce ? parked : [];
    if (id === undefined) return;
    parked.delete(id);
    wake(id);
  }

  return {
    async pass(id, step) {
      parked.delete(id);
      if (busy >= atOnce) {
        parked.add(id);
        return undefined;
      }
      busy += 1;
      try {
        return await step();
      } finally {
        busy -= 1;
        next();
      }
    },
    leave(id) {
      parked.delete(id);
      next();
    },
  };
}
