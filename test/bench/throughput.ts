import { ask, benchPhoto, inParallel, percentile, startKling, untilEnded, withBot } from './kit.ts';
import type { Row } from './run.ts';

/** Jobs that warm the bot up, and jobs that are measured. */
const WARM = 300;
const MEASURED = 2000;

/** Bursts of 50 requests at once to a bot that has nothing else to do. */
const BURSTS = 10;

/** Enough slots that Kling is never what is waited for. */
const SLOTS = '1000';

/** The whole path with a Kling that renders at once: jobs a second, and the time to accept one. */
export async function throughput(): Promise<Row[]> {
  const photo = await benchPhoto();
  const kling = await startKling({ seconds: 0, profiles: ['avatar'] });
  const env = { KLING_MAX_CONCURRENT: SLOTS, KLING_POLL_SECONDS: '0.2' };
  try {
    return await withBot(kling, env, async (bot) => {
      await inParallel(WARM, 50, () => ask(bot, photo));
      await untilEnded(bot, WARM);

      const together: number[] = [];
      for (let burst = 1; burst <= BURSTS; burst++) {
        together.push(...(await inParallel(50, 50, () => ask(bot, photo))).map(({ ms }) => ms));
        await untilEnded(bot, WARM + burst * 50);
      }
      const began = performance.now();
      await inParallel(MEASURED, 50, () => ask(bot, photo));
      await untilEnded(bot, WARM + BURSTS * 50 + MEASURED);
      const perSecond = MEASURED / ((performance.now() - began) / 1000);

      const alone: number[] = [];
      for (let n = 0; n < 50; n++) alone.push((await ask(bot, photo)).ms);
      const p99 = percentile(together, 99);
      return [
        {
          what: 'jobs per second, whole path, instant sandbox',
          figure: perSecond.toFixed(0),
          goal: '≥ 200',
          met: perSecond >= 200,
        },
        {
          what: 'time to accept, 50 at once',
          figure: `p50 ${percentile(together, 50).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
          beside: `one at a time p50 ${percentile(alone, 50).toFixed(0)} ms`,
          goal: 'p99 < 100 ms',
          met: p99 < 100,
        },
      ];
    });
  } finally {
    await kling.close();
  }
}
