import { expect, test } from 'vitest';
import { noteBox } from '../../src/jobs/notes.ts';
import type { Task } from '../../src/kling/profile.ts';
import { disk } from './disk.ts';

const NEWS: Task = { id: 't1', status: 'succeeded', message: '' };

test('notes of each kind are kept beside each other, over a restart', async () => {
  const store = await disk();
  const box = noteBox(await store.namespace('notes'));
  await Promise.all([box.leave('j1', 'cancel', 5), box.leave('j1', 'go', 6), box.leave('j1', 'news', NEWS)]);
  await store.reopen();
  expect(await noteBox(await store.namespace('notes')).read('j1')).toEqual({ cancel: 5, go: 6, news: NEWS });
});

test('a later note of a kind takes the place of the one before', async () => {
  const box = noteBox(await (await disk()).namespace('notes'));
  await box.leave('j1', 'news', { ...NEWS, status: 'processing' });
  await box.leave('j1', 'news', NEWS);
  expect(await box.read('j1')).toEqual({ news: NEWS });
});

test('only the kinds that are named are cleared, of that job alone', async () => {
  const box = noteBox(await (await disk()).namespace('notes'));
  await Promise.all([box.leave('j1', 'cancel', 5), box.leave('j1', 'go', 6), box.leave('j2', 'go', 7)]);
  await box.clear('j1', 'go', 'news');
  expect(await box.read('j1')).toEqual({ cancel: 5 });
  expect(await box.read('j2')).toEqual({ go: 7 });
});

test('a job of which nobody left a note has none', async () => {
  expect(await noteBox(await (await disk()).namespace('notes')).read('j1')).toEqual({});
});

test('the jobs that somebody left a note for are known, each once', async () => {
  const box = noteBox(await (await disk()).namespace('notes'));
  await Promise.all([box.leave('j1', 'remove', 5), box.leave('j1', 'go', 6), box.leave('j2', 'post', 7)]);
  await box.leave('j3', 'cancel', 8);
  await box.clear('j3', 'cancel');
  expect([...(await box.jobs())].sort()).toEqual(['j1', 'j2']);
});
