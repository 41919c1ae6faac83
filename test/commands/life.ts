/** One life of the process: once it is over, nothing that it began takes effect any more. */
export function newLife() {
  let over = false;
  /** Steps that are never passed, and who waits to hear that they were reached. */
  const holds = new Map<string, () => void>();
  /** …and steps that are passed later. */
  const gates = new Map<string, Promise<void>>();
  const reached = new Map<string, () => void>();

  async function reach(at: string): Promise<void> {
    holds.get(at)?.();
    reached.get(at)?.();
    await gates.get(at);
    if (over || holds.has(at)) await new Promise<never>(() => {});
  }

  return {
    get isOver() {
      return over;
    },
    die(): void {
      over = true;
    },
    /** Holds everything that comes to this step, such as `before avatar`. @returns when it is reached */
    holdAt: (at: string) => new Promise<void>((resolve) => holds.set(at, resolve)),
    /** Holds everything that comes to this step for a while. @returns when it is reached, with what lets it go on */
    holdUntil(at: string): Promise<() => void> {
      const gate = Promise.withResolvers<void>();
      gates.set(at, gate.promise);
      const goOn = () => {
        gates.delete(at);
        gate.resolve();
      };
      return new Promise((resolve) => reached.set(at, () => resolve(goOn)));
    },
    /** Makes an act a step of this life, by its name. */
    living:
      <A extends readonly unknown[], T>(name: string, act: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        await reach(`before ${name}`);
        const result = await act(...args);
        await reach(`after ${name}`);
        return result;
      },
  };
}
