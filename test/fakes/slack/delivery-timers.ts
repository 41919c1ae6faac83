/** Things to be done after a while: by the machine's time, or at once when the fake's own clock is moved past it. */
export interface Timers {
  /** Returns what takes it back. */
  after(ms: number, act: () => void): () => void;
  /** Does what is due by now: for when the clock was moved. */
  wake(): void;
  /** Forgets what is waiting; from then on nothing waits. */
  end(): void;
}

export function createTimers(now: () => number): Timers {
  let ended = false;
  const waiting = new Set<{ readonly due: number; readonly run: () => void; readonly timer: NodeJS.Timeout }>();
  return {
    after(ms, act) {
      if (ended) return () => {};
      const run = () => {
        clearTimeout(entry.timer);
        if (waiting.delete(entry)) act();
      };
      const entry = { due: now() + ms, run, timer: setTimeout(() => run(), ms) };
      waiting.add(entry);
      return () => {
        clearTimeout(entry.timer);
        waiting.delete(entry);
      };
    },
    wake() {
      for (const { due, run } of [...waiting].sort((a, b) => a.due - b.due)) if (due <= now()) run();
    },
    end() {
      ended = true;
      for (const { timer } of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
