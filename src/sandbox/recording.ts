import { ApiError } from './replies.ts';

/** Bytes; the vendor says "5MB", of which this is the stricter reading. */
const LARGEST = 5_000_000;
const SHORTEST_SECONDS = 2;
const LONGEST_SECONDS = 300;

/**
 * Checks the bytes of a recording: mp3, wav, m4a or aac, at most 5 MB, 2 to 300 s.
 * @throws ApiError 1201
 */
export async function checkRecording(bytes: Uint8Array): Promise<void> {
  if (bytes.byteLength > LARGEST) throw new ApiError(1201, 'Audio size exceeds the limit of 5MB');
  checkSeconds(await measure(bytes));
}

export function checkSeconds(seconds: number): void {
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
    throw new ApiError(1201, `Audio duration is invalid: ${seconds.toFixed(2)}s, between 2s and 300s expected`);
  }
}

/** Reads containers and frame headers only; nothing is decoded, so no codec needs to be loaded. */
async function measure(bytes: Uint8Array): Promise<number> {
  const { ADTS, BufferSource, Input, MP3, MP4, WAVE } = await import('mediabunny');
  using input = new Input({ source: new BufferSource(bytes), formats: [MP3, WAVE, MP4, ADTS] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track && !(await input.getPrimaryVideoTrack())) return await track.computeDuration();
  } catch (cause) {
    throw new ApiError(1201, 'Audio format is invalid', { cause });
  }
  throw new ApiError(1201, 'Audio format is invalid');
}
