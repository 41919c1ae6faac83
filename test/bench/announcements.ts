import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Announcement } from '../../commands/announcements.ts';
import { idOf } from '../../src/announcements/ids.ts';
import { type Kept, openKept } from '../../src/kept.ts';
import { dataDir, removeDir, startBot } from '../e2e/bot.ts';
import { benchPhoto, botEnv, megabytes, percentile, residentMemory, startKling } from './kit.ts';
import type { Row } from './run.ts';

const SCHEDULES = 10_000;
const FEEDS = 1_000;

/** Of the schedules, those whose moment comes while the bench looks: one after the other, and all at once. */
const ONE_BY_ONE = 600;
const AT_ONCE = 100;

/** Over how long the moments that come one by one are spread (ms), and how long after the start the first is. */
const SPREAD = 60_000;
const AHEAD = 20_000;

const CEILINGS = { maxVideoSeconds: 60, dailySecondsPerPerson: 1e7, dailySecondsPerSpace: 1e7, dailySeconds: 1e7 };

/**
 * 10,000 schedules and 1,000 feeds held by one process: how long it takes to start, what it holds, and the delay between a moment and its
 * job, while feeds are read.
 */
export async function announcements(): Promise<Row[]> {
  const kling = await startKling({ seconds: 3600, profiles: ['avatar'] });
  const feeds = await startFeeds();
  const dir = dataDir();
  try {
    const begins = Date.now() + AHEAD;
    await fill(dir, begins, (feeds.address() as AddressInfo).port);
    const began = performance.now();
    const { port } = feeds.address() as AddressInfo;
    const bot = await startBot(dir, botEnv(kling, { FEED_HOSTS: `127.0.0.1:${port}` }));
    const start = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, begins + SPREAD + 20_000 - Date.now()));
    const bytes = residentMemory(bot.child.pid);
    await bot.stop();
    const { spread, burst } = await delays(dir, begins);
    return [
      { what: `start to ready, ${SCHEDULES} schedules and ${FEEDS} feeds`, figure: `${(start / 1000).toFixed(2)} s` },
      { what: 'resident memory with them', figure: megabytes(bytes), beside: `${read} feeds read meanwhile` },
      row(`moment to job, ${ONE_BY_ONE} in ${SPREAD / 1000} s`, spread, ONE_BY_ONE, 1_000),
      row(`moment to job, ${AT_ONCE} at one moment`, burst, AT_ONCE, 1_000),
    ];
  } finally {
    await kling.close();
    feeds.closeAllConnections();
    feeds.close();
    removeDir(dir);
  }
}

function row(what: string, values: readonly number[], expected: number, goal: number): Row {
  const [p50, p99] = [percentile(values, 50), percentile(values, 99)];
  return {
    what,
    figure: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    beside: `${values.length} of ${expected} jobs`,
    goal: `p99 < ${goal} ms, all of them`,
    met: p99 < goal && values.length === expected,
  };
}

let read = 0;

async function startFeeds(): Promise<Server> {
  const server = createServer((request, response) => {
    read += 1;
    const items = Array.from(
      { length: 20 },
      (_, n) => `<item><guid>${request.url}/${n}</guid><title>Item ${n}</title></item>`,
    );
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<rss version="2.0"><channel><title>${request.url}</title>${items.join('')}</channel></rss>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** How long after its moment each job was made (ms). */
async function delays(dir: string, begins: number) {
  const kept = await openKept({ dataDir: dir, ceilings: CEILINGS }, Date.now);
  const spread: number[] = [];
  const burst: number[] = [];
  for await (const [id, { at, cause }] of kept.announcements.occurrences.entries()) {
    const job = cause.kind === 'schedule' ? await kept.records.get(id) : undefined;
    if (job) (at === begins + SPREAD ? burst : spread).push(job.createdAt - at);
  }
  await kept.close();
  return { spread, burst };
}

async function fill(dir: string, begins: number, port: number): Promise<void> {
  const kept = await openKept({ dataDir: dir, ceilings: CEILINGS }, Date.now);
  const presenters = await savePresenters(kept);
  const now = Date.now();
  const schedules = Array.from({ length: SCHEDULES }, (_, n) => announcement(n, now, presenters, momentOf(n, begins)));
  const urlOf = (n: number) => `http://127.0.0.1:${port}/feed${n}`;
  const feeds = Array.from({ length: FEEDS }, (_, n) =>
    announcement(SCHEDULES + n, now, presenters, { kind: 'feed', url: urlOf(n) }),
  );
  const { announcements, clocks } = kept.announcements;
  await Promise.all([...schedules, ...feeds].map((each) => announcements.set(each.id, each)));
  // as a stop leaves them: each feed has its next look within the usual ten minutes
  await Promise.all(
    feeds.map((each, n) =>
      clocks.set(each.id, {
        since: each.since,
        next: now + ((n + 1) / FEEDS) * 600_000,
        feed: { url: urlOf(n) },
      }),
    ),
  );
  await kept.close();
}

function momentOf(n: number, begins: number): Announcement['trigger'] {
  const schedule = { kind: 'schedule', said: 'the bench', zone: 'Europe/Berlin' } as const;
  if (n < ONE_BY_ONE) return { ...schedule, at: begins + Math.floor((n / ONE_BY_ONE) * SPREAD) };
  if (n < ONE_BY_ONE + AT_ONCE) return { ...schedule, at: begins + SPREAD };
  return { ...schedule, cron: `${n % 60} ${(new Date().getUTCHours() + 12) % 24} * * 1-5` };
}

function announcement(
  n: number,
  now: number,
  presenters: readonly string[],
  trigger: Announcement['trigger'],
): Announcement {
  const space = n % 50;
  return {
    id: idOf('a', { key: `bench ${n}`, at: now }),
    name: `Announcement ${n}`,
    place: { platform: 'discord', space: `${space}`, channel: `${space}1` },
    owner: { person: `owner${n % 500}` },
    presenter: presenters[space] ?? '',
    words: 'Good morning. It is {weekday}, and here is what is new.',
    trigger,
    perDay: 24,
    since: now,
    createdAt: now,
    updatedAt: now,
  };
}

/** One in each space, with a photo such as phones send. */
async function savePresenters(kept: Kept): Promise<string[]> {
  const photo = Buffer.from(await (await benchPhoto()).arrayBuffer());
  const ids: string[] = [];
  for (let space = 0; space < 50; space++) {
    const id = idOf('p', { key: `bench ${space}`, at: 0 });
    const blob = `${id}.photo`;
    await kept.blobs.keepFile(blob, (path) => writeFile(path, photo));
    await kept.announcements.presenters.set(id, {
      id,
      space: `discord:${space}`,
      name: 'Ada',
      owner: 'owner',
      photo: { blob, bytes: photo.length },
      createdAt: 0,
    });
    ids.push(id);
  }
  return ids;
}
