/** Lets so many jobs through a step at once; the others are woken one by one as the step gets free. */
export interface Turnstile {
  /**
   * Runs `step` now, or parks the job: undefined then, and it is woken when it is its turn.
   * @param group whose jobs, all together, hold only some of the turns
   */
  pass<T>(id: string, step: () => Promise<T>, group?: string): Promise<T | undefined>;
  /** The job wants no turn any more; whoever waits behind it moves up. */
  leave(id: string): void;
}

export interface TurnstileOptions {
  readonly atOnce: number;
  /** Of one group. */
  readonly atOnceOfOne: number;
  readonly wake: (id: string) => void;
}

export function turnstile({ atOnce, atOnceOfOne, wake }: TurnstileOptions): Turnstile {
  let busy = 0;
  const busyOf = new Map<string, number>();
  const parked = new Map<string, string | undefined>();

  const isOpen = (group: string | undefined) =>
    busy < atOnce && (group === undefined || (busyOf.get(group) ?? 0) < atOnceOfOne);

  function count(group: string | undefined, by: 1 | -1): void {
    busy += by;
    if (group === undefined) return;
    const inside = (busyOf.get(group) ?? 0) + by;
    if (inside > 0) busyOf.set(group, inside);
    else busyOf.delete(group);
  }

  function next(): void {
    for (const [id, group] of busy < atOnce ? parked : []) {
      if (!isOpen(group)) continue;
      parked.delete(id);
      wake(id);
      return;
    }
  }

  return {
    async pass(id, step, group) {
      parked.delete(id);
      if (!isOpen(group)) {
        parked.set(id, group);
        return undefined;
      }
      count(group, 1);
      try {
        return await step();
      } finally {
        count(group, -1);
        next();
      }
    },
    leave(id) {
      parked.delete(id);
      next();
    },
  };
}
