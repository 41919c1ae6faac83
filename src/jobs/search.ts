import type { Profile, Task } from '../kling/profile.ts';
import type { Listing } from './listing.ts';

/** Sweeps of the list in one search. Each pass over a list that changes its order sees a part; together they see it all. */
const SWEEPS = 8;

/** `pageNum` goes to 1000 (facts/kling.md §4). */
const PAGES = 1000;

/**
 * Looks for a task by the job's id, wherever the profile lets it be looked up.
 * @returns the task; `absent` when everything was seen and it is not there; `unclear` when that cannot be said
 * @throws what the reads throw: that proves nothing either
 */
export async function search(
  profile: Profile,
  listing: Listing,
  jobId: string,
  signal: AbortSignal,
): Promise<Task | 'absent' | 'unclear'> {
  const task = await profile.taskByExternalId?.(jobId, signal);
  if (task) return task;
  const seen = new Set<string>();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let listed = 0;
    let before = '';
    for (let page = 1; page <= PAGES; page++) {
      const tasks = await listing.page(profile, page, signal);
      const found = tasks.find((each) => each.externalId === jobId);
      if (found) return found;
      const ids = tasks.map((each) => each.id);
      // the end, or a server that knows no pages and gives the same one again
      if (ids.length === 0 || ids.join() === before) break;
      before = ids.join();
      listed += ids.length;
      for (const id of ids) seen.add(id);
    }
    // The pages of one sweep hold as many entries as there are tasks. Where the order changes between pages some come
    // twice and others not at all; once as many different ones were seen, none is left that was not.
    if (seen.size >= listed) return 'absent';
  }
  return 'unclear';
}
