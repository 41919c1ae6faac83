import type { RouteName } from './routes.ts';

/** A request that came in. */
export interface RequestSeen {
  readonly route: RouteName;
  readonly method: string;
  /** Without the tokens of interactions. */
  readonly path: string;
  /** By the fake's clock, in ms. */
  readonly at: number;
}

/** Is awaited at a step of a request; `drop` ends the request right there, its connection closed. */
export type Hook = (request: RequestSeen) => undefined | 'drop' | Promise<undefined | 'drop'>;

export type Step = 'before' | 'after';

/** What tests want to happen just before a request takes effect, or after it and before its answer. */
export interface Hooks {
  /** Returns what takes the hook back. */
  on(route: RouteName, step: Step, hook: Hook): () => void;
  /** Whether the request goes on. */
  run(step: Step, request: RequestSeen): Promise<boolean>;
}

export function createHooks(): Hooks {
  const hooks = new Set<{ readonly route: RouteName; readonly step: Step; readonly hook: Hook }>();
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
