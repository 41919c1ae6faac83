import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import type { Readable } from 'node:stream';
import { Refusal } from '../refusal.ts';
import type { TaskMessage, WorkerMessage } from './tasks.ts';

/** How long a process may take to load its module (ms): far more than the second it needs on a machine under load. */
const START_LIMIT = 30_000;
/** How much of what a process writes to its stderr is kept (characters), for the error of the task that ends it. */
const STDERR_KEPT = 4_000;

/** Why a process did not do its task. `start`: it never came up; `failed`: the task threw something unexpected. */
export type ProcessFailure = 'time' | 'memory' | 'crash' | 'start' | 'failed' | 'closed';

const SENTENCES: Record<ProcessFailure, string> = {
  time: 'took longer than it may and was killed',
  memory: 'needed more memory than it may and was killed',
  crash: 'took its process down',
  start: 'has no process: it did not start',
  failed: 'failed',
  closed: 'was given up: the processes are being ended',
};

/** A task that was not done. The message is for the operator; it holds what the process last wrote to its stderr. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError';
  readonly reason: ProcessFailure;

  constructor(reason: ProcessFailure, task: string, detail = '') {
    super(`${task} ${SENTENCES[reason]}${detail === '' ? '' : `: ${detail}`}`);
    this.reason = reason;
  }
}

export interface Answer {
  readonly value: unknown;
  /** Resident memory (bytes) after the task. */
  readonly rss: number;
}

export interface WorkerProcess {
  /** Rejects with `start` where the process does not come up. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  alive(): boolean;
  /** One at a time. */
  run(name: string, input: unknown, timeLimit: number): Promise<Answer>;
  /** For a process without a task. */
  end(): void;
  kill(): void;
}

export interface StartOptions {
  readonly module: URL;
  readonly memoryLimit: number;
  readonly niceness?: number;
}

/** Starts a process that runs a worker module. It sees no secret: of our environment it gets a few harmless names. */
export function startProcess({ module, memoryLimit, niceness = 0 }: StartOptions): WorkerProcess {
  const child = fork(module, [process.pid, memoryLimit, niceness].map(String), {
    env: environment(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = lastWords(child.stderr);
  const exited = Promise.withResolvers<void>();
  let expected: { task: string; answer: PromiseWithResolvers<WorkerMessage> } | undefined;
  let overTime = false;
  let alive = true;

  child.on('message', (message: WorkerMessage) => expected?.answer.resolve(message));
  child.once('error', (error) => gone(error.message));
  child.once('close', (code, signal) => gone(signal ?? `exit code ${code}`, signal));

  function gone(how: string, signal?: NodeJS.Signals | null): void {
    alive = false;
    const { task = 'worker', answer } = expected ?? {};
    answer?.reject(new ProcessError(reasonFor(task, signal), task, [how, stderr()].filter(Boolean).join(': ')));
    exited.resolve();
  }

  // Nobody but the process's own watchdog, or a kernel that is out of memory, sends SIGKILL unasked.
  function reasonFor(task: string, signal?: NodeJS.Signals | null): ProcessFailure {
    if (overTime) return 'time';
    if (task === 'start') return 'start';
    return signal === 'SIGKILL' ? 'memory' : 'crash';
  }

  async function expect(task: string, limit: number, message?: TaskMessage): Promise<WorkerMessage> {
    if (!alive) throw new ProcessError('crash', task);
    const answer = Promise.withResolvers<WorkerMessage>();
    expected = { task, answer };
    const timer = setTimeout(() => {
      overTime = true;
      child.kill('SIGKILL');
    }, limit);
    try {
      // A failure to send is that of a process which is going down: its end rejects the task.
      if (message !== undefined) child.send(message, () => undefined);
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      expected = undefined;
    }
  }

  const ready = expect('start', START_LIMIT).then(() => undefined);
  ready.catch(() => undefined); // told to whoever runs a task

  return {
    ready,
    exited: exited.promise,
    alive: () => alive,

    async run(name, input, timeLimit) {
      await ready;
      const message = await expect(name, timeLimit, { name, input });
      switch (message.kind) {
        case 'done':
          return message;
        case 'refused': {
          const { kind, key, params, cause } = message.refusal;
          throw new Refusal(kind, key, params, { cause });
        }
        case 'failed':
          throw new ProcessError('failed', name, message.message);
        case 'ready':
          throw new ProcessError('failed', name, 'the worker answered out of turn');
      }
    },

    end() {
      child.kill('SIGTERM');
    },

    kill() {
      child.kill('SIGKILL');
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  // what this process has compiled, that one need not: it starts in half the time
  const kept: NodeJS.ProcessEnv = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Reads a stream to nowhere but its end, so that the process neither blocks on it nor writes into our log. */
function lastWords(stream: Readable | null): () => string {
  let kept = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-STDERR_KEPT);
  });
  return () => kept.trim();
}
