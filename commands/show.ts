import { blobKeys } from '../src/jobs/identity.ts';
import type { Job } from '../src/jobs/job.ts';
import { MissingBlob } from '../src/media/blobs.ts';
import { Refusal } from '../src/refusal.ts';
import { say } from '../src/texts.ts';
import type { Pressed } from './desk.ts';
import { ownJob } from './may.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';

/** Shows a kept video to the one who asked for it, and to nobody else. */
export async function show(
  { records, blobs, platform, videoLink }: Pick<DeskParts, 'records' | 'blobs' | 'platform' | 'videoLink'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const job = await ownJob(records, caller, subject);
  const origin = line('post_video', { person: { person: job.requester.person } });
  const keys = blobKeys(job.id);
  const limit = platform(caller.place.platform)?.uploadLimit(caller.place) ?? 0;
  const kept = await Promise.all([keys.video, keys.fit].map(async (key) => ({ key, bytes: await blobs.size(key) })));
  const fits = kept.find(({ bytes }) => bytes !== undefined && bytes <= limit);
  if (fits?.bytes !== undefined) {
    const { key, bytes } = fits;
    const shown = message(caller.locale, ['show_video', origin]);
    const file = { bytes, name: `${job.id}.mp4`, alt: altOf(job, caller.locale) };
    return blobs.withFile(key, (path) => answer.say(shown, { ...file, path })).catch(gone);
  }
  if (kept[0]?.bytes === undefined) throw new Refusal('missing', 'show_gone');
  const link = videoLink(keys.video);
  if (!link) throw new Refusal('too_large', 'show_large', { megabytes: Math.floor(limit / 1_000_000) });
  const shown = line('show_link', { video: { url: link.url, label: 'link_video' } });
  await answer.say(message(caller.locale, [shown, origin]));
}

/** What the video is for those who cannot see it. */
function altOf({ ask }: Job, locale: Pressed['caller']['locale']): string {
  const { speak } = ask;
  return speak.kind === 'words'
    ? say('show_alt', { words: speak.text.slice(0, 900) }, locale)
    : say('show_alt_recording', {}, locale);
}

/** It was cleared away in between. */
function gone(error: unknown): never {
  if (error instanceof MissingBlob) throw new Refusal('missing', 'show_gone');
  throw error;
}
