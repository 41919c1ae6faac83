import type { FindOutcome, Post, Sought } from '../../src/platforms/platform.ts';

/** After a try, what was lost may still show for so long (ms). */
const SETTLE = 20_000;

/** For so long a file that was about to be shown is waited for (ms). */
const DOUBT = 600_000;

/** What a platform knows of posts that remembers no keys: when each was last tried, and by which trace a file would show. */
export function paperTries(now: () => number) {
  const last = new Map<string, number>();
  let traces = 0;
  return {
    /** A try is made. @returns the trace that its file would show by, once its caller has that */
    async of({ key, file, mark }: Post): Promise<string | undefined> {
      last.set(key, now());
      if (!file) return undefined;
      const trace = `file${++traces}`;
      await mark?.(trace);
      return trace;
    },
    /** What can be told of a post that does not show. */
    unseen({ key, file, trace }: Sought, since: number, isHidden: boolean): FindOutcome {
      const tried = last.get(key) ?? since;
      if (!file || file.linked) {
        if (isHidden) return { outcome: 'blind' };
        return now() - tried < SETTLE ? { outcome: 'later', at: tried + SETTLE } : { outcome: 'absent', surely: true };
      }
      if (trace === undefined) return { outcome: 'absent', surely: true };
      return now() - tried < DOUBT ? { outcome: 'later' } : { outcome: 'blind' };
    },
  };
}
