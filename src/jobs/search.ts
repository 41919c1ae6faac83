import { KlingError } from '../kling/errors.ts';
import type { Profile, Task } from '../kling/profile.ts';
import type { Listing } from './listing.ts';

/** Sweeps of the list in one search. Each pass over a list that changes its order sees a part; together they see it all. */
const SWEEPS = 8;

/** Tasks without the job's id in the list that are read singly in one search. */
const NAMELESS = 50;

/** How far Kling's clock may be from ours (ms). */
const SKEW = 600_000;

/** `pageNum` goes to 1000 (facts/kling.md §4). */
const PAGES = 1000;

/**
 * Looks for a task by the job's id, wherever the profile lets it be looked up.
 * @param since when it was sent (ms, by our clock)
 * @returns the task; `absent` when everything was seen and it is not there; `unclear` when that cannot be said
 * @throws what the reads throw: that proves nothing either
 */
export async function search(
  profile: Profile,
  listing: Listing,
  jobId: string,
  since: number,
  signal: AbortSignal,
): Promise<Task | 'absent' | 'unclear'> {
  let failure: unknown;
  const task = await profile.taskByExternalId?.(jobId, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    failure = error;
    return undefined;
  });
  if (task) return task;
  const inLists = await searchLists(profile, listing, jobId, since, signal);
  if (inLists === 'absent' && failure !== undefined) throw failure;
  return inLists;
}

async function searchLists(
  profile: Profile,
  listing: Listing,
  jobId: string,
  since: number,
  signal: AbortSignal,
): Promise<Task | 'absent' | 'unclear'> {
  const nameless = new Set<string>();
  const seen = new Set<string>();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let listed = 0;
    let before = '';
    let size = 0;
    for (let page = 1; ; page++) {
      // more than can be counted: the end is out of reach
      if (page > PAGES) return 'unclear';
      const tasks = await nextPage(profile, listing, page, size, signal);
      // a page that is refused where there may be more proves nothing
      if (!tasks) return 'unclear';
      size = tasks.length;
      const found = named(tasks, jobId);
      if (found) return found;
      const ids = idsOf(tasks);
      if (ids === '') break;
      if (ids === before) {
        // chance, or a server that knows no pages and gives everything each time: such a one does so for any page
        const far = await listing.page(profile, PAGES, signal);
        const late = named(far, jobId);
        if (late) return late;
        if (idsOf(far) === ids) {
          if (tasks.length >= listing.size) return 'unclear';
          break;
        }
      }
      before = ids;
      listed += tasks.length;
      for (const each of tasks) {
        seen.add(each.id);
        const early = each.createdAt !== undefined && each.createdAt < since - SKEW;
        if (each.externalId === undefined && !early) nameless.add(each.id);
      }
    }
    // The pages of one sweep hold as many entries as there are tasks. Where the order changes between pages some come
    // twice and others not at all; once as many different ones were seen, none is left that was not.
    if (seen.size >= listed) return searchNameless(profile, nameless, jobId, signal);
  }
  return 'unclear';
}

/** Reads the tasks singly that a list did not name: each of them may be the one. */
async function searchNameless(
  profile: Profile,
  nameless: ReadonlySet<string>,
  jobId: string,
  signal: AbortSignal,
): Promise<Task | 'absent' | 'unclear'> {
  if (nameless.size > NAMELESS) return 'unclear';
  let unclear = false;
  for (const id of nameless) {
    const task = await profile.task(id, signal);
    if (task?.externalId === jobId) return task;
    unclear ||= task !== undefined && task.externalId === undefined;
  }
  return unclear ? 'unclear' : 'absent';
}

const named = (tasks: readonly Task[], jobId: string) => tasks.find(({ externalId }) => externalId === jobId);

/** The same for the same tasks in any order. */
const idsOf = (tasks: readonly Task[]) =>
  tasks
    .map(({ id }) => id)
    .sort()
    .join();

/** A page; an empty one where it is refused because the one before was the last; undefined where it is refused all the same. */
async function nextPage(
  profile: Profile,
  listing: Listing,
  page: number,
  before: number,
  signal: AbortSignal,
): Promise<readonly Task[] | undefined> {
  try {
    return await listing.page(profile, page, signal);
  } catch (error) {
    if (page === 1 || !(error instanceof KlingError) || error.kind !== 'invalid') throw error;
    return before < listing.size ? [] : undefined;
  }
}
