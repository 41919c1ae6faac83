import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const ASTRONAUT = join(ROOT, '../shared/media/astronaut.png');
export const hasAstronaut = existsSync(ASTRONAUT);

/** A job as the API shows it. */
export interface ApiJob {
  readonly id: string;
  readonly state: string;
  readonly reason?: string;
  readonly charged?: string;
  readonly task_id?: string;
  readonly position?: number;
  readonly updated_at: string;
  readonly estimate_seconds: number;
  readonly units?: number;
  readonly spent_seconds?: number;
  readonly video?: { readonly url: string; readonly duration: number; readonly bytes: number };
}

/** The bot as its own process, as its operator runs it. */
export interface Bot {
  readonly url: string;
  readonly dir: string;
  readonly child: ChildProcess;
  /** Every line that it logged, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** All that it printed. */
  output(): string;
  /** Resolves with the first line of the log, past or to come, that fits. */
  logged(fits: (line: Readonly<Record<string, unknown>>) => boolean): Promise<void>;
  job(id: string): Promise<ApiJob>;
  jobs(): Promise<readonly ApiJob[]>;
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code and how long it took (ms) */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

export const ENDED = ['delivered', 'failed', 'cancelled'];

export function dataDir(): string {
  return mkdtempSync(join(tmpdir(), 'herald-e2e-'));
}

/** Settings that put a bot's clock so many ms ahead. */
export const clockAhead = (ms: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${new URL('ahead.ts', import.meta.url)}`,
  TEST_CLOCK_AHEAD: String(ms),
});

/** What `npm start` runs, word by word. */
export function startCommand(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return scripts.start.split(' ');
}

/** Runs the bot until it is ready. Everything that a developer's own environment holds is kept from it. */
export async function startBot(dir: string, env: Readonly<Record<string, string>> = {}): Promise<Bot> {
  const [, ...words] = startCommand();
  const child = spawn(
    process.execPath,
    words.map((word) => (word.endsWith('.ts') ? join(ROOT, word) : word)),
    {
      cwd: dir,
      env: { PATH: process.env.PATH, HOME: dir, DATA_DIR: dir, PORT: '0', LOG_LEVEL: 'debug', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let output = '';
  const read = (line: string) => {
    output += `${line}\n`;
    if (line.startsWith('{')) log.push(JSON.parse(line));
    for (const look of waiting) look();
  };
  createInterface({ input: child.stdout }).on('line', read);
  createInterface({ input: child.stderr }).on('line', read);

  const logged: Bot['logged'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!log.some(fits)) return;
        waiting.delete(look);
        child.off('exit', ended);
        resolve();
      };
      const ended = (code: number | null, signal: string | null) =>
        reject(new Error(`the bot ended (${code ?? signal}):\n${output}`));
      waiting.add(look);
      child.once('exit', ended);
      look();
    });
  await logged((line) => line.msg === 'Herald is ready');
  const url = String(log.find((line) => line.msg === 'Herald is ready')?.url);

  const headers: Record<string, string> = env.API_TOKEN ? { authorization: `Bearer ${env.API_TOKEN}` } : {};
  const get = async (path: string) => JSON.parse(await (await fetch(url + path, { headers })).text());
  return {
    url,
    dir,
    child,
    log,
    output: () => output,
    logged,
    job: (id) => get(`/api/jobs/${id}`),
    jobs: async () => (await get('/api/jobs?limit=100')).jobs,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async stop() {
      const began = performance.now();
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      return { code, ms: performance.now() - began };
    },
  };
}

/** The photo of the house's media folder, as an upload. */
export function astronaut(): Blob {
  return new Blob([readFileSync(ASTRONAUT)], { type: 'image/png' });
}

export function removeDir(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}
