import type { OpenOutcome } from '../platforms/platform.ts';
import { say } from '../texts.ts';
import type { Job, Place, Posting } from './job.ts';
import type { Outlet, StatusOutcome } from './outlet.ts';

/** Where a video may be posted, in the order in which it is tried: each has the audience of the place asked in, or a smaller one. */
const STAGES = ['there', 'channel', 'direct'] as const satisfies readonly Posting['stage'][];

/** Characters of a job's id that tell threads of one day apart. */
const SHORT = 4;

export type NextPlace =
  | ({ readonly outcome: 'open' } & Pick<Posting, 'stage' | 'place' | 'status'>)
  | Exclude<OpenOutcome, { readonly outcome: 'open' }>
  | Extract<StatusOutcome, { readonly outcome: 'soon' }>;

/**
 * The next place for a job's video: where answers to the job belong, then the channel of a thread that everybody may see, then
 * a direct message. What nobody asked for in its place is for that place alone, and for whoever had it announced. `closed` when none is left; `soon` while the status message is about to be there.
 * @param after the place that was tried and found closed
 */
export async function nextPlace(
  outlet: Outlet,
  job: Job,
  after: Pick<Posting, 'stage' | 'place' | 'status'> | undefined,
  signal: AbortSignal,
): Promise<NextPlace> {
  const left = after ? STAGES.slice(STAGES.indexOf(after.stage) + 1) : STAGES;
  // a status message may be waited for, so that it is asked for once
  const known = after ? undefined : await outlet.statusOf(job, signal);
  if (known?.outcome === 'soon') return known;
  const status = known?.outcome === 'there' ? known.sent : after?.status;
  for (const stage of left) {
    const opened = await open(outlet, job, stage, status, signal);
    if (opened.outcome === 'later') return opened;
    if (opened.outcome === 'closed' || (after && isSamePlace(opened.place, after.place))) continue;
    return { ...opened, stage, ...(status && { status: { place: status.place, message: status.message } }) };
  }
  return { outcome: 'closed' };
}

/** What a video answers in a place: the status message beside it, else the message that asked. */
export function answeredIn({ place, status }: Pick<Posting, 'place' | 'status'>, job: Job): string | undefined {
  if (status && isSamePlace(status.place, place)) return status.message;
  return isSamePlace(job.place, place) ? job.replyTo : undefined;
}

async function open(
  outlet: Outlet,
  job: Job,
  stage: Posting['stage'],
  status: Posting['status'],
  signal: AbortSignal,
): Promise<OpenOutcome> {
  const { thread, ...channel } = job.place;
  switch (stage) {
    case 'there':
      if (!status || thread !== undefined || job.place.private) return { outcome: 'open', place: job.place };
      return outlet.openThread(status, titleOf(job), signal);
    case 'channel':
      return job.place.private || job.announced ? { outcome: 'closed' } : { outcome: 'open', place: channel };
    case 'direct':
      return outlet.openDirect(job.requester.person, job.place, signal);
  }
}

export const isSamePlace = (a: Place, b: Place): boolean =>
  a.platform === b.platform && a.space === b.space && a.channel === b.channel && a.thread === b.thread;

/** Says nothing of the person or the words: a title is seen by everybody, and stays when a person is erased. */
function titleOf({ id, day, requester }: Job): string {
  return say('post_thread', { day, id: id.slice(-SHORT) }, requester.locale);
}
