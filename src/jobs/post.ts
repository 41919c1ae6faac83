import { MissingBlob } from '../media/blobs.ts';
import type { PostOutcome } from '../platforms/platform.ts';
import { StoreError } from '../store/store-error.ts';
import type { JobContext, Outcome } from './context.ts';
import { cancelVideo, fail, keep, posted } from './endings.ts';
import type { Job, Posting } from './job.ts';
import type { Notes } from './notes.ts';
import type { Outlet } from './outlet.ts';
import { fileOf, lessThan, messageOf, type Parcel, pack, soughtOf, videoKey } from './parcel.ts';
import { answeredIn, nextPlace } from './places.ts';
import { asleep, blind, later, unconnected } from './post-later.ts';
import { mayBeThere, update } from './transitions.ts';

interface Ways {
  readonly context: JobContext;
  readonly outlet: Outlet;
  readonly signal: AbortSignal;
}

/**
 * Posts the video that is home, once: delivering → delivered. Each try is persisted before it is made; what became of one
 * that was lost (no answer, or a crash) is found out by looking, and where nobody can tell, a person decides.
 */
export async function post(context: JobContext, job: Job, notes: Notes, signal: AbortSignal): Promise<Outcome> {
  const { posting, notBefore } = job;
  const outlet = context.outlets.of(job.place.platform);
  // an order given before the doubt that it is about was shown is about an older one
  const ordered = posting?.blind !== undefined && notes.post !== undefined && notes.post >= posting.blind;
  if (notes.post !== undefined && !ordered) await context.notes.clear(job.id, 'post');
  if (posting?.blind !== undefined && !(ordered && outlet)) return asleep(context, job, posting.blind);
  if (notBefore !== undefined && context.clock.now() < notBefore) return { job, at: notBefore };
  if (!outlet) return unconnected(context, job);

  const ways = { context, outlet, signal };
  try {
    if (posting && ordered) return await lookOnce(ways, job, posting);
    if (posting && mayBeThere(job)) return await look(ways, job, posting);
    return await begin(ways, job);
  } catch (error) {
    if (signal.aborted || error instanceof StoreError) throw error;
    const latest = (await context.records.get(job.id)) ?? job;
    if (error instanceof MissingBlob) return fail(context, latest, { key: 'post_video_gone' }, { posting: undefined });
    context.log.error({ job: job.id, err: error }, 'the video could not be posted; trying again');
    return later(context, latest);
  }
}

/** Nothing of it is anywhere yet. */
async function begin(ways: Ways, job: Job): Promise<Outcome> {
  if (job.posting) return attempt(ways, job, job.posting, false);
  return goTo(ways, job, undefined);
}

/** @param after the place that is closed, or gone with what was in it */
async function goTo(ways: Ways, job: Job, after: Posting | undefined): Promise<Outcome> {
  const { context, outlet, signal } = ways;
  const next = await nextPlace(outlet, job, after, signal);
  switch (next.outcome) {
    case 'open': {
      const { outcome: _, ...where } = next;
      return attempt(ways, job, { ...where, since: context.clock.now() }, false);
    }
    case 'later':
      return later(context, job, next.at);
    case 'soon':
      return { job, at: next.at };
    case 'closed':
      return keep(context, job, 'post_nowhere');
  }
}

const find = ({ outlet, signal }: Ways, { id }: Job, posting: Posting) =>
  outlet.find(posting.place, soughtOf(id, posting), posting.since, signal);

/** Finds out what became of a try. */
async function look(ways: Ways, job: Job, posting: Posting): Promise<Outcome> {
  const { context } = ways;
  const found = await find(ways, job, posting);
  switch (found.outcome) {
    case 'found':
      return posted(context, job, found.sent);
    case 'absent':
      return attempt(ways, job, posting, found.surely !== true);
    case 'later':
      return later(context, job, found.at);
    case 'blind':
      return blind(context, job, posting);
    case 'gone':
      if (found.at !== undefined) return later(context, job, found.at);
      // whoever could have seen it there cannot any more
      return goTo(ways, update(job, { posting: { ...posting, idle: true } }, context.clock.now()), posting);
  }
}

/** A person says that the video is not there: it is posted, unless it shows after all, having come since. */
async function lookOnce(ways: Ways, job: Job, posting: Posting): Promise<Outcome> {
  const { context } = ways;
  const found = await find(ways, job, posting);
  switch (found.outcome) {
    case 'found':
      return posted(context, job, found.sent);
    case 'later':
      return later(context, job, found.at);
    case 'absent':
    case 'blind':
    case 'gone':
      return attempt(ways, job, posting, false);
  }
}

/** @param again whether an earlier try at this place was lost, of which something may come yet */
async function attempt(ways: Ways, job: Job, posting: Posting, again: boolean): Promise<Outcome> {
  const { context, outlet, signal } = ways;
  const { stage, place, status, fileless } = posting;
  const atMost = Math.min(posting.atMost ?? Number.POSITIVE_INFINITY, outlet.uploadLimit(place));
  const parcel = await pack(context, job, atMost, signal);
  if (!parcel) return keep(context, job, fileless ?? 'post_too_large');
  const now = context.clock.now();
  const bound = parcel.kind === 'link' ? 0 : posting.atMost;
  const trying: Posting = {
    stage,
    place,
    ...(status && { status }),
    since: again ? posting.since : now,
    ...(again ? { tried: now } : {}),
    ...(bound === undefined ? {} : { atMost: bound }),
    ...(fileless === undefined ? {} : { fileless }),
  };
  const tried = update(job, { posting: trying, notBefore: undefined }, now);
  await context.records.save(tried);
  // whoever asks to cancel from here on reads in the record that it is too late
  if (!mayBeThere(job) && (await context.notes.read(job.id)).cancel !== undefined) return cancelVideo(context, tried);
  const { result, latest } = await send(ways, tried, trying, parcel);

  const refused = update(latest, { posting: again ? trying : { ...trying, idle: true } }, context.clock.now());
  switch (result.outcome) {
    case 'posted':
      return posted(context, latest, result.sent);
    case 'closed':
      // the try that was lost may still have come through before the place was closed
      return again ? blind(context, refused, trying) : goTo(ways, refused, trying);
    case 'too_large':
      if (parcel.kind === 'link') return keep(context, refused, 'post_too_large');
      return attempt(ways, refused, { ...trying, atMost: lessThan(parcel.bytes) }, again);
    case 'fileless':
      if (parcel.kind === 'link') return keep(context, refused, result.why);
      return attempt(ways, refused, { ...trying, atMost: 0, fileless: result.why }, again);
    case 'later':
      return later(context, refused, result.at);
    case 'unclear':
      return later(context, latest);
  }
}

/** @returns what came of it, with the record as it was persisted last: with what the platform knows the file by */
async function send(
  { context, outlet, signal }: Ways,
  tried: Job,
  trying: Posting,
  parcel: Parcel,
): Promise<{ readonly result: PostOutcome; readonly latest: Job }> {
  const { place } = trying;
  const replyTo = answeredIn(trying, tried);
  const post = {
    key: videoKey(tried.id),
    message: messageOf(tried, parcel),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
  if (parcel.kind === 'link') return { result: await outlet.post(place, post, signal), latest: tried };
  let latest = tried;
  const mark = async (trace: string) => {
    const now = context.clock.now();
    const marked = update(tried, { posting: { ...trying, tried: now, trace } }, now);
    await context.records.save(marked);
    latest = marked;
  };
  const result = await context.blobs.withFile(parcel.blob, (path) =>
    outlet.post(place, { ...post, file: fileOf(tried, path, parcel.bytes), mark }, signal),
  );
  return { result, latest };
}
