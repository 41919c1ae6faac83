import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { accepted, ask, events, post, problem, until } from './api.ts';
import type { Bot } from './bot.ts';
import { runToEnd } from './ends.ts';
import { botWith, klingWith, settings, smallPhoto, tasksOf } from './kling.ts';
import { sharedBot } from './shared.ts';

const WORDS = 'Whatever happens to the process, this will be said.';

const lives = sharedBot('image2video', { kling: { slots: 2 }, env: () => ({ KLING_MAX_CONCURRENT: '2' }) });

/** One job whose video does not come, two that render, two in the line; Kling allows two at once. */
async function busyBot() {
  const { kling, bot } = lives.fromNow();
  const renders = lives.hold();
  kling.faults.next('result', { answer: 'stall' });
  const delivering = await ask1(bot);
  await expect.poll(renders.waiting, { timeout: 10_000 }).toBe(1);
  renders.next();
  await until(bot.url, delivering, 'delivering');
  const rendering = [await ask1(bot), await ask1(bot)];
  for (const id of rendering) await until(bot.url, id, 'rendering');
  const queued = [await ask1(bot), await ask1(bot)];
  for (const id of queued) await until(bot.url, id, 'queued');
  return { kling, bot, renders, ids: [delivering, ...rendering, ...queued] };
}

const ask1 = async (bot: Bot) => accepted(bot.url, { photo: await smallPhoto(), text: WORDS });

async function allDelivered(bot: Bot, kling: Sandbox, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const job = await until(bot.url, id, 'delivered');
    expect((await ask(bot.url, job.video?.url ?? '')).status).toBe(200);
  }
  expect(tasksOf(kling)).toEqual([...ids].sort());
  expect(kling.mostOpen()).toBeLessThanOrEqual(2);
}

test('jobs that wait in the line, render and are on their way home survive a kill', async () => {
  const { kling, bot, renders, ids } = await busyBot();
  const states = (await bot.jobs()).filter(({ id }) => ids.includes(id)).map((job) => job.state);
  expect(states.sort()).toEqual(['delivering', 'queued', 'queued', 'rendering', 'rendering']);
  await bot.kill();
  renders.letGo();
  await allDelivered(await lives.anew(), kling, ids);
});

test('jobs that were only just accepted survive a kill, also while nobody knows which API Kling answers', async () => {
  const kling = await klingWith();
  kling.faults.next('list', { answer: 'stall' }, 10);
  const first = await botWith(kling, 'auto');
  const ids = [await ask1(first), await ask1(first)];
  expect((await first.jobs()).map((job) => job.state)).toEqual(['accepted', 'accepted']);
  await first.kill();
  kling.faults.clear();
  await allDelivered(await botWith(kling, 'auto', {}, first.dir), kling, ids);
});

test('told to stop, it takes no new jobs, ends within its time with 0, and delivers everything after the next start', {
  timeout: 60_000,
}, async () => {
  const { kling, bot, renders, ids } = await busyBot();
  const watching = events(bot.url, ids[1] ?? '');
  await watching.next();

  // meanwhile another one wants the same data directory
  const second = await runToEnd('src/main.ts', bot.dir, settings(kling, 'image2video'));
  expect(second).toMatchObject({ code: 75, output: expect.stringMatching(/already runs.*Stop it first/) });
  expect(second.output).toContain(`process ${bot.child.pid}`);
  expect((await ask(bot.url, '/healthz')).status).toBe(200);

  const ended = once(bot.child, 'exit');
  const began = performance.now();
  bot.child.kill('SIGTERM');
  const ready = async () => (await ask(bot.url, '/readyz')).status;
  await expect.poll(ready, { interval: 20 }).toBe(503);
  const refused = await problem(post(bot.url, { photo: await smallPhoto(), text: WORDS }));
  expect(refused).toMatchObject({ status: 503, detail: expect.stringContaining('stopping') });
  expect((await ask(bot.url, `/api/jobs/${ids[0]}`)).status).toBe(200);
  expect(await ended).toEqual([0, null]);
  expect(bot.log.filter((line) => line.level === 'error')).toEqual([]);
  expect(performance.now() - began).toBeLessThan(10_000);
  for await (const job of watching) expect(job.state).toBe('rendering');

  renders.letGo();
  await allDelivered(await lives.anew(), kling, ids);
});
