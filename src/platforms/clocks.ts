/** What is left between this clock and a platform's once they were compared (ms): a clock that was put right since, for the most. */
const CLOCKS_APART = 300_000;

/**
 * From when on to look for a post (ms) that was first tried at a time; undefined where that is still to come: it was told by a clock that
 * was put back, and all is looked at.
 */
export function lookFrom(since: number, now: number): number | undefined {
  return since > now ? undefined : since - CLOCKS_APART;
}
