import { describe, expect, test } from 'vitest';
import type { JobView } from '../../commands/jobs.ts';
import { type House, MINUTE, openHouse, SECOND } from '../jobs/house.ts';

const NOBODY = 'j00000000000000000000000';
const missing = expect.objectContaining({ name: 'Refusal', kind: 'missing', key: 'job_missing' });

async function asks(house: House, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await house.ask());
  await house.pass(200);
  return ids;
}

describe('showing a job', () => {
  test('shows its record, and its place in line while it waits', async () => {
    const house = await openHouse({ slots: 1 });
    const [first = '', second = ''] = await asks(house, 2);
    expect(await house.commands.show(second)).toMatchObject({ job: { id: second, state: 'queued' }, position: 1 });
    expect(await house.commands.show(first)).not.toHaveProperty('position');
  });

  test('that nobody knows is refused', async () => {
    const house = await openHouse();
    await expect(house.commands.show(NOBODY)).rejects.toEqual(missing);
  });

  test('shows one that has ended, too, and says nothing of waiting', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(Object.keys(await house.commands.show(id))).toEqual(['job']);
  });
});

describe('listing jobs', () => {
  const idsOf = (views: readonly JobView[]) => views.map(({ job }) => job.id);

  test('gives the newest first, page by page, each once', async () => {
    const house = await openHouse({ slots: 2 });
    const ids = await asks(house, 7);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await house.commands.list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.jobs.length).toBeLessThanOrEqual(3);
      seen.push(...idsOf(page.jobs));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids.toReversed());
  });

  test('goes on from the cursor as if nothing had been asked for meanwhile', async () => {
    const house = await openHouse();
    const ids = await asks(house, 4);
    const first = await house.commands.list({ limit: 2 });
    await house.ask();
    const second = await house.commands.list({ limit: 2, cursor: first.cursor ?? '' });
    expect(idsOf(second.jobs)).toEqual(ids.slice(0, 2).toReversed());
  });

  test('is narrowed to a state', async () => {
    const house = await openHouse({ slots: 2 });
    const ids = await asks(house, 6);
    const rendering = await house.commands.list({ state: 'rendering', limit: 10 });
    expect(idsOf(rendering.jobs).sort()).toEqual(ids.slice(0, 2).sort());
    const queued = await house.commands.list({ state: 'queued', limit: 3 });
    expect(queued.jobs).toHaveLength(3);
    const rest = await house.commands.list({ state: 'queued', limit: 3, cursor: queued.cursor ?? '' });
    expect(idsOf(rest.jobs)).toHaveLength(1);
    expect((await house.commands.list({ state: 'failed', limit: 3 })).jobs).toEqual([]);
  });

  test('of nothing is empty', async () => {
    const house = await openHouse();
    expect(await house.commands.list({ limit: 10 })).toEqual({ jobs: [] });
  });

  test.each(['x', '1.5', 'NaN'])('cannot go on from %j', async (cursor) => {
    const house = await openHouse();
    await expect(house.commands.list({ limit: 1, cursor })).rejects.toMatchObject({ kind: 'input', key: 'job_cursor' });
  });
});

describe('cancelling a job', () => {
  test('leaves a note that survives a crash, and is obeyed', async () => {
    const house = await openHouse({ slots: 1 });
    const [, second = ''] = await asks(house, 2);
    await house.commands.cancel(second);
    await house.pass(SECOND);
    expect((await house.commands.show(second)).job).toMatchObject({ state: 'cancelled', charged: 'no' });
  });

  test('twice is as good as once', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    await Promise.all([house.commands.cancel(id), house.commands.cancel(id)]);
    await house.pass(SECOND);
    expect((await house.commands.cancel(id)).job).toMatchObject({ state: 'rendering' });
  });

  test('that has ended shows it as it is, and leaves nothing behind', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect((await house.commands.cancel(id)).job.state).toBe('delivered');
    await house.pass(SECOND);
    expect(await house.notes.read(id)).toEqual({});
  });

  test('that nobody knows is refused', async () => {
    const house = await openHouse();
    await expect(house.commands.cancel(NOBODY)).rejects.toEqual(missing);
  });
});

describe('watching a job', () => {
  /** What a watcher sees, as it sees it. */
  function watching(house: House, id: string) {
    const abort = new AbortController();
    const seen: string[] = [];
    const done = (async () => {
      for await (const { job } of house.commands.watch(id, abort.signal)) seen.push(job.state);
    })();
    return { seen, done, abort };
  }

  test('shows each state once, in its order, until the job has ended', async () => {
    const house = await openHouse({ slots: 1 });
    const id = await house.ask();
    const { seen, done } = watching(house, id);
    await house.pass(SECOND);
    house.kling.change(id);
    await house.pass(10 * SECOND);
    await done;
    expect(seen.filter((state, at) => state !== seen[at - 1])).toEqual([
      'accepted',
      'queued',
      'submitting',
      'rendering',
      'delivering',
      'delivered',
    ]);
  });

  test('that has ended shows it once', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    house.kling.change(id);
    await house.pass(10 * SECOND);
    const { seen, done } = watching(house, id);
    await done;
    expect(seen).toEqual(['delivered']);
  });

  test('ends when the watcher goes, and the job does not mind', async () => {
    const house = await openHouse();
    const id = await house.rendering();
    const { seen, done, abort } = watching(house, id);
    await house.pass(MINUTE);
    abort.abort();
    await done;
    expect(seen).toEqual(['rendering']);
    house.kling.change(id);
    await house.pass(10 * SECOND);
    expect(await house.state(id)).toBe('delivered');
  });

  test('does not show the changes of others', async () => {
    const house = await openHouse();
    const [mine, theirs] = [await house.rendering(), await house.rendering()];
    const { seen, done, abort } = watching(house, mine);
    house.kling.change(theirs);
    await house.pass(10 * SECOND);
    abort.abort();
    await done;
    expect(seen).toEqual(['rendering']);
  });

  test('never misses a change that comes while the record is read', async () => {
    for (const turns of [0, 1, 2, 3, 5, 8]) {
      const house = await openHouse({ slots: 1 });
      const [, id = ''] = await asks(house, 2);
      await house.commands.cancel(id);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      const { seen, done } = watching(house, id);
      let isOver = false;
      void done.finally(() => {
        isOver = true;
      });
      // a busy disk may take longer than the second that passes here
      while (!isOver) await house.pass(SECOND);
      await done;
      expect(seen.at(-1)).toBe('cancelled');
    }
  });

  test('that nobody knows is refused', async () => {
    const house = await openHouse();
    const { done } = watching(house, NOBODY);
    await expect(done).rejects.toEqual(missing);
  });
});
