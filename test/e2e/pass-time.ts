import { readFileSync } from 'node:fs';

/**
 * Preloaded into a bot (`node --import`): its time can be made to pass. The file `TEST_CLOCK_FILE` says how many ms its clock is
 * ahead of the machine's; at SIGUSR2 it is read again, every timer goes off that is due by then, and a line of the log says so. Timers
 * that keep the process alive are left alone: they watch over other processes, whose time does not pass.
 */
const file = process.env.TEST_CLOCK_FILE ?? '';
const read = () => Number(readFileSync(file, 'utf8'));

type Callback = (...args: readonly unknown[]) => void;

interface Waiting {
  due: number;
  readonly passes: () => boolean;
  readonly go: () => void;
}

let ahead = read();
const machine = { now: Date.now, ticks: performance.now.bind(performance) };
Date.now = () => machine.now() + ahead;
performance.now = () => machine.ticks() + ahead;

const waiting = new Map<unknown, Waiting>();
const { setTimeout: startTimeout, setInterval: startInterval, clearTimeout: stopTimer } = globalThis;

const stop = (timer: NodeJS.Timeout | undefined) => {
  waiting.delete(timer);
  stopTimer(timer);
};

const replacements = {
  setTimeout(callback: Callback, ms = 0, ...args: readonly unknown[]) {
    const end = () => {
      waiting.delete(timer);
      callback(...args);
    };
    const timer = startTimeout(end, ms);
    const go = () => {
      stopTimer(timer);
      end();
    };
    const passes = () => !timer.hasRef();
    const refresh = timer.refresh.bind(timer);
    timer.refresh = () => {
      waiting.set(timer, { due: Date.now() + ms, passes, go });
      return refresh();
    };
    waiting.set(timer, { due: Date.now() + ms, passes, go });
    return timer;
  },
  setInterval(callback: Callback, ms = 0, ...args: readonly unknown[]) {
    const entry = { due: Date.now() + ms, passes: () => true, go };
    function go() {
      entry.due = Date.now() + ms;
      callback(...args);
    }
    const timer = startInterval(go, ms);
    waiting.set(timer, entry);
    return timer;
  },
  clearTimeout: stop,
  clearInterval: stop,
};
for (const [name, value] of Object.entries(replacements)) Object.defineProperty(globalThis, name, { value });

AbortSignal.timeout = (ms) => {
  const controller = new AbortController();
  const end = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  setTimeout(end, ms).unref();
  return controller.signal;
};

process.on('SIGUSR2', () => {
  ahead = read();
  const now = Date.now();
  const due = [...waiting]
    .filter(([, entry]) => entry.due <= now && entry.passes())
    .sort(([, a], [, b]) => a.due - b.due);
  for (const [timer, entry] of due) if (waiting.has(timer)) entry.go();
  // once what came of that has been begun
  setImmediate(() => process.stdout.write(`${JSON.stringify({ msg: 'time has passed', ahead })}\n`));
});
