import { createProcesses } from '../../src/media/processes.ts';
import type { NaughtyTasks } from './naughty-worker.ts';

/** A parent that tells its worker's pid, gives it a task without end, and is killed then. */
const processes = createProcesses<NaughtyTasks>({
  module: new URL('./naughty-worker.ts', import.meta.url),
  size: 1,
  timeLimit: 60_000,
  memoryLimit: 1_000_000_000,
});
const { pid } = await processes.run('whoami', null);
const task = process.argv[2] === 'spin' ? 'spin' : 'hang';
processes.run(task, null).catch(() => undefined);
console.log(pid);
