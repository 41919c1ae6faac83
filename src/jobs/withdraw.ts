import { unlessAborted } from '../clock.ts';
import { backoff, type JobContext, type Outcome } from './context.ts';
import { cancelVideo } from './endings.ts';
import type { Job, Posting } from './job.ts';
import type { Outlet } from './outlet.ts';
import { soughtOf } from './parcel.ts';
import { update } from './transitions.ts';

/**
 * Ends a job whose person was erased while nobody knew whether its video had been posted: it is looked for, however long the
 * platform has to be waited for, and taken away where it is.
 */
export async function withdraw(context: JobContext, job: Job, posting: Posting, signal: AbortSignal): Promise<Outcome> {
  const { clock, log, outlets, records } = context;
  const { platform } = job.place;
  if (job.notBefore !== undefined && clock.now() < job.notBefore) return { job, at: job.notBefore };
  const outlet = outlets.of(platform);
  const outcome = outlet ? await takeBack(outlet, job.id, posting, signal) : 'later';
  if (outcome === 'later') {
    const tries = (job.tries ?? 0) + 1;
    const notBefore = clock.now() + backoff(tries);
    const waiting = update(job, { tries, notBefore }, clock.now());
    await records.save(waiting);
    return { job: waiting, at: notBefore };
  }
  if (outcome === 'blind')
    log.warn(
      { job: job.id, place: posting.place },
      `the video of a person who was erased may still be on ${platform}, where the bot cannot look: please look for it and delete it`,
    );
  return cancelVideo(context, job);
}

async function takeBack(
  outlet: Outlet,
  id: string,
  posting: Posting,
  signal: AbortSignal,
): Promise<'off' | 'later' | 'blind'> {
  const { place, trace } = posting;
  const found = await outlet.find(place, soughtOf(id, posting), posting.since, signal);
  if (found.outcome === 'found') {
    const removed = await unlessAborted(outlet.remove(found.sent), signal);
    return removed.outcome === 'later' ? 'later' : 'off';
  }
  if (found.outcome !== 'later' && found.outcome !== 'blind') return 'off';
  // it may show any time yet
  const withdrawn = trace === undefined ? undefined : await outlet.withdraw?.(place, trace);
  return withdrawn && withdrawn.outcome !== 'later' ? 'off' : found.outcome;
}
