import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createProcesses, type Processes, type ProcessesOptions } from '../../src/media/processes.ts';
import type { NaughtyTasks } from './naughty-worker.ts';

const module = new URL('./naughty-worker.ts', import.meta.url);
const opened: Processes<NaughtyTasks>[] = [];

function pool(options: Partial<ProcessesOptions> = {}): Processes<NaughtyTasks> {
  const made = createProcesses<NaughtyTasks>({
    module,
    size: 1,
    timeLimit: 20_000,
    memoryLimit: 1_000_000_000,
    ...options,
  });
  opened.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** Whether a process runs; one that ended and was not yet collected by its parent does not. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('a pool of processes', () => {
  test('does tasks in order, more of them than there are processes', async () => {
    const processes = pool();
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => processes.run('double', n)));
    expect(answers).toEqual([2, 4, 6, 8, 10]);
  });

  test('starts no more processes than its size, and uses one again', async () => {
    const processes = pool({ size: 2 });
    const all = await Promise.all(Array.from({ length: 8 }, () => processes.run('whoami', null)));
    expect(new Set(all.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
  });

  test('starts another process for a task that has waited for one that does not come free', async () => {
    const processes = pool({ size: 2 });
    const hanging = processes.run('hang', null).catch((error: unknown) => error);
    expect(await processes.run('double', 2)).toBe(4);
    await processes.close();
    expect(await hanging).toMatchObject({ reason: 'closed' });
  });

  test('starts none for a task that a process at work can soon do', async () => {
    const processes = pool({ size: 2 });
    await processes.warm();
    const all = await Promise.all(Array.from({ length: 4 }, () => processes.run('whoami', null)));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  });

  test('runs them without our environment', async () => {
    vi.stubEnv('KLING_API_KEY', 'secret');
    const { env } = await pool().run('whoami', null);
    vi.unstubAllEnvs();
    expect(
      env.filter(
        (name) =>
          ![
            'PATH',
            'HOME',
            'TMPDIR',
            'NODE_COMPILE_CACHE',
            'NODE_CHANNEL_FD',
            'NODE_CHANNEL_SERIALIZATION_MODE',
            'NODE_UNIQUE_ID',
          ].includes(name),
      ),
    ).toEqual([]);
  });

  test('kills a task that hangs past its time, and goes on', async () => {
    const processes = pool();
    const before = await processes.run('whoami', null);
    await expect(processes.run('hang', null, { timeLimit: 100 })).rejects.toMatchObject({
      name: 'ProcessError',
      reason: 'time',
    });
    expect((await processes.run('whoami', null)).pid).not.toBe(before.pid);
    expect(exists(before.pid)).toBe(false);
  });

  test('kills a task that never lets go of the processor', async () => {
    const processes = pool();
    await expect(processes.run('spin', null, { timeLimit: 100 })).rejects.toMatchObject({ reason: 'time' });
    expect(await processes.run('double', 4)).toBe(8);
  });

  test('kills a task that takes more memory than it may while it blocks its thread, and goes on', async () => {
    const processes = pool({ memoryLimit: 250_000_000 });
    await expect(processes.run('hog', null)).rejects.toMatchObject({ reason: 'memory' });
    expect(await processes.run('double', 4)).toBe(8);
  });

  test('rejects only the task whose process crashed, and tells what it said last', async () => {
    const processes = pool({ size: 2 });
    const crash = processes.run('crash', null);
    const others = Promise.all([1, 2, 3].map((n) => processes.run('double', n)));
    await expect(crash).rejects.toMatchObject({ reason: 'crash', message: expect.stringContaining('the last words') });
    expect(await others).toEqual([2, 4, 6]);
  });

  test('brings a refusal back as a refusal, with its sentence and its cause', async () => {
    await expect(pool().run('refuse', null)).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'input',
      key: 'media_photo_small',
      params: { width: 1, height: 2, min: 300 },
      cause: expect.stringContaining('why'),
    });
  });

  test('turns a full disk into the refusal for it', async () => {
    await expect(pool().run('fullDisk', null)).rejects.toMatchObject({ kind: 'unavailable', key: 'storage_full' });
  });

  test('tells a bug in a task apart from everything else, and keeps the process', async () => {
    const processes = pool();
    const { pid } = await processes.run('whoami', null);
    await expect(processes.run('fail', null)).rejects.toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('a bug'),
    });
    expect((await processes.run('whoami', null)).pid).toBe(pid);
  });

  test('refuses an input that cannot be sent, and goes on', async () => {
    const processes = pool();
    await expect(processes.run('double', (() => 1) as unknown as number)).rejects.toThrow(/could not be cloned/);
    expect(await processes.run('double', 4)).toBe(8);
  });

  test('says when the module cannot be loaded', async () => {
    const processes = pool({ module: new URL('./no-such-worker.ts', import.meta.url) });
    await expect(processes.run('double', 1)).rejects.toMatchObject({ reason: 'start' });
    await expect(processes.warm()).rejects.toMatchObject({ reason: 'start' });
  });

  test('is not held up by what the processes print', async () => {
    expect(await pool().run('chatter', null)).toBe('quiet');
  });

  test('ends processes that have nothing to do', async () => {
    const processes = pool({ idleAfter: 20 });
    const { pid } = await processes.run('whoami', null);
    await vi.waitFor(() => expect(exists(pid)).toBe(false), { timeout: 10_000 });
    expect((await processes.run('whoami', null)).pid).not.toBe(pid);
  });

  test('replaces a process that holds on to too much memory after its task', async () => {
    const processes = pool({ memoryLimit: 400_000_000 });
    const first = await processes.run('keep', null);
    expect(await processes.run('keep', null)).not.toBe(first);
  });

  test('keeps a warm process for the first task', async () => {
    const processes = pool();
    await processes.warm();
    await processes.warm();
    expect(await processes.run('double', 1)).toBe(2);
  });

  test.skipIf(process.platform !== 'linux')('lets every thread of its processes stand back', async () => {
    const processes = pool({ niceness: 11 });
    const { pid } = await processes.run('whoami', null);
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/stat`);
    expect(new Set(await processes.run('niceness', threads))).toEqual(new Set([11]));
  });

  test.each(['hang', 'spin'])('ends its processes when the parent is killed, also in a task that %ss', async (task) => {
    const script = fileURLToPath(new URL('./orphaning-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [script, task], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    onTestFinished(() => void (exists(pid) && process.kill(pid, 'SIGKILL')));
    expect(exists(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(exists(pid)).toBe(false), { timeout: 10_000 });
  });

  test('rejects what runs and what waits when it is closed, and leaves no process', async () => {
    const processes = pool();
    const { pid } = await processes.run('whoami', null);
    const tasks = [processes.run('hang', null), processes.run('double', 1)];
    const settled = Promise.allSettled(tasks);
    await processes.close();
    expect((await settled).map((each) => each.status === 'rejected' && each.reason.reason)).toEqual([
      'closed',
      'closed',
    ]);
    expect(exists(pid)).toBe(false);
    await expect(processes.run('double', 1)).rejects.toMatchObject({ reason: 'closed' });
  });
});
