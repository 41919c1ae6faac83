import { unlessAborted } from '../clock.ts';
import { MissingBlob } from '../media/blobs.ts';
import type { Post, PostFile, Sought } from '../platforms/platform.ts';
import { Refusal } from '../refusal.ts';
import { say } from '../texts.ts';
import type { JobContext } from './context.ts';
import { blobKeys } from './identity.ts';
import type { Announced, Job, Posting } from './job.ts';

/** What every chat takes, with room for what goes around a file (bytes): Discord's 10 MiB is the least (facts/discord.md). */
const SMALL = 9.5 * 2 ** 20;

/** Words in a file's description (characters), of the 1,024 that {@link PostFile.alt} may have. */
const ALT_WORDS = 900;

/** The video as it can be posted: its file, perhaps made smaller, or a link to it. */
export type Parcel =
  | { readonly kind: 'file'; readonly blob: string; readonly bytes: number }
  | { readonly kind: 'link'; readonly url: string; readonly until: number };

/**
 * Gets the video ready for a place that takes `atMost` bytes; undefined where it can be neither made so small nor linked to.
 * A video that is linked to is kept from now on, for as long as the link lives.
 * @throws MissingBlob when the video is not kept any more
 */
export async function pack(
  context: JobContext,
  job: Job,
  atMost: number,
  signal: AbortSignal,
): Promise<Parcel | undefined> {
  const { video, fit } = blobKeys(job.id);
  const bytes = await context.blobs.size(video);
  if (bytes === undefined) throw new MissingBlob(video);
  if (bytes <= atMost) return { kind: 'file', blob: video, bytes };
  const smaller = atMost > 0 ? await fitted(context, job, atMost, signal) : undefined;
  if (smaller !== undefined) return { kind: 'file', blob: fit, bytes: smaller };
  const link = context.links.video(video);
  if (link) await context.blobs.touch(video, context.clock.now());
  return link && { kind: 'link', ...link };
}

/** The size (bytes) to try next after one that was refused though it should have been taken; 0 for no file at all. */
export const lessThan = (refused: number): number => (refused > SMALL ? SMALL : 0);

/** Makes a smaller copy of the video, or takes the one that was made before. @returns its bytes; undefined when it would be ruined */
async function fitted(
  { blobs, media, log }: JobContext,
  job: Job,
  atMost: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { video, fit } = blobKeys(job.id);
  const made = await blobs.size(fit);
  if (made !== undefined && made <= atMost) return made;
  try {
    const making = blobs.withFile(video, (from) => blobs.keepFile(fit, (to) => media.fitVideo(from, to, atMost)));
    return (await unlessAborted(making, signal)).bytes;
  } catch (error) {
    // what is not about the video, such as a full disk or a stop, may pass
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
    log.warn({ job: job.id, err: error, atMost }, 'the video cannot be made small enough to be posted');
    return undefined;
  }
}

export function fileOf(job: Job, path: string, bytes: number): PostFile {
  return { path, bytes, name: fileName(job.id), alt: altOf(job) };
}

function altOf({ ask: { speak }, requester: { locale }, announced }: Job): string {
  if (speak.kind === 'recording') return say('post_alt_recording', {}, locale);
  const text = [...speak.text].slice(0, ALT_WORDS).join('');
  return announced
    ? say('post_alt_announced', { text, presenter: announced.presenter }, locale)
    : say('post_alt_words', { text }, locale);
}

/** The video as it is named on the platform: after its job, so that it can be found again. */
const fileName = (id: string) => `${id}.mp4`;

/** The key under which a job's video is posted, wherever that is. */
export const videoKey = (id: string) => `${id}v`;

/** What the last try to post a job's video is looked for by. */
export const soughtOf = (id: string, { trace, atMost, since, tried = since }: Posting): Sought => ({
  key: videoKey(id),
  file: { name: fileName(id), ...(atMost === 0 && { linked: true }) },
  ...(trace !== undefined && { trace }),
  tried,
});

/** The message that brings the video, of which the person who asked is told; an announcement carries its words, and tells nobody. */
export function messageOf(job: Job, parcel: Parcel): Post['message'] {
  const { person, locale = 'en' } = job.requester;
  const lines: Post['message']['lines'] = job.announced
    ? announcementLines(job, job.announced)
    : [{ key: 'post_video', params: { person: { person } } }];
  const pings = job.announced ? [] : [person];
  return { locale, lines: [...lines, ...linkLines(job, parcel)], pings };
}

function announcementLines({ ask: { speak } }: Job, { presenter, cut }: Announced): Post['message']['lines'] {
  return [
    ...(speak.kind === 'words' ? [{ key: 'post_announced_words', params: { words: speak.text } } as const] : []),
    { key: 'post_announced', params: { presenter } },
    ...(cut ? [{ key: 'post_announced_cut' } as const] : []),
  ];
}

function linkLines({ posting }: Job, parcel: Parcel): Post['message']['lines'] {
  if (parcel.kind === 'file') return [];
  const { url, until } = parcel;
  const params = { link: { url, label: 'post_link_label' }, until: { when: until } } as const;
  const why = posting?.fileless;
  return why === undefined ? [{ key: 'post_link', params }] : [{ key: why }, { key: 'post_link_fileless', params }];
}
