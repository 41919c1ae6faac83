import { dayOf, jobId } from '../../src/jobs/identity.ts';
import type { Job } from '../../src/jobs/job.ts';
import { openKept } from '../../src/kept.ts';
import { accountFingerprint } from '../../src/kling/credentials.ts';
import { dataDir, removeDir, startBot } from '../e2e/bot.ts';
import { BENCH_KEY, type BenchKling, botEnv, residentMemory, startKling } from './kit.ts';
import type { Row } from './run.ts';

const OPEN = 10_000;
const RUNS = 5;

/** From starting the process to `Herald is ready`, and what it then holds: with nothing to do, and with 10,000 open jobs. */
export async function start(): Promise<Row[]> {
  const kling = await startKling({ seconds: 3600, profiles: ['avatar'] });
  const empty = dataDir();
  const full = dataDir();
  try {
    await fill(full, kling);
    const idle = await measure(kling, empty);
    const busy = await measure(kling, full);
    return [
      { what: 'start to ready, empty', figure: seconds(idle.ms), goal: '< 1.5 s', met: idle.ms < 1500 },
      { what: 'start to ready, 10,000 open jobs', figure: seconds(busy.ms), goal: '< 3 s', met: busy.ms < 3000 },
      { what: 'resident memory, idle', figure: megabytes(idle.bytes), beside: 'and the process that checks photos' },
      { what: 'resident memory, 10,000 open jobs', figure: megabytes(busy.bytes) },
    ];
  } finally {
    await kling.close();
    removeDir(empty);
    removeDir(full);
  }
}

async function measure(kling: BenchKling, dir: string): Promise<{ ms: number; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    const bot = await startBot(dir, botEnv(kling, { LOG_LEVEL: 'info' }));
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    bytes = residentMemory(bot.child.pid);
    await bot.kill();
  }
  return { ms: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN, bytes };
}

/** 10,000 jobs as a stop leaves them: a few that render, the others in line, from 500 people in 50 spaces. */
async function fill(dir: string, kling: BenchKling): Promise<void> {
  const ceilings = { maxVideoSeconds: 60, dailySecondsPerPerson: 1e7, dailySecondsPerSpace: 1e7, dailySeconds: 1e7 };
  const kept = await openKept({ dataDir: dir, ceilings }, Date.now);
  const account = accountFingerprint({ kind: 'key', apiKey: BENCH_KEY });
  const now = Date.now();
  const jobs = Array.from({ length: OPEN }, (_, n): Job => {
    const rendering = n < 5 ? { taskId: `task${n}`, renderingSince: now } : {};
    return {
      id: jobId(`bench ${n}`, now + n),
      state: n < 5 ? 'rendering' : 'queued',
      createdAt: now + n,
      updatedAt: now + n,
      day: dayOf(now),
      requester: { person: `person${n % 500}` },
      place: { platform: 'api', space: `space${n % 50}` },
      ask: {
        speak: {
          kind: 'words',
          text: 'Some words that wait for their turn.',
          voiceId: 'oversea_male1',
          language: 'en',
        },
        ratio: '16:9',
      },
      target: { baseUrl: kling.url, account, profile: 'avatar' },
      estimate: 4,
      ...rendering,
    };
  });
  await Promise.all(jobs.map((job) => kept.records.create(job)));
  await kept.close();
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
