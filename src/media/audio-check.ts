import { stat } from 'node:fs/promises';
import { EncodedPacketSink, type Input, type InputAudioTrack } from 'mediabunny';
import { Refusal } from '../refusal.ts';
import { LIMITS } from './limits.ts';
import type { AudioFacts } from './media.ts';
import { containerOf, openInput } from './open-input.ts';
import { declaredWavSeconds } from './wav-claim.ts';

const { sound } = LIMITS;

/** What sums of sample times and a codec's last frame may add to a length (seconds). */
const ROUNDING = 0.1;

/** Reads what a recording says about itself and decodes nothing. */
export async function checkAudio(path: string): Promise<AudioFacts> {
  const { size } = await stat(path);
  if (size > sound.bytes) throw new Refusal('too_large', 'media_audio_bytes', { megabytes: sound.bytes / 1_000_000 });
  if (size === 0) throw new Refusal('type', 'media_audio_type');
  using input = openInput(path);
  return await readAudio(() => describe(input, path));
}

/** Gives what a parser throws at bytes that it cannot make sense of the sentence for it. */
export async function readAudio<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal || isSystemError(error)) throw error;
    throw new Refusal('input', 'media_audio_broken', {}, { cause: error });
  }
}

/** The disk's errors, which say nothing about the file's contents. FFmpeg's have codes that are numbers. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function describe(input: Input, path: string): Promise<AudioFacts> {
  const container = await containerOf(input);
  if (container === undefined) throw new Refusal('type', 'media_audio_type');
  const track = await soundTrack(input);
  const claim = container === 'wav' ? await declaredWavSeconds(path) : undefined;
  const seconds = claim ?? (await track.getDurationFromMetadata()) ?? (await walked(track));
  if (!(seconds > 0)) throw new Refusal('input', 'media_audio_none');
  checkLength(seconds);
  const film = (await input.getVideoTracks()).length > 0;
  return { type: container === 'mp4' && !film ? 'm4a' : container, seconds };
}

/** The one voice that is used of a recording. */
export async function soundTrack(input: Input): Promise<InputAudioTrack> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw new Refusal('input', 'media_audio_none');
  if ((await track.getCodec()) === null) throw new Refusal('type', 'media_audio_type');
  return track;
}

export function checkLength(seconds: number): void {
  if (seconds > sound.maxSeconds + ROUNDING) throw new Refusal('input', 'media_audio_long', { max: sound.maxSeconds });
}

/** Where the header says nothing (streams that were written as they came): from packet to packet, no further than may be. */
async function walked(track: InputAudioTrack): Promise<number> {
  let end = 0;
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    end = Math.max(end, packet.timestamp + packet.duration);
    checkLength(end);
  }
  return end;
}
