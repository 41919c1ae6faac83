import { KlingError, NotSent, UnknownOutcome } from '../kling/errors.ts';
import type { Profile } from '../kling/profile.ts';
import { splitSpeech } from '../kling/speech-text.ts';
import { Refusal } from '../refusal.ts';
import type { JobContext } from './context.ts';
import { blobKeys, pieceKey } from './identity.ts';
import type { Job, SpeechPiece } from './job.ts';
import { update } from './transitions.ts';

/** Calls for one piece: an unknown outcome is repeated once, and counted as possibly charged. */
const CALLS = 2;

/** Speech of one piece (bytes): 300 s of WAV at 48 kHz, mono. */
const PIECE_LIMIT = 30_000_000;

/** Kling takes sound of at least this length (s); shorter speech is padded. */
const SHORTEST = 2;

/** Speech that was made could not be fetched from Kling yet. It is paid: fetching is tried again. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched';

  constructor(cause: Error) {
    super(`The speech could not be fetched: ${cause.message}`, { cause });
  }
}

/**
 * Makes the words speech, where the profile does not take words. Costs money and has no id to look for: each call is
 * persisted before it is made, each result after.
 * @throws Refusal when the words came out too long, or Kling lost its answer twice
 * @throws NotFetched when what was made cannot be had just now
 * @throws KlingError, NotSent as the call did
 */
export async function makeSpeech(context: JobContext, profile: Profile, job: Job, signal: AbortSignal): Promise<Job> {
  const { speak } = job.ask;
  if (speak.kind !== 'words' || job.sound || !profile.speak) return job;
  let speaking = job;
  const pieces = job.speech ?? splitSpeech(speak.text).map((text) => ({ text, calls: 0 }));
  for (let at = 0; at < pieces.length; at++) {
    speaking = await speakPiece(context, profile.speak, speaking, speaking.speech ?? pieces, at, signal);
  }
  const done = speaking.speech ?? [];
  const seconds = done.reduce((sum, piece) => sum + (piece.seconds ?? 0), 0);
  if (seconds > context.maxVideoSeconds) {
    throw new Refusal('input', 'job_speech_too_long', { seconds: Math.ceil(seconds), max: context.maxVideoSeconds });
  }
  if (seconds > speaking.estimate) {
    const longer = update(speaking, { estimate: seconds }, context.clock.now());
    await context.ledger.raise(longer);
    await context.records.save(longer);
    speaking = longer;
  }
  if (done.length === 1 && seconds >= SHORTEST) return speaking;
  const sound = await join(context, job.id, done, signal);
  const joined = update(speaking, { sound }, context.clock.now());
  await context.records.save(joined);
  return joined;
}

async function speakPiece(
  context: JobContext,
  speak: NonNullable<Profile['speak']>,
  job: Job,
  pieces: readonly SpeechPiece[],
  at: number,
  signal: AbortSignal,
): Promise<Job> {
  const piece = pieces[at];
  const { speak: words } = job.ask;
  if (!piece || words.kind !== 'words' || piece.audioId !== undefined) return job;
  if (piece.calls >= CALLS) throw new Refusal('unavailable', 'job_speech_unknown');

  const calling = await save(context, job, pieces, at, { ...piece, calls: piece.calls + 1 });
  try {
    const voice = { id: words.voiceId, language: words.language };
    const speech = await speak(piece.text, voice, signal);
    const { audioId, url, seconds } = speech;
    return await save(context, calling, calling.speech ?? pieces, at, {
      ...piece,
      calls: piece.calls + 1,
      audioId,
      url,
      seconds,
    });
  } catch (error) {
    if (error instanceof KlingError || error instanceof NotSent)
      await save(context, calling, calling.speech ?? pieces, at, piece);
    if (!(error instanceof UnknownOutcome)) throw error;
    context.log.warn({ job: job.id, err: error }, 'it is not known whether Kling made the speech');
    return speakPiece(context, speak, calling, calling.speech ?? pieces, at, signal);
  }
}

async function save(
  context: JobContext,
  job: Job,
  pieces: readonly SpeechPiece[],
  at: number,
  piece: SpeechPiece,
): Promise<Job> {
  const saved = update(job, { speech: pieces.with(at, piece) }, context.clock.now());
  await context.records.save(saved);
  return saved;
}

/** Fetches the pieces and makes one recording of them, of the length that Kling takes. */
async function join(context: JobContext, id: string, pieces: readonly SpeechPiece[], signal: AbortSignal) {
  const { blobs, media } = context;
  const { sound } = blobKeys(id);
  const keys = pieces.map((_, at) => pieceKey(id, at));
  for (const [at, { url = '' }] of pieces.entries()) await fetchPiece(context, keys[at] ?? '', url, signal);
  const joined = await withFiles(context, keys, (paths) =>
    blobs.keepFile(sound, (output) => media.joinAudio(paths, output)),
  );
  for (const key of keys) await blobs.remove(key);
  return joined;
}

async function fetchPiece(context: JobContext, key: string, url: string, signal: AbortSignal): Promise<void> {
  try {
    await context.blobs.put(key, await context.download(url, PIECE_LIMIT, signal), PIECE_LIMIT);
  } catch (error) {
    if (signal.aborted || !(error instanceof Refusal) || error.key === 'storage_full') throw error;
    throw new NotFetched(error);
  }
}

async function withFiles<T>(
  context: JobContext,
  keys: readonly string[],
  use: (paths: readonly string[]) => Promise<T>,
  paths: readonly string[] = [],
): Promise<T> {
  const [key, ...rest] = keys;
  if (key === undefined) return use(paths);
  return context.blobs.withFile(key, (path) => withFiles(context, rest, use, [...paths, path]));
}
