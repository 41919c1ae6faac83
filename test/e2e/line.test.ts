import { describe, expect, test } from 'vitest';
import { accepted, ask, problem, show, until } from './api.ts';
import type { ApiJob } from './bot.ts';
import { heldRenders, houseWith, klingWith, smallPhoto } from './kling.ts';
import { sharedHouse } from './shared.ts';

const WORDS = 'One after the other, please.';

const postOne = async (url: string) => accepted(url, { photo: await smallPhoto(), text: WORDS });

const cancel = async (url: string, id: string): Promise<{ status: number; job: ApiJob }> => {
  const answer = await ask(url, `/api/jobs/${id}`, { method: 'DELETE' });
  return { status: answer.status, job: JSON.parse(await answer.text()) };
};

test('six jobs for two slots stand in a line that visibly moves on', async () => {
  const renders = heldRenders();
  const kling = await klingWith({ slots: 2, render: renders.render });
  const { url } = await houseWith(kling, 'avatar', { KLING_MAX_CONCURRENT: '2' });
  const ids: string[] = [];
  for (let n = 0; n < 6; n++) {
    const id = await postOne(url);
    ids.push(id);
    // photos are converted two at a time: which of them is ready first is left open
    await until(url, id, n < 2 ? 'rendering' : 'queued');
  }
  const line = () => Promise.all(ids.map(async (id) => (await show(url, id)).position ?? (await show(url, id)).state));
  await expect.poll(line, { timeout: 10_000 }).toEqual(['rendering', 'rendering', 1, 2, 3, 4]);
  renders.next();
  await expect.poll(line, { timeout: 10_000 }).toEqual(['delivered', 'rendering', 'rendering', 1, 2, 3]);
  renders.next();
  await expect.poll(line, { timeout: 10_000 }).toEqual(['delivered', 'delivered', 'rendering', 'rendering', 1, 2]);
  renders.letGo();
  for (const id of ids) await until(url, id, 'delivered');
  expect(kling.mostOpen()).toBe(2);
});

describe('asked to cancel,', () => {
  const house = sharedHouse('avatar', {
    kling: { slots: 1 },
    env: () => ({ KLING_MAX_CONCURRENT: '1' }),
    timeouts: { create: 700, perMegabyte: 0 },
  });

  test('a job that waits ends at once and costs nothing; one that Kling renders runs to its end and is kept back', async () => {
    const { kling, bot } = house.fromNow();
    const { url } = bot;
    const renders = house.hold();
    const rendering = await postOne(url);
    await until(url, rendering, 'rendering');
    const [queued, next] = [await postOne(url), await postOne(url)];
    await until(url, queued, 'queued');

    expect((await cancel(url, queued)).status).toBe(202);
    const waited = await until(url, queued, 'cancelled');
    expect(waited).toMatchObject({ charged: 'no', spent_seconds: 0, reason: 'The video was cancelled, as was asked.' });

    const asked = await cancel(url, rendering);
    expect(asked).toMatchObject({ status: 202, job: { state: 'rendering' } });
    expect(kling.open()).toBe(1);
    renders.letGo();
    const rendered = await until(url, rendering, 'cancelled');
    expect(rendered).toMatchObject({ charged: 'yes', units: 0.8, spent_seconds: 2 });
    expect(rendered.video).toBeUndefined();
    const refused = await problem(ask(url, `/api/jobs/${rendering}/video`));
    expect(refused).toMatchObject({ status: 404, detail: 'This job has no video: it is cancelled.' });
    // its slot is free again
    await until(url, next, 'delivered');
    expect(kling.tasks().map((task) => task.externalId)).toEqual([rendering, next]);
    expect(kling.requests().result).toBe(1);

    const late = await cancel(url, next);
    expect(late).toMatchObject({ status: 202, job: { state: 'delivered' } });
    expect((await ask(url, `/api/jobs/${next}/video`)).status).toBe(200);
  });

  test('a job that was only accepted ends at once', async () => {
    const kling = await klingWith();
    kling.faults.next('list', { answer: 'stall' }, 10);
    const { url } = await houseWith(kling, 'auto');
    const id = await postOne(url);
    expect(await show(url, id)).toMatchObject({ state: 'accepted' });
    await cancel(url, id);
    expect(await until(url, id, 'cancelled')).toMatchObject({ charged: 'no' });
  });

  test('a job whose create is on its way is paid once, and kept back', async () => {
    const { kling, bot } = house.fromNow();
    const { url } = bot;
    kling.faults.next('create', { effect: 'before', answer: 'stall' });
    const id = await postOne(url);
    await expect.poll(() => kling.tasks().length, { interval: 5 }).toBe(1);
    expect((await cancel(url, id)).job).toMatchObject({ state: 'submitting' });
    expect(await until(url, id, 'cancelled')).toMatchObject({ charged: 'yes', task_id: kling.tasks()[0]?.id });
    expect(kling.tasks()).toHaveLength(1);
    expect(kling.requests().result).toBe(0);
  });

  test('a job whose create surely never came to be is not created again', async () => {
    const { kling, bot } = house.fromNow();
    const { url } = bot;
    kling.faults.next('create', { effect: 'none', answer: 'drop' });
    const id = await postOne(url);
    await until(url, id, 'submitting');
    await cancel(url, id);
    expect(await until(url, id, 'cancelled')).toMatchObject({ charged: 'no' });
    expect(kling.tasks()).toEqual([]);
  });

  test('a job whose video is still on its way home is kept back', async () => {
    const { kling, bot } = house.fromNow();
    const { url } = bot;
    kling.faults.next('result', { answer: { status: 404 } }, 100);
    const id = await postOne(url);
    await expect.poll(() => kling.requests().result, { timeout: 10_000 }).toBe(1);
    await until(url, id, 'delivering');
    await cancel(url, id);
    expect(await until(url, id, 'cancelled')).toMatchObject({ charged: 'yes', units: 0.8 });
    expect((await problem(ask(url, `/api/jobs/${id}/video`))).status).toBe(404);
  });
});
