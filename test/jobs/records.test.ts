import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { personOf, records, spaceOf } from '../../src/jobs/records.ts';
import { move, update } from '../../src/jobs/transitions.ts';
import { appendLists } from '../../src/store/append-list.ts';
import { disk } from './disk.ts';
import { exampleJob } from './example.ts';

async function open(on?: Awaited<ReturnType<typeof disk>>) {
  const store = on ?? (await disk());
  const namespaces = {
    jobs: await store.namespace<Job>('jobs'),
    open: await store.namespace<1>('open'),
    tasks: await store.namespace<string>('tasks'),
  };
  const kept = records({ ...namespaces, lists: appendLists(await store.namespace('lists')) });
  return {
    ...namespaces,
    records: kept,
    store,
    /** The records as the next process finds them. */
    async reopened() {
      await store.reopen();
      return open(store);
    },
  };
}

const job = (id: string, more: Partial<Job> = {}) => exampleJob({ id, state: 'accepted', ...more });

describe('a job that was made', () => {
  test('is found again after a restart, in the state in which it was last saved', async () => {
    const { records, reopened } = await open();
    await records.create(job('j1'));
    await records.save(move(job('j1'), 'queued', {}, 5_000));
    const after = await reopened();
    expect(await after.records.load()).toEqual(['j1']);
    expect([...after.records.open('queued').keys()]).toEqual(['j1']);
    expect(after.records.open('accepted').size).toBe(0);
    expect(await after.records.get('j1')).toMatchObject({ state: 'queued', updatedAt: 5_000 });
  });

  test('is found by its task', async () => {
    const { records, reopened } = await open();
    await records.create(job('j1'));
    await records.save(move(job('j1', { state: 'submitting' }), 'rendering', { taskId: 't7' }, 5_000));
    expect(await (await reopened()).records.jobOfTask('t7')).toBe('j1');
  });

  test('stands in the lists of everybody’s jobs, its person’s and its space’s, newest first', async () => {
    const { records, reopened } = await open();
    await records.create(job('j1'));
    await records.create(job('j2', { requester: { person: 'bob' } }));
    await records.create(job('j3'));
    await records.create(job('j4', { requester: { person: 'eve' }, place: { platform: 'test', space: 'away' } }));
    const { records: after } = await reopened();
    expect((await after.newest(10)).ids).toEqual(['j4', 'j3', 'j2', 'j1']);
    expect((await after.newest(10, undefined, { person: 'test:ada' })).ids).toEqual(['j3', 'j1']);
    expect((await after.newest(10, undefined, { space: 'test:home' })).ids).toEqual(['j3', 'j2', 'j1']);
    const first = await after.newest(2, undefined, { space: 'test:home' });
    expect((await after.newest(2, first.next, { space: 'test:home' })).ids).toEqual(['j1']);
  });

  test('is not there for anybody before its record is on the disk', async () => {
    const { records, jobs } = await open();
    const told: string[] = [];
    records.listen((changed) => told.push(changed.id));
    const creating = records.create(job('j1'));
    expect(told).toEqual([]);
    expect(records.open('accepted').size).toBe(0);
    await creating;
    expect(told).toEqual(['j1']);
    expect(await jobs.get('j1')).toMatchObject({ state: 'accepted' });
  });
});

describe('after a crash between the index and the record', () => {
  test('the entry of the index is taken away, and the others are found', async () => {
    const { records, open: index, reopened } = await open();
    await records.create(job('j1'));
    await index.set('half', 1);
    const after = await reopened();
    expect(await after.records.load()).toEqual(['j1']);
    expect(await after.open.get('half')).toBeUndefined();
    expect(await after.records.get('half')).toBeUndefined();
  });

  test('the same id can be made anew, and stands in the lists once', async () => {
    const { store, reopened } = await open();
    await appendLists(await store.namespace('lists')).append('all', 'j1');
    const { records } = await reopened();
    await records.load();
    await records.create(job('j1'));
    expect((await records.newest(10)).ids).toEqual(['j1']);
  });

  test('an id of a list whose record was never written gives no job', async () => {
    const { records } = await open();
    await records.create(job('j2'));
    expect(await records.getMany(['j1', 'j2'])).toEqual([undefined, job('j2')]);
  });
});

describe('a change', () => {
  test('is told to listeners with the record before it, after it is on the disk', async () => {
    const { records, jobs } = await open();
    await records.create(job('j1'));
    const told: unknown[] = [];
    const stop = records.listen((after, before) => told.push([before?.state, after.state]));
    const saving = records.save(move(job('j1'), 'queued', {}, 5_000));
    expect(told).toEqual([]);
    await saving;
    expect(told).toEqual([['accepted', 'queued']]);
    expect(await jobs.get('j1')).toMatchObject({ state: 'queued' });
    stop();
    await records.save(update(job('j1', { state: 'queued' }), { tries: 1 }, 6_000));
    expect(told).toHaveLength(1);
  });

  test('that could not be written changes nothing, and is told to nobody', async () => {
    const { records } = await open();
    await records.create(job('j1'));
    const told: string[] = [];
    records.listen((after) => told.push(after.state));
    const unwritable: Record<string, unknown> = { ...job('j1'), state: 'queued' };
    unwritable.self = unwritable;
    await expect(records.save(unwritable as unknown as Job)).rejects.toThrow();
    expect(told).toEqual([]);
    expect(await records.get('j1')).toMatchObject({ state: 'accepted' });
    expect(records.open('queued').size).toBe(0);
  });

  test('shows the job in its new state alone', async () => {
    const { records } = await open();
    await records.create(job('j1'));
    await records.save(move(job('j1'), 'failed', {}, 5_000));
    expect(records.open('accepted').size).toBe(0);
    expect(records.open('failed').size).toBe(1);
  });
});

describe('a job that is closed', () => {
  test('is no longer among the open ones, now and after a restart, and its record stays', async () => {
    const { records, reopened } = await open();
    await records.create(job('j1'));
    await records.save(move(job('j1'), 'cancelled', {}, 5_000));
    await records.close('j1');
    await records.close('j1');
    expect(records.open('cancelled').size).toBe(0);
    expect(await records.get('j1')).toMatchObject({ state: 'cancelled' });
    const after = await reopened();
    expect(await after.records.load()).toEqual([]);
    expect(await after.records.get('j1')).toMatchObject({ state: 'cancelled' });
  });
});

test('a change of a job that was closed is told with the record before it, and leaves it closed', async () => {
  const { records, reopened } = await open();
  await records.create(job('j1'));
  await records.save(move(job('j1'), 'cancelled', {}, 5_000));
  await records.close('j1');
  const told: unknown[] = [];
  records.listen((after, before) => told.push([before?.removed, after.removed]));
  await records.save(update(job('j1', { state: 'cancelled' }), { removed: 6_000 }, 6_000));
  expect(told).toEqual([[undefined, 6_000]]);
  expect(records.open('cancelled').size).toBe(0);
  expect(await records.get('j1')).toMatchObject({ removed: 6_000 });
  expect(await (await reopened()).records.load()).toEqual([]);
});

test('many are read at once, open and closed ones, in the order asked for', async () => {
  const { records } = await open();
  for (const id of ['j1', 'j2', 'j3']) await records.create(job(id));
  await records.save(move(job('j2'), 'failed', {}, 5_000));
  await records.close('j2');
  const found = await records.getMany(['j3', 'none', 'j2', 'j1']);
  expect(found.map((one) => one && [one.id, one.state])).toEqual([
    ['j3', 'accepted'],
    undefined,
    ['j2', 'failed'],
    ['j1', 'accepted'],
  ]);
  expect(await records.getMany([])).toEqual([]);
});

test('one that is closed while many are read is read all the same', async () => {
  const { records } = await open();
  await records.create(job('j1'));
  await records.save(move(job('j1'), 'failed', {}, 5_000));
  const closing = records.close('j1');
  const found = await records.getMany(['none', 'j1']);
  expect(found.map((one) => one?.id)).toEqual([undefined, 'j1']);
  await closing;
});

test('a thousand open jobs are found again', async () => {
  const { records, reopened } = await open();
  const ids = Array.from({ length: 1_000 }, (_, at) => `j${at}`);
  await Promise.all(ids.map((id) => records.create(job(id))));
  const after = await reopened();
  expect((await after.records.load()).toSorted()).toEqual(ids.toSorted());
});

test('people and spaces are told apart across platforms', () => {
  const elsewhere = exampleJob({ place: { platform: 'slack', space: 'home' } });
  expect([personOf(exampleJob()), personOf(elsewhere)]).toEqual(['test:ada', 'slack:ada']);
  expect([spaceOf(exampleJob()), spaceOf(elsewhere)]).toEqual(['test:home', 'slack:home']);
});
