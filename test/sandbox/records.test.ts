import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRecords } from '../../src/sandbox/records.ts';
import type { TaskRecord } from '../../src/sandbox/task.ts';
import { call, createLive, folder, heldClock, LIVE, reached, sandboxWith } from './kit.ts';

const task: TaskRecord = {
  id: '1',
  externalId: 'job1',
  profile: 'avatar',
  image: { file: '1.photo' },
  sound: { kind: 'words', text: 'Hello', voiceId: 'AOT', speed: 1 },
  mode: 'std',
  createdAt: 1000,
  dueAt: 7000,
};

test('a line that a crash cut off is as if it had never been begun', async () => {
  const dir = await folder();
  const first = openRecords(dir, 1000);
  first.saveTask(task);
  first.saveTask({ ...task, startedAt: 2000 });
  first.close();
  await appendFile(join(dir, 'journal.jsonl'), '{"task":{"id":"2","prof');

  const second = openRecords(dir, 1000);
  expect(second.tasks()).toEqual([{ ...task, startedAt: 2000 }]);
  second.saveTask({ ...task, startedAt: 3000 });
  second.close();
  const third = openRecords(dir, 1000);
  expect(third.taskByExternalId('job1')).toMatchObject({ startedAt: 3000 });
  third.close();
});

test('a damaged journal is not taken for an empty one', async () => {
  const dir = await folder();
  await writeFile(join(dir, 'journal.jsonl'), 'no json\n');
  expect(() => openRecords(dir, 1000)).toThrow();
});

test('tasks older than 30 days are gone after a restart, and their videos with them', async () => {
  const dir = await folder();
  const clock = heldClock();
  const first = await sandboxWith({ dir, clock });
  await createLive(first, { external_task_id: 'job1' });
  await reached(first, `${LIVE}/job1`, 'succeed');
  await first.close();
  expect(await readdir(join(dir, 'results'))).toHaveLength(1);
  expect(await readdir(join(dir, 'inputs'))).toEqual([]);

  clock.advance(31 * 24 * 3600 * 1000);
  const second = await sandboxWith({ dir, clock });
  expect(second.tasks()).toEqual([]);
  expect(await call(second, 'GET', `${LIVE}/job1`)).toMatchObject({ code: 1201 });
  expect(await readdir(join(dir, 'results'))).toEqual([]);
});
