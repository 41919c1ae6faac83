import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../refusal.ts';
import type { TaskMessage, Tasks, WorkerMessage } from './tasks.ts';

/**
 * The process's side of the pool: called once, by a worker module, with what it can do. From then on the process does one
 * task at a time, watches its own memory, and ends with its parent.
 */
export function serve(tasks: Tasks): void {
  const [parent, memoryLimit, niceness] = process.argv.slice(2).map(Number);
  if (process.send === undefined || niceness === undefined) throw new Error('A worker module is started by its pool.');
  process.once('disconnect', () => process.exit());
  process.on('message', (message: TaskMessage) => void perform(tasks, message).then(tell));

  standBack(niceness);
  const watchdog = new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: { parent, memoryLimit } });
  watchdog.unref();
  // No task before it is watched: the first one may be the one that blocks this thread.
  watchdog.once('message', () => tell({ kind: 'ready' }));
}

function tell(message: WorkerMessage): void {
  // A parent that is gone disconnects, which ends this process.
  process.send?.(message, () => undefined);
}

async function perform(tasks: Tasks, { name, input }: TaskMessage): Promise<WorkerMessage> {
  try {
    const task = tasks[name];
    if (task === undefined) throw new Error(`there is no task called ${name}`);
    return { kind: 'done', value: await task(input as never), rss: process.memoryUsage.rss() };
  } catch (error) {
    const rss = process.memoryUsage.rss();
    const refusal = error instanceof Refusal ? error : storageFull(error);
    if (refusal === undefined) return { kind: 'failed', message: describe(error), rss };
    const { kind, key, params, cause } = refusal;
    return { kind: 'refused', refusal: { kind, key, params, cause: describe(cause) }, rss };
  }
}

function storageFull(error: unknown): Refusal | undefined {
  const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  return full ? new Refusal('unavailable', 'storage_full', {}, { cause: error }) : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error ?? '');
}

/** On Linux a priority belongs to a thread, and Node has started several by now; those that follow inherit it. */
function standBack(niceness: number): void {
  if (getPriority() >= niceness) return;
  setPriority(niceness);
  if (process.platform !== 'linux') return;
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      setPriority(Number(thread), niceness);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR')) throw error; // ended meanwhile
    }
  }
}
