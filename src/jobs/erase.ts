import type { Blobs } from '../media/blobs.ts';
import type { AppendLists } from '../store/append-list.ts';
import { removeBytes } from './bytes.ts';
import { chargedSoFar } from './endings.ts';
import type { Job } from './job.ts';
import type { Ledger } from './ledger.ts';
import type { NoteBox } from './notes.ts';
import { listOf, type Records } from './records.ts';
import { hasEnded, mayBeThere, move, update } from './transitions.ts';

/** The name that stands in a record in place of a person who was erased. */
const NOBODY = 'erased';

export interface Erased {
  readonly jobs: number;
  readonly files: number;
  /** Entries of the ledger, one a day. */
  readonly ledger: number;
  /** The ids by which Kling knows what was made for the person: of jobs, and of speech. */
  readonly atKling: readonly string[];
}

export interface EraseOptions {
  readonly records: Records;
  readonly notes: NoteBox;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly lists: AppendLists;
  /** Has the status message of a job shown anew at the next start: without the person's words and name. */
  readonly restate: (id: string) => Promise<void>;
  readonly now: () => number;
}

/**
 * Removes what is kept of one person: words, bytes, videos, name. What remains are records that say that a job was, when,
 * and what it cost. A job that waits is cancelled; one that Kling renders is watched to its end and not delivered. Videos that
 * were posted, or may have been, are taken away at the next start, when the platform can be asked.
 * The bot must not run meanwhile.
 * @param person `platform:person`
 * @param also jobs that others had made of the person's words
 */
export async function erasePerson(
  options: EraseOptions,
  person: string,
  also: readonly string[] = [],
): Promise<Erased> {
  const { records, ledger, lists } = options;
  let files = 0;
  let jobs = 0;
  const days = new Set<string>();
  const atKling: string[] = [];

  async function erase(ids: readonly string[]): Promise<void> {
    for (const job of await records.getMany(ids)) {
      if (!job) continue;
      days.add(job.day);
      atKling.push(job.id, ...(job.speech ?? []).flatMap(({ audioId }) => audioId ?? []));
      files += await removeBytes(options.blobs, job);
      await eraseJob(options, job);
      await options.restate(job.id);
      jobs += 1;
    }
  }

  for (let before: number | undefined; ; ) {
    const page = await records.newest(100, before, { person });
    await erase(page.ids);
    before = page.next;
    if (before === undefined) break;
  }
  // of their own, these were erased above
  await erase(also.filter((id) => !atKling.includes(id)));
  let entries = 0;
  for (const day of days) if (await ledger.forget(day, person)) entries += 1;
  await lists.drop(listOf({ person }));
  return { jobs, files, ledger: entries, atKling };
}

async function eraseJob({ records, notes, now }: EraseOptions, job: Job): Promise<void> {
  const { speak } = job.ask;
  const blank = update(
    job,
    {
      requester: { person: NOBODY },
      ask: { speak: speak.kind === 'words' ? { ...speak, text: '' } : speak, ratio: job.ask.ratio },
      speech: job.speech?.map(({ calls, audioId }) => ({ text: '', calls, ...(audioId ? { audioId } : {}) })),
      replyTo: undefined,
      result: undefined,
      video: undefined,
      // where a video may be is known until that was looked for
      posting: mayBeThere(job) ? job.posting : undefined,
      erased: true,
    },
    now(),
  );
  if (job.posted) await notes.leave(job.id, 'remove', now());
  if (hasEnded(job)) return records.save(blank);
  const atKling = job.send !== undefined || job.taskId !== undefined;
  if (atKling) {
    await notes.leave(job.id, 'cancel', now());
    return records.save(blank);
  }
  const { charged, units } = chargedSoFar(job);
  const reason = { key: 'job_cancelled', params: {} } as const;
  await records.save(move(blank, 'cancelled', { charged, units, spent: 0, reason }, now()));
}
