import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockedError, lockDirectory } from '../../src/store/lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'herald-lock-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Another process that takes the directory and keeps it. */
async function holder() {
  const lock = new URL('../../src/store/lock.ts', import.meta.url);
  const script = `const { lockDirectory } = await import(${JSON.stringify(lock.href)});
    lockDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('refuses a second process, naming the first', async () => {
  const child = await holder();
  try {
    expect(() => lockDirectory(directory)).toThrow(LockedError);
    expect(() => lockDirectory(directory)).toThrow(`process ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

test('is free again after SIGKILL', async () => {
  const child = await holder();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const release = lockDirectory(directory);
  release();
});

test('can be given back and taken again', () => {
  lockDirectory(directory)();
  lockDirectory(directory)();
});
