/** Durations remembered, the latest. */
const KEPT = 20;

/** When Kling's refusals show on a task that it accepted (ms after the create). */
const FIRST_LOOK = 15_000;

/** However long tasks took, none is left unlooked at for longer (ms). */
const MOST_UNSEEN = 300_000;

/** How long tasks took lately (ms), oldest first. */
export type Durations = readonly number[];

export function learned(durations: Durations, took: number): Durations {
  return [...durations, Math.max(0, took)].slice(-KEPT);
}

/** How long a task usually takes (ms): the median; undefined while nothing is known. */
export function usual(durations: Durations): number | undefined {
  return durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)];
}

/**
 * From which age on (ms) a task may be ready, so that asking before is of no use: a little before the shortest seen.
 * 0 while fewer than three are known.
 */
export function earliest(durations: Durations): number {
  return durations.length < 3 ? 0 : Math.min(MOST_UNSEEN, Math.min(...durations) * 0.8);
}

/**
 * Whether a task is worth asking for: once when refusals show, and on every beat from when it may be ready.
 * @param begun when the task was created (ms)
 * @param looked when it was last asked for (ms); undefined when never
 */
export function isDue(durations: Durations, begun: number, looked: number | undefined, now: number): boolean {
  const age = now - begun;
  if (age >= earliest(durations)) return true;
  return looked === undefined && age >= FIRST_LOOK;
}

/** Whether a task takes longer than usual: beyond twice the longest seen, and beyond 10 minutes while little is known. */
export function isLate(durations: Durations, begun: number, now: number): boolean {
  const patience = durations.length < 3 ? 600_000 : Math.max(60_000, 2 * Math.max(...durations));
  return now - begun > patience;
}
