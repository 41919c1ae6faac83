import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { KEPT_FOR, type SpeechRecord, type TaskRecord } from './task.ts';

/** One line of the journal; of lines with the same id the last one counts. */
export type Entry = { readonly task: TaskRecord } | { readonly speech: SpeechRecord };

export const journalOf = (dir: string): string => join(dir, 'journal.jsonl');

/** What the sandbox remembers, also after a SIGKILL: a journal in its folder, all of it in memory. */
export interface Records {
  /** Oldest first. */
  tasks(): readonly TaskRecord[];
  task(id: string): TaskRecord | undefined;
  taskByExternalId(externalId: string): TaskRecord | undefined;
  speech(id: string): SpeechRecord | undefined;
  speeches(): number;
  /** Handed to the operating system when it returns. */
  saveTask(task: TaskRecord): void;
  saveSpeech(speech: SpeechRecord): void;
  close(): void;
}

/**
 * Reads the journal of a folder, leaves out what is older than 30 days, and goes on writing to it.
 * @param now ms since the epoch
 */
export function openRecords(dir: string, now: number): Records {
  mkdirSync(dir, { recursive: true });
  const path = journalOf(dir);
  const tasks = new Map<string, TaskRecord>();
  const speeches = new Map<string, SpeechRecord>();
  const byExternalId = new Map<string, string>();

  function remember(entry: Entry): void {
    if ('speech' in entry) {
      speeches.set(entry.speech.id, entry.speech);
      return;
    }
    tasks.set(entry.task.id, entry.task);
    if (entry.task.externalId !== undefined) byExternalId.set(entry.task.externalId, entry.task.id);
  }

  for (const entry of readJournal(path)) remember(entry);
  for (const task of [...tasks.values()]) if (task.createdAt + KEPT_FOR < now) forget(task);
  for (const speech of [...speeches.values()]) if (speech.createdAt + KEPT_FOR < now) speeches.delete(speech.id);

  function forget(task: TaskRecord): void {
    tasks.delete(task.id);
    const { externalId = '' } = task;
    if (byExternalId.get(externalId) === task.id) byExternalId.delete(externalId);
    rmSync(join(dir, 'results', `${task.id}.mp4`), { force: true });
  }

  const kept: Entry[] = [
    ...[...tasks.values()].map((task) => ({ task })),
    ...[...speeches.values()].map((speech) => ({ speech })),
  ];
  let length = writeJournal(path, kept);
  const journal = openSync(path, 'a');

  /** A line is on the disk whole or not at all, so that a full disk damages nothing. */
  function save(entry: Entry): void {
    const bytes = Buffer.from(line(entry));
    try {
      const written = writeSync(journal, bytes);
      if (written < bytes.length) throw new Error(`Only ${written} of ${bytes.length} bytes fitted into ${path}`);
    } catch (error) {
      ftruncateSync(journal, length);
      throw error;
    }
    length += bytes.length;
    remember(entry);
  }

  return {
    tasks: () => [...tasks.values()],
    task: (id) => tasks.get(id),
    taskByExternalId: (externalId) => tasks.get(byExternalId.get(externalId) ?? ''),
    speech: (id) => speeches.get(id),
    speeches: () => speeches.size,
    saveTask: (task) => save({ task }),
    saveSpeech: (speech) => save({ speech }),
    close: () => closeSync(journal),
  };
}

function line(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Puts a journal of these entries in the place of the one before. @returns its bytes */
export function writeJournal(path: string, entries: readonly Entry[]): number {
  const whole = entries.map(line).join('');
  writeFileSync(`${path}.new`, whole, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return Buffer.byteLength(whole);
}

/** What follows the last line break was cut off by a crash, and was told to nobody. */
export function readJournal(path: string): Entry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((text): Entry => JSON.parse(text));
}
