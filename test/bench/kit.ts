import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { type ApiJob, type Bot, dataDir, removeDir, startBot } from '../e2e/bot.ts';
import type { KlingSetup, KlingState } from './kling-process.ts';

/** A Kling in a process of its own, so that what it costs is not counted as the bot's. */
export interface BenchKling {
  readonly url: string;
  state(): Promise<KlingState>;
  close(): Promise<void>;
}

export async function startKling(options: Omit<KlingSetup, 'dir'>): Promise<BenchKling> {
  const setup: KlingSetup = { ...options, dir: dataDir() };
  const child = fork(new URL('./kling-process.ts', import.meta.url), [JSON.stringify(setup)]);
  const [{ url }] = await once(child, 'message');
  return {
    url,
    async state() {
      child.send('state');
      return (await once(child, 'message'))[0];
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

export const BENCH_KEY = 'key-for-the-bench';

const UNLIMITED = { DAILY_SECONDS_PER_PERSON: '9999999', DAILY_SECONDS_PER_SPACE: '9999999', DAILY_SECONDS: '9999999' };

export function botEnv(kling: BenchKling, env: Readonly<Record<string, string>>): Record<string, string> {
  return {
    KLING_API_KEY: BENCH_KEY,
    KLING_BASE_URL: kling.url,
    KLING_PROFILE: 'avatar',
    LOG_LEVEL: 'info',
    ...UNLIMITED,
    ...env,
  };
}

/** Runs `use` with a bot of its own, whose data is gone afterwards. */
export async function withBot<T>(
  kling: BenchKling,
  env: Readonly<Record<string, string>>,
  use: (bot: Bot) => Promise<T>,
  dir = dataDir(),
): Promise<T> {
  const bot = await startBot(dir, botEnv(kling, env));
  try {
    return await use(bot);
  } finally {
    await bot.kill();
    removeDir(dir);
  }
}

/** A photo such as phones send to chats: 720p JPEG, no metadata, needs no conversion. */
export async function benchPhoto(): Promise<Blob> {
  const noise = { type: 'gaussian', mean: 128, sigma: 8 } as const;
  const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 70 })
    .toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}

export async function inParallel<T>(count: number, width: number, act: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < count; n = next++) results[n] = await act(n);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

/** Posts a job. @returns its id, and how long the answer took (ms) */
export async function ask(bot: Bot, photo: Blob): Promise<{ readonly id: string; readonly ms: number }> {
  const form = new FormData();
  form.set('photo', photo, 'photo.jpg');
  form.set('text', 'The bench has something to say, and says it briefly.');
  const began = performance.now();
  const answer = await fetch(`${bot.url}/api/jobs`, { method: 'POST', body: form });
  const job = JSON.parse(await answer.text());
  if (answer.status !== 202) throw new Error(`not accepted: ${answer.status} ${JSON.stringify(job)}`);
  return { id: job.id, ms: performance.now() - began };
}

/** Waits until so many jobs have ended, by the bot's own metrics. @param token `API_TOKEN`, where it is set */
export async function untilEnded(bot: Bot, count: number, token?: string): Promise<void> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  for (;;) {
    const metrics = await (await fetch(`${bot.url}/metrics`, { headers })).text();
    const ended = [...metrics.matchAll(/^herald_jobs_ended_total\{.*\} (\d+)$/gm)].reduce(
      (n, [, m]) => n + Number(m),
      0,
    );
    if (ended >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export async function allJobs(bot: Bot): Promise<ApiJob[]> {
  const jobs: ApiJob[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer: Response = await fetch(`${bot.url}/api/jobs?limit=100${cursor && `&cursor=${cursor}`}`);
    const page: { jobs: ApiJob[]; cursor?: string } = JSON.parse(await answer.text());
    jobs.push(...page.jobs);
    cursor = page.cursor;
  }
  return jobs;
}

/** Resident memory of a process (bytes). */
export function residentMemory(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN;
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
