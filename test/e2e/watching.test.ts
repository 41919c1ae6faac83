import { expect, test } from 'vitest';
import { STATES } from '../../src/jobs/job.ts';
import { accepted, ask, events, until } from './api.ts';
import { heldRenders, houseWith, klingWith, smallPhoto } from './kling.ts';

const WORDS = 'Watch me while I go from state to state.';

const postOne = async (url: string) => accepted(url, { photo: await smallPhoto(), text: WORDS });

test('a job’s events go through every state in order, never backwards, and then end', async () => {
  const kling = await klingWith();
  // the answer that tells which API this is comes when somebody watches already
  kling.faults.next('list', { answer: { lateMs: 1_500 } });
  const { url } = await houseWith(kling, 'auto');
  const id = await postOne(url);
  const [states, tasks]: [string[], Set<string | undefined>] = [[], new Set()];
  for await (const job of events(url, id)) {
    if (states.at(-1) !== job.state) states.push(job.state);
    if (job.state === 'rendering') tasks.add(job.task_id);
  }
  expect(states).toEqual(STATES.slice(0, STATES.indexOf('delivered') + 1));
  expect([...tasks]).toEqual([kling.tasks()[0]?.id]);

  // who comes later is told the end alone
  const late: string[] = [];
  for await (const job of events(url, id)) late.push(job.state);
  expect(late).toEqual(['delivered']);
});

test('metrics count jobs by state, Kling’s answers, and what was spent; health and readiness are open to all', async () => {
  const renders = heldRenders();
  const kling = await klingWith({ slots: 2, render: renders.render });
  const { url } = await houseWith(kling, 'avatar', { KLING_MAX_CONCURRENT: '2', API_TOKEN: 'a-token' });
  const bot = { url, token: 'a-token' };
  const metrics = async () => (await ask(bot, '/metrics')).text();
  const value = async (name: string) => {
    const line = (await metrics()).split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  };
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, reasons: [] });
  expect((await fetch(`${url}/metrics`)).status).toBe(401);

  kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) ids.push(await accepted(bot, { photo: await smallPhoto(), text: WORDS }));
  await expect.poll(() => value('herald_jobs_ended_total{state="failed",reason="kling_policy"}')).toBe(1);
  await expect.poll(() => value('herald_jobs_open{state="rendering"}')).toBe(2);
  // the fourth may still be on its way from accepted to queued
  await expect.poll(() => value('herald_jobs_open{state="queued"}')).toBe(1);
  expect(await value('herald_queue_length')).toBe(1);
  expect(await value('herald_open_tasks')).toBe(2);
  expect(await value('herald_slots')).toBe(2);
  expect(await value('herald_queue_paused')).toBe(0);
  renders.letGo();
  for (const id of ids) await until(bot, id, 'delivered', 'failed');
  await expect.poll(() => value('herald_jobs_ended_total{state="delivered",reason=""}')).toBe(3);
  expect(await value('herald_seconds_spent_total')).toBe(6);
  expect(await value('herald_deliver_seconds_count')).toBe(3);
  expect(await value('herald_kling_requests_total{route="create",outcome="ok"}')).toBe(4);
  expect(await value('herald_kling_request_seconds_count{route="create"}')).toBe(4);
  for (const state of ['accepted', 'queued', 'submitting', 'rendering', 'delivering']) {
    expect(await value(`herald_jobs_open{state="${state}"}`), state).toBe(0);
  }
  expect(await metrics()).toMatch(/^herald_nodejs_eventloop_lag_p99_seconds /m);
});
