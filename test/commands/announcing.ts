import { randomBytes, randomUUID } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jobs } from '../../commands/jobs.ts';
import type { NewPresenter } from '../../commands/presenters.ts';
import { announcementRoom } from '../../src/announcements/room.ts';
import type { AnnouncementRoomOptions } from '../../src/announcements/room-options.ts';
import { embeddedEngine } from '../../src/engine/embedded.ts';
import { appendLists } from '../../src/store/append-list.ts';
import type { Busy } from '../announcements/busy.ts';
import { tablesOf } from '../announcements/house.ts';
import type { disk } from '../jobs/disk.ts';
import { type openKept, SPEECH } from './kept.ts';

interface Around extends Pick<AnnouncementRoomOptions, 'clock' | 'log' | 'avatar' | 'access' | 'platform'> {
  readonly busy: Busy;
  readonly kept: Pick<Awaited<ReturnType<typeof openKept>>, 'blobs' | 'engine' | 'ledger' | 'notes' | 'records'>;
}

/** The announcements of a desk over a real store. Photos are taken at their word, and there are no feeds. */
export async function openAnnouncing(
  { dir, namespace }: Pick<Awaited<ReturnType<typeof disk>>, 'dir' | 'namespace'>,
  { kept, busy, ...around }: Around,
) {
  const { clock, log } = around;
  const files = join(dir, 'announcing');
  await mkdir(files, { recursive: true });
  const room = announcementRoom({
    ...around,
    engine: embeddedEngine({ clock, concurrency: 64, onError: (key, err) => log.error({ key, err }, 'a step failed') }),
    tables: await tablesOf(namespace),
    lists: appendLists(await namespace('announcement_lists')),
    blobs: {
      ...kept.blobs,
      withFile: <T>(key: string, use: (path: string) => Promise<T>) => busy.with(() => kept.blobs.withFile(key, use))(),
    },
    records: kept.records,
    ledger: kept.ledger,
    jobs: jobs({ ...kept, clock, conductor: { position: () => undefined, waitingFor: () => undefined } }),
    media: {
      preparePhoto: (input, output) => copyFile(input, output),
      readFeed: () => Promise.reject(new Error('No feed is read here.')),
    },
    speech: SPEECH,
    fetch: { download: () => Promise.reject(new Error('Nothing is fetched here.')) },
    secret: 'the secret of the house',
    hookUrl: (id) => `http://127.0.0.1:3000/hooks/${id}`,
    dir: files,
    perDay: 24,
    late: 3_600_000,
    maxVideoSeconds: 60,
    zone: 'UTC',
    random: () => 0.5,
    randomId: randomUUID,
    randomBytes,
  });
  await room.load();
  room.start();

  /** Saves a presenter of Ada's. */
  async function presenter(name = 'Mayor', more: Partial<NewPresenter> = {}) {
    const path = join(files, randomUUID());
    await writeFile(path, 'a photo');
    return room.presenters.add({
      origin: { key: `presenter ${name}`, at: clock.now() },
      space: 'paper:home',
      name,
      owner: 'ada',
      photo: { path, bytes: 7, sha256: '' },
      ...more,
    });
  }

  return { presenters: room.presenters, announcements: room.announcements, presenter };
}
