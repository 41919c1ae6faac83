import { unlessAborted } from '../clock.ts';
import { MissingBlob } from '../media/blobs.ts';
import { Refusal } from '../refusal.ts';
import type { JobContext, Outcome } from './context.ts';
import { cancel, fail } from './endings.ts';
import { blobKeys } from './identity.ts';
import type { Job } from './job.ts';
import { isSameTarget } from './kling-api.ts';
import type { Notes } from './notes.ts';
import { move, update } from './transitions.ts';
import { turnstile } from './turnstile.ts';

/** Jobs prepared at once: enough to keep the converting processes busy, few enough to leave workers for deliveries. */
const AT_ONCE = 8;

/** Turns copied bytes into what Kling takes: accepted → queued. */
export interface Preparer {
  prepare(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome>;
}

/** @param wake wakes a job that had to wait for its turn */
export function preparer(wake: (id: string) => void): Preparer {
  const turns = turnstile({ atOnce: AT_ONCE, atOnceOfOne: AT_ONCE, wake });
  return {
    async prepare(context, job, notes, signal) {
      const { target, profile } = context.api();
      const other = !isSameTarget(job.target, target);
      if (other || notes.cancel !== undefined) {
        turns.leave(job.id);
        return other ? fail(context, job, { key: 'job_other_target' }) : cancel(context, job);
      }
      if (!profile) return { job };
      const step = () => unlessAborted(convert(context, { ...job, target }, profile.takes), signal);
      return (await turns.pass(job.id, step)) ?? { job };
    },
  };
}

async function convert(
  context: JobContext,
  job: Job,
  takes: { readonly ratio: boolean; readonly sound: 'bytes' | 'url' },
): Promise<Outcome> {
  const { blobs, media, clock } = context;
  const keys = blobKeys(job.id);
  try {
    const frame = takes.ratio ? {} : { frame: job.ask.ratio };
    const asIs = await blobs.withFile(keys.photo, async (photo) => {
      if (await media.isPhotoReady(photo, frame)) return true;
      await blobs.keepFile(keys.image, (image) => media.preparePhoto(photo, image, frame));
      return undefined;
    });
    let prepared = update(job, { photoAsIs: asIs }, clock.now());
    if (job.ask.speak.kind === 'recording') {
      if (takes.sound === 'url' && context.links.media(keys.sound) === undefined) {
        throw new Refusal('unavailable', 'job_needs_public_url');
      }
      const sound = await blobs.withFile(keys.audio, (audio) =>
        blobs.keepFile(keys.sound, (path) => media.prepareAudio(audio, path)),
      );
      if (sound.seconds > context.maxVideoSeconds) {
        throw new Refusal('input', 'job_too_long', { seconds: Math.ceil(sound.seconds), max: context.maxVideoSeconds });
      }
      prepared = update(prepared, { sound: { seconds: sound.seconds } }, clock.now());
      // a header may claim less than there is
      if (sound.seconds > job.estimate) {
        prepared = update(prepared, { estimate: sound.seconds }, clock.now());
        await context.ledger.raise(prepared);
      }
    }
    const queued = move(prepared, 'queued', {}, clock.now());
    await context.records.save(queued);
    return { job: queued };
  } catch (error) {
    if (error instanceof MissingBlob) return fail(context, job, { key: 'job_bytes_gone' });
    if (!(error instanceof Refusal) || error.key === 'storage_full') throw error;
    return fail(context, job, error);
  }
}
