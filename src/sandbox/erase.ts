import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { photoName, soundName } from './inputs.ts';
import { type Entry, journalOf, readJournal, writeJournal } from './records.ts';
import type { TaskRecord } from './task.ts';

/**
 * Removes words, photos, recordings and videos of some tasks, and the speech made for them. That there were tasks stays known,
 * and what they cost; those that were open have failed. The sandbox must not run meanwhile.
 * @param dir where a sandbox keeps its things; there need not be one
 * @param ids external ids of tasks, and ids of speech
 * @param now ms since the epoch
 */
export function eraseInSandbox(dir: string, ids: ReadonlySet<string>, now: number): void {
  const journal = journalOf(dir);
  if (!existsSync(journal)) return;
  const remove = (...path: string[]) => rmSync(join(dir, ...path), { force: true });
  const kept = readJournal(journal).flatMap((entry): Entry[] => {
    if ('speech' in entry) {
      if (!ids.has(entry.speech.id)) return [entry];
      remove('results', `${entry.speech.id}.wav`);
      return [];
    }
    const { task } = entry;
    if (task.externalId === undefined || !ids.has(task.externalId)) return [entry];
    remove('results', `${task.id}.mp4`);
    remove('inputs', photoName(task.id));
    remove('inputs', soundName(task.id));
    return [{ task: blank(task, now) }];
  });
  writeJournal(journal, kept);
}

function blank({ prompt: _, ...task }: TaskRecord, now: number): TaskRecord {
  return {
    ...task,
    sound: { kind: 'words', text: '', voiceId: '', speed: 1 },
    outcome: task.outcome ?? { status: 'failed', message: 'Erased on request' },
    endedAt: task.endedAt ?? now,
  };
}
