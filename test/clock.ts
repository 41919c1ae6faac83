import type { Clock } from '../src/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  /** Lets time pass, calling back what comes due in its order, with everything that follows from it in between. */
  pass(ms: number): Promise<void>;
  /** Lets everything that can happen without time passing happen. */
  settle(): Promise<void>;
  /** Puts the clock forward, or back, without any time passing: what waits comes no sooner and no later. */
  jump(ms: number): void;
}

/** @param busy whether something is at work that needs no time to pass, such as a file being written */
export function testClock(start = Date.UTC(2026, 10, 22, 12), busy: () => boolean = () => false): TestClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();

  /** SQLite answers within a few turns of the event loop; 20 quiet ones are plenty and cost nothing. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 20; quiet = busy() ? 0 : quiet + 1)
      await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    settle,
    jump(ms) {
      now += ms;
      for (const timer of timers) timer.at += ms;
    },
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
      now = end;
    },
  };
}
