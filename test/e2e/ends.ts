import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './bot.ts';

/**
 * Runs one of the programs that end by themselves, in this data directory.
 * @param user the id of the system's user to run it as; our own unless told
 * @returns all that it printed, and its exit code
 */
export async function runToEnd(
  program: 'src/main.ts' | 'src/erase.ts' | 'src/doctor.ts' | 'src/slack-manifest.ts',
  dir: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  user?: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [join(ROOT, program), ...args], {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: dir, DATA_DIR: dir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
    ...(user !== undefined && { uid: user, gid: user }),
  });
  const exit = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exit;
  return { code, output: out + err };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
