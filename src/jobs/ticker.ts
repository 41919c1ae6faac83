import type { Clock } from '../clock.ts';

/** Calls one function again and again, never twice at a time: soon after each nudge, and at the time it asks for itself. */
export interface Ticker {
  /** Tick soon. Nudges at once are one tick; a nudge while it ticks is another one afterwards. */
  nudge(): void;
  /** Ticks no more, and resolves when the tick under way is over. */
  stop(): Promise<void>;
}

export interface TickerOptions {
  readonly clock: Clock;
  /** The least time between a nudge and its tick (ms), so that a burst of nudges is one tick. */
  readonly breath: number;
  readonly tick: () => Promise<void>;
  /** How long after a tick the next one is due without a nudge (ms); undefined for never. */
  readonly rest: () => number | undefined;
  readonly onError: (error: unknown) => void;
}

export function ticker({ clock, breath, tick, rest, onError }: TickerOptions): Ticker {
  let ticking: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  function soon(ms: number): void {
    if (stopped) return;
    const at = clock.now() + ms;
    if (timer && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.after(ms, run) };
  }

  function run(): void {
    timer = undefined;
    if (stopped) return;
    if (ticking) {
      // something changed while this tick was under way
      again = true;
      return;
    }
    again = false;
    ticking = tick()
      .catch(onError)
      .finally(() => {
        ticking = undefined;
        const next = again ? breath : rest();
        if (next !== undefined) soon(Math.max(breath, next));
      });
  }

  return {
    nudge: () => soon(breath),
    async stop() {
      stopped = true;
      timer?.cancel();
      await ticking;
    },
  };
}
