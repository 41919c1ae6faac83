import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { avatar, type SpeechGuide } from '../../commands/avatar.ts';
import type { Clock } from '../../src/clock.ts';
import { acceptance } from '../../src/jobs/accept.ts';
import { type Ceilings, ledger } from '../../src/jobs/ledger.ts';
import { noteBox } from '../../src/jobs/notes.ts';
import { records } from '../../src/jobs/records.ts';
import { folderBlobs } from '../../src/media/blobs-folder.ts';
import { Refusal } from '../../src/refusal.ts';
import { appendLists } from '../../src/store/append-list.ts';
import type { disk } from '../jobs/disk.ts';

const CEILINGS: Ceilings = {
  maxVideoSeconds: 60,
  dailySecondsPerPerson: 300,
  dailySecondsPerSpace: 1800,
  dailySeconds: 7200,
};

/** Ten characters a second, by whoever is asked for. */
export const SPEECH: SpeechGuide = {
  choose: (_, voiceId) => ({ voiceId: voiceId ?? 'reader', language: 'en' }),
  estimate: (text) => text.length / 10,
};

/** What is kept of jobs, and the command that makes them; photos and recordings are taken at their word. */
export async function openKept(
  { dir, namespace }: Awaited<ReturnType<typeof disk>>,
  clock: Clock,
  ceilings: Partial<Ceilings> = {},
) {
  /** Ids of jobs that were woken, in their order. */
  const woken: string[] = [];
  const engine = { wake: (id: string) => void woken.push(id), start: () => {}, stop: async () => {} };
  const kept = {
    records: records({
      jobs: await namespace('jobs'),
      open: await namespace('open'),
      tasks: await namespace('tasks'),
      lists: appendLists(await namespace('lists')),
    }),
    notes: noteBox(await namespace('notes')),
    blobs: await folderBlobs(join(dir, 'media')),
    ledger: ledger(await namespace('ledger'), { ...CEILINGS, ...ceilings }, clock.now),
    engine,
  };
  await kept.records.load();
  const accepting = acceptance({
    ...kept,
    clock,
    target: () => ({ baseUrl: 'https://kling', account: 'ours' }),
    maxVideoSeconds: CEILINGS.maxVideoSeconds,
  });
  const makes = avatar({
    acceptance: accepting,
    media: {
      async checkPhoto(path) {
        if ((await readFile(path, 'utf8')).includes('no photo')) throw new Refusal('type', 'media_photo_type');
        return { type: 'jpeg', width: 640, height: 360 };
      },
      checkAudio: async () => ({ type: 'mp3', seconds: 12 }),
    },
    takesRecordings: () => true,
    speech: SPEECH,
  });
  return { ...kept, woken, avatar: makes };
}
