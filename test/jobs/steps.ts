/** The steps that a house takes, told one by one, so that it can be made to die before or after any of them. */
export interface Steps {
  /** `before save delivering`, `after post`, …: in their order. */
  readonly taken: string[];
  /** At this step, counted from 0, everything stands still for good; its effect is there when it is one `after`. */
  dieAt?: number;
  readonly died: boolean;
  /** What happens at each step, just before it is taken. */
  at?: (step: string) => Promise<void>;
  around<T>(name: string, step: () => Promise<T>): Promise<T>;
}

/** @param never what a dead process waits for */
export function stepping(never: () => Promise<void>): Steps {
  const taken: string[] = [];
  let died = false;
  async function pass(name: string): Promise<void> {
    taken.push(name);
    await steps.at?.(name);
    if (steps.dieAt !== taken.length - 1) return;
    died = true;
    await never();
  }
  const steps: Steps = {
    taken,
    get died() {
      return died;
    },
    async around(name, step) {
      await pass(`before ${name}`);
      const result = await step();
      await pass(`after ${name}`);
      return result;
    },
  };
  return steps;
}
