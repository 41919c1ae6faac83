import {
  allJobs,
  ask,
  type BenchKling,
  benchPhoto,
  inParallel,
  percentile,
  startKling,
  untilEnded,
  withBot,
} from './kit.ts';
import type { Row } from './run.ts';

/** How long Kling renders (s): a few looks of the usual beat. */
const RENDERS = 12;

/** The usual beat of Herald and of clients (s). */
const BEAT = 5;

/** Reads of Kling for each finished job, beside a plain loop that asks for each task on every beat, in the same run. */
export async function reads(): Promise<Row[]> {
  const rows: Row[] = [];
  const photo = await benchPhoto();
  for (const open of [1, 50, 500]) {
    const [herald, plain] = await Promise.all([heraldReads(open, photo), plainReads(open)]);
    rows.push({
      what: `reads of Kling per finished job, ${open} open`,
      figure: herald.reads.toFixed(3),
      beside: `plain loop ${plain.toFixed(2)}`,
      ...(open === 500 ? { goal: '≤ 0.25', met: herald.reads <= 0.25 } : {}),
    });
    if (open === 50) {
      rows.push({
        what: 'from the end at Kling to `delivered`, list every 5 s, 50 open',
        figure: `p50 ${herald.delay(50)} s, p99 ${herald.delay(99)} s`,
      });
    }
  }
  return rows;
}

async function heraldReads(open: number, photo: Blob) {
  const kling = await startKling({ seconds: RENDERS, profiles: ['avatar'] });
  try {
    return await withBot(kling, { KLING_MAX_CONCURRENT: '500', KLING_POLL_SECONDS: String(BEAT) }, async (bot) => {
      await inParallel(open, 20, () => ask(bot, photo));
      await untilEnded(bot, open);
      const { requests, ended } = await kling.state();
      const delays = (await allJobs(bot)).map((job) => (Date.parse(job.updated_at) - (ended[job.id] ?? 0)) / 1000);
      return {
        reads: ((requests.list ?? 0) + (requests.task ?? 0)) / open,
        delay: (p: number) => percentile(delays, p).toFixed(2),
      };
    });
  } finally {
    await kling.close();
  }
}

/** What clients do that know nothing better (facts/kling.md §7): one request for each task on every beat. */
async function plainReads(open: number): Promise<number> {
  const kling = await startKling({ seconds: RENDERS, profiles: ['avatar'] });
  try {
    const image = Buffer.from(await (await benchPhoto()).arrayBuffer()).toString('base64');
    await inParallel(open, open, async (n) => {
      const id = await created(kling, image, `plain${n}`);
      do await new Promise((resolve) => setTimeout(resolve, BEAT * 1000));
      while (!(await isDone(kling, id)));
    });
    return ((await kling.state()).requests.task ?? 0) / open;
  } finally {
    await kling.close();
  }
}

const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };

async function created(kling: BenchKling, image: string, externalId: string): Promise<string> {
  const body = JSON.stringify({ image, text: 'Plainly.', voice_id: 'oversea_male1', external_task_id: externalId });
  const answer = await fetch(`${kling.url}/v1/videos/avatar`, { method: 'POST', headers, body });
  return JSON.parse(await answer.text()).data.task_id;
}

async function isDone(kling: BenchKling, id: string): Promise<boolean> {
  const answer = await fetch(`${kling.url}/v1/videos/avatar/${id}`, { headers });
  return JSON.parse(await answer.text()).data.task_status === 'succeed';
}
