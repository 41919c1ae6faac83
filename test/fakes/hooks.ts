/** A request that came in. */
export interface Seen {
  readonly route: string;
}

/** Is awaited at a step of a request; `drop` ends the request right there, its connection closed. */
export type Hook<Request extends Seen> = (request: Request) => undefined | 'drop' | Promise<undefined | 'drop'>;

export type Step = 'before' | 'after';

/** What tests want to happen just before a request takes effect, or after it and before its answer. */
export interface Hooks<Request extends Seen> {
  /** Returns what takes the hook back. */
  on(route: Request['route'], step: Step, hook: Hook<Request>): () => void;
  /** Whether the request goes on. */
  run(step: Step, request: Request): Promise<boolean>;
}

export function createHooks<Request extends Seen>(): Hooks<Request> {
  const hooks = new Set<{ readonly route: string; readonly step: Step; readonly hook: Hook<Request> }>();
  return {
    on(route, step, hook) {
      const entry = { route, step, hook };
      hooks.add(entry);
      return () => void hooks.delete(entry);
    },
    async run(step, request) {
      for (const entry of [...hooks]) {
        if (entry.route !== request.route || entry.step !== step) continue;
        if ((await entry.hook(request)) === 'drop') return false;
      }
      return true;
    },
  };
}
