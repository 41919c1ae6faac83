/** Something that goes wrong with one request. */
export interface Planned<About> {
  /** Which requests of the route it is for. Default: all. */
  readonly where?: (about: About) => boolean;
}

/** What a test can make a platform do wrong. */
export interface Faults<Route extends string, Fault> {
  /** The next requests of a route (one, unless `times` says otherwise) meet this fault; faults are used in the order given. */
  next(route: Route, fault: Fault, times?: number): void;
  /** Forgets what has not happened yet. */
  clear(): void;
}

/** The fake's side of {@link Faults}. */
export interface FaultSource<Route extends string, Fault, About> extends Faults<Route, Fault> {
  take(route: Route, about: About): Fault | undefined;
}

export function createFaults<Route extends string, About, Fault extends Planned<About>>(): FaultSource<
  Route,
  Fault,
  About
> {
  const planned = new Map<Route, { readonly fault: Fault; left: number }[]>();
  return {
    next(route, fault, times = 1) {
      const queue = planned.get(route) ?? [];
      queue.push({ fault, left: times });
      planned.set(route, queue);
    },
    clear: () => planned.clear(),
    take(route, about) {
      const queue = planned.get(route) ?? [];
      const first = queue.find(({ fault }) => fault.where?.(about) ?? true);
      if (!first) return undefined;
      first.left -= 1;
      if (first.left <= 0) queue.splice(queue.indexOf(first), 1);
      return first.fault;
    },
  };
}
