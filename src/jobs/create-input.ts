import { buffer } from 'node:stream/consumers';
import type { CreateInput, Profile, Sound } from '../kling/profile.ts';
import { Refusal } from '../refusal.ts';
import type { JobContext } from './context.ts';
import { blobKeys } from './identity.ts';
import type { Job } from './job.ts';

/** What a job's create says. @throws Refusal when its bytes are gone, or Kling could not fetch them */
export async function createInput(context: JobContext, profile: Profile, job: Job): Promise<CreateInput> {
  const { ask } = job;
  const keys = blobKeys(job.id);
  const callbackUrl = context.links.callback(job.id);
  return {
    externalId: job.id,
    image: await bytesOf(context, job.photoAsIs ? keys.photo : keys.image),
    sound: await soundOf(context, profile, job),
    ratio: ask.ratio,
    ...(ask.prompt === undefined ? {} : { prompt: ask.prompt }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };
}

async function soundOf(context: JobContext, profile: Profile, job: Job): Promise<Sound> {
  const { speak } = job.ask;
  if (job.sound) {
    const key = blobKeys(job.id).sound;
    if (profile.takes.sound === 'bytes') return { kind: 'bytes', bytes: await bytesOf(context, key) };
    const url = context.links.media(key);
    if (url === undefined) throw new Refusal('unavailable', 'job_needs_public_url');
    return { kind: 'url', url };
  }
  const [piece] = job.speech ?? [];
  if (piece?.audioId !== undefined) return { kind: 'speech', audioId: piece.audioId };
  if (speak.kind === 'recording') throw new Refusal('missing', 'job_bytes_gone');
  return { kind: 'text', text: speak.text, voiceId: speak.voiceId };
}

async function bytesOf(context: JobContext, key: string): Promise<Uint8Array> {
  const stream = await context.blobs.read(key);
  if (!stream) throw new Refusal('missing', 'job_bytes_gone');
  return buffer(stream);
}
