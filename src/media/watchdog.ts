import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';

/** How often memory is looked at (ms). */
const BEAT = 50;

/**
 * A thread of a worker process that ends it when it holds too much memory, or when its parent is gone: also while a parser
 * blocks the main thread, which would hear of neither.
 */
const { parent, memoryLimit } = workerData as { parent: number; memoryLimit: number };

setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimit || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, BEAT);
parentPort?.postMessage('watching');
