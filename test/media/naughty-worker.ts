import { readFileSync } from 'node:fs';
import process from 'node:process';
import { serve } from '../../src/media/serve.ts';
import { Refusal } from '../../src/refusal.ts';

const leaked: Buffer[] = [];

/** A worker module that does everything a hostile file could make a parser do. */
const tasks = {
  double: async (n: number) => n * 2,
  whoami: async (_: null) => ({ pid: process.pid, env: Object.keys(process.env) }),
  refuse: async (_: null) => {
    throw new Refusal('input', 'media_photo_small', { width: 1, height: 2, min: 300 }, { cause: new Error('why') });
  },
  fail: async (_: null) => {
    throw new TypeError('a bug');
  },
  fullDisk: async (_: null) => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  },
  hang: async (_: null) => new Promise<never>(() => undefined),
  spin: async (_: null) => {
    for (;;);
  },
  hog: async (_: null) => {
    // Blocks the main thread while it grows, as native code does.
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(8_000_000, 1));
  },
  /** Holds on to memory after the task, as a leak does. */
  keep: async (_: null) => {
    leaked.push(Buffer.alloc(150_000_000, 1));
    return process.pid;
  },
  crash: async (_: null) => {
    process.stderr.write('the last words\n', () => process.abort());
    return new Promise<never>(() => undefined);
  },
  chatter: async (_: null) => {
    for (let line = 0; line < 2_000; line++) console.error('x'.repeat(100));
    console.log('and to stdout');
    return 'quiet';
  },
  /** The niceness of every thread, as Linux tells it. */
  niceness: async (threads: readonly string[]) =>
    threads.map((thread) => Number(readFileSync(thread, 'utf8').split(') ')[1]?.split(' ')[16])),
};

export type NaughtyTasks = typeof tasks;

serve(tasks);
