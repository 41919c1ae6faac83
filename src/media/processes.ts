import { type Answer, ProcessError, startProcess, type WorkerProcess } from './process.ts';
import type { TaskInput, TaskName, TaskOutput, Tasks } from './tasks.ts';

export { ProcessError } from './process.ts';

export interface ProcessesOptions {
  /** The module that each process runs: it calls `serve(tasks)`. */
  readonly module: URL;
  /** How many processes there may be at once; they are started when there is work for them. */
  readonly size: number;
  /** How long one task may take (ms), unless its call says otherwise. */
  readonly timeLimit: number;
  /** Resident memory (bytes) at which a process is killed. */
  readonly memoryLimit: number;
  /** A process without work for so long (ms) is ended. Absent: it stays. */
  readonly idleAfter?: number;
  /** 0 to 19, as of `nice`: how far the processes stand back behind the bot. Default 0. */
  readonly niceness?: number;
}

/**
 * A pool of processes that do tasks for us, one at a time each. What goes wrong in a task costs its process and nothing
 * else: the task is rejected, the next one gets a new process.
 */
export interface Processes<T extends Tasks> {
  /**
   * Does a task as soon as a process is free.
   * @throws Refusal where the task refused; ProcessError where the process ended it, or where it failed unexpectedly.
   */
  run<N extends TaskName<T>>(
    name: N,
    input: TaskInput<T, N>,
    options?: { readonly timeLimit?: number },
  ): Promise<TaskOutput<T, N>>;
  /** Starts one process ahead of its first task, where there is none. */
  warm(): Promise<void>;
  /** Kills the processes and rejects their tasks, and those that wait, with `closed`. Resolves when all are gone. */
  close(): Promise<void>;
}

interface Waiting {
  readonly name: string;
  readonly input: unknown;
  readonly timeLimit: number;
  readonly answer: PromiseWithResolvers<unknown>;
  readonly patience: NodeJS.Timeout;
  /** It has waited for its whole {@link PATIENCE}. */
  isOverdue: boolean;
}

/**
 * So long a task waits for a process that is at work before another one is started for it (ms): starting one takes about 300 ms of a
 * core, and most tasks are over in less.
 */
const PATIENCE = 500;

/** `T` is the type of the tasks that the module serves: `createProcesses<typeof tasks>(…)`, imported as a type only. */
export function createProcesses<T extends Tasks>(options: ProcessesOptions): Processes<T> {
  const all = new Set<WorkerProcess>();
  /** Those that take work; a process that is about to end does not. */
  const usable = new Set<WorkerProcess>();
  const idle = new Map<WorkerProcess, NodeJS.Timeout | undefined>();
  const waiting: Waiting[] = [];
  let closed = false;

  function start(): WorkerProcess {
    const process = startProcess(options);
    all.add(process);
    usable.add(process);
    void process.exited.then(() => {
      all.delete(process);
      leave(process);
      assign();
    });
    return process;
  }

  function leave(process: WorkerProcess): void {
    clearTimeout(idle.get(process));
    idle.delete(process);
    usable.delete(process);
  }

  function retire(process: WorkerProcess): void {
    leave(process);
    process.end();
  }

  function rest(process: WorkerProcess): void {
    if (closed || !usable.has(process) || !process.alive()) return;
    const { idleAfter } = options;
    idle.set(process, idleAfter === undefined ? undefined : setTimeout(retire, idleAfter, process).unref());
    assign();
  }

  /** The process that rested last, so that those which are not needed any more come to their end. */
  function take(): WorkerProcess | undefined {
    const process = [...idle.keys()].at(-1);
    if (process === undefined) {
      const isWorthIt = usable.size === 0 || waiting[0]?.isOverdue === true;
      return isWorthIt && usable.size < options.size ? start() : undefined;
    }
    clearTimeout(idle.get(process));
    idle.delete(process);
    return process;
  }

  function assign(): void {
    while (waiting.length > 0 && !closed) {
      const process = take();
      if (process === undefined) return;
      const task = waiting.shift();
      if (task === undefined) return;
      clearTimeout(task.patience);
      void work(process, task);
    }
  }

  async function work(process: WorkerProcess, task: Waiting): Promise<void> {
    try {
      const { value, rss }: Answer = await process.run(task.name, task.input, task.timeLimit);
      task.answer.resolve(value);
      // What native code has not given back would be held against the next task.
      if (rss > options.memoryLimit / 2) retire(process);
    } catch (error) {
      task.answer.reject(closed ? new ProcessError('closed', task.name) : error);
    }
    rest(process);
  }

  return {
    run<N extends TaskName<T>>(name: N, input: TaskInput<T, N>, { timeLimit = options.timeLimit } = {}) {
      if (closed) return Promise.reject(new ProcessError('closed', name));
      const answer = Promise.withResolvers<unknown>();
      const patience = setTimeout(() => {
        task.isOverdue = true;
        assign();
      }, PATIENCE);
      const task: Waiting = { name, input, timeLimit, answer, patience, isOverdue: false };
      waiting.push(task);
      assign();
      return answer.promise as Promise<TaskOutput<T, N>>;
    },

    async warm() {
      if (closed || usable.size > 0) return;
      const process = start();
      try {
        await process.ready;
      } catch (error) {
        if (!closed) throw error;
      }
      rest(process);
    },

    async close() {
      closed = true;
      for (const task of waiting.splice(0)) {
        clearTimeout(task.patience);
        task.answer.reject(new ProcessError('closed', task.name));
      }
      for (const process of all) process.kill();
      await Promise.all([...all].map((process) => process.exited));
    },
  };
}
