import { bringHome } from './bring-home.ts';
import type { JobContext, Outcome } from './context.ts';
import { cancelVideo } from './endings.ts';
import type { Job } from './job.ts';
import type { Notes } from './notes.ts';
import { post } from './post.ts';
import { mayBeThere } from './transitions.ts';
import { withdraw } from './withdraw.ts';

/** Brings the finished video home, and to the person who asked: delivering → delivered. */
export async function deliver(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  if (notes.cancel !== undefined && !mayBeThere(job)) return cancelVideo(context, job);
  if (job.erased && job.posting) return withdraw(context, job, job.posting, signal);
  return job.video ? post(context, job, notes, signal) : bringHome(context, job, signal);
}
