import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eraseInSandbox } from '../../src/sandbox/erase.ts';
import { AVATAR, call, createAvatar, folder, LIVE, reached, sandboxWith, type TaskAnswer } from './kit.ts';

const mine = { external_task_id: 'mine', text: 'My secret words.' };

test('what was made of erased words is gone, and what was being made has failed; others’ stays', async () => {
  const dir = await folder();
  const first = await sandboxWith({ dir });
  const { data: done } = await createAvatar(first, mine);
  await reached(first, `${AVATAR}/${done.task_id}`, 'succeed');
  const { data: other } = await createAvatar(first, { external_task_id: 'other', text: 'Their words.' });
  await reached(first, `${AVATAR}/${other.task_id}`, 'succeed');
  first.faults.nextTask('never-ends');
  const { data: open } = await createAvatar(first, { ...mine, external_task_id: 'open' });
  const voice = { voice_id: 'uk_man2', voice_language: 'en' };
  const { data: speech } = await call(first, 'POST', '/v1/audio/tts', { ...voice, text: 'My secret speech.' });
  const [{ id: audioId }] = speech.task_result.audios;
  const charged = first.charges().video;
  await first.close();

  eraseInSandbox(dir, new Set(['mine', 'open', audioId]), Date.now());
  const journal = readFileSync(join(dir, 'journal.jsonl'), 'utf8');
  expect(journal).not.toContain('secret');
  expect(journal).toContain('Their words.');
  expect(readdirSync(join(dir, 'results'))).toEqual([`${other.task_id}.mp4`]);
  expect(readdirSync(join(dir, 'inputs'))).toEqual([]);

  const second = await sandboxWith({ dir });
  const status = async (id: string) => (await call<TaskAnswer>(second, 'GET', `${AVATAR}/${id}`)).data.task_status;
  expect(await Promise.all([done, other, open].map(({ task_id }) => status(task_id)))).toEqual([
    'succeed',
    'succeed',
    'failed',
  ]);
  expect(second.open()).toBe(0);
  expect(second.charges().video).toBe(charged);
  const spoken = await call(second, 'POST', LIVE, { image: 'x', audio_id: audioId });
  expect(spoken.code).toBe(1201);
});

test('where there is no sandbox there is nothing to erase', async () => {
  const dir = await folder();
  eraseInSandbox(dir, new Set(['mine']), Date.now());
  expect(readdirSync(dir)).toEqual([]);
});
