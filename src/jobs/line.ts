/** One who waits, or has a slot. */
export interface Waiting {
  readonly id: string;
  readonly space: string;
  readonly person: string;
  /** When it was accepted (ms). */
  readonly since: number;
}

/** When each space and person was last given a slot, as a number that grows with each start. */
export type Served = ReadonlyMap<string, number>;

/**
 * The order in which those who wait are to start, fair between spaces and, within a space, between people: first the first
 * of everybody (who has least running, then whose turn is longest ago), then everybody's second, and so on. One person's 400
 * jobs therefore stand behind another's one.
 */
export function fairOrder(waiting: readonly Waiting[], running: readonly Waiting[], served: Served): readonly string[] {
  const inSpaces = rank(waiting, running, served, (job) => `person ${job.person}`, since);
  const place = new Map(inSpaces.map((job, at) => [job.id, at]));
  const order = rank(
    waiting,
    running,
    served,
    (job) => `space ${job.space}`,
    (job) => place.get(job.id) ?? 0,
  );
  return order.map((job) => job.id);
}

/** The keys under which {@link fairOrder} looks up whose turn it was. */
export const servedKeys = (job: Waiting) => [`person ${job.person}`, `space ${job.space}`] as const;

const since = (job: Waiting) => job.since;

/** Sorts by how many of its group are ahead (running or waiting), then by whose turn is longest ago, then by `first`. */
function rank(
  waiting: readonly Waiting[],
  running: readonly Waiting[],
  served: Served,
  groupOf: (job: Waiting) => string,
  first: (job: Waiting) => number,
): readonly Waiting[] {
  const ahead = new Map<string, number>();
  for (const job of running) ahead.set(groupOf(job), (ahead.get(groupOf(job)) ?? 0) + 1);
  return waiting
    .toSorted((a, b) => first(a) - first(b))
    .map((job) => {
      const group = groupOf(job);
      const before = ahead.get(group) ?? 0;
      ahead.set(group, before + 1);
      return { job, before, turn: served.get(group) ?? -1, first: first(job) };
    })
    .sort((a, b) => a.before - b.before || a.turn - b.turn || a.first - b.first)
    .map(({ job }) => job);
}
