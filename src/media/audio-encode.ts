import {
  AudioSample,
  AudioSampleSink,
  AudioSampleSource,
  type Input,
  Mp3OutputFormat,
  Output,
  Quality,
  type Target,
  WavOutputFormat,
} from 'mediabunny';
import { Refusal } from '../refusal.ts';
import { checkLength, soundTrack } from './audio-check.ts';
import { LIMITS } from './limits.ts';

const { sound } = LIMITS;

/** What MP3 (MPEG 1 and 2) can hold (Hz); other rates become the one that speech loses nothing by. */
const MP3_RATES = new Set([16_000, 22_050, 24_000, 32_000, 44_100, 48_000]);
const USUAL_RATE = 48_000;
/** What is kept of the longest recordings (seconds): an mp3 encoder adds up to 0.15 s, and Kling counts them. */
const KEPT = sound.maxSeconds - 0.25;
/** How much silence is made at a time (seconds). */
const SILENCE = 0.5;

/** The rate (Hz) that an mp3 of this recording is made in. */
export async function mp3Rate(input: Input): Promise<number> {
  const rate = await (await soundTrack(input)).getSampleRate();
  return MP3_RATES.has(rate) ? rate : USUAL_RATE;
}

/**
 * Writes recordings end to end, as one channel, padded with silence to the least length. Gives the true length (seconds);
 * stops as soon as that passes the limit, whatever the headers say. All inputs must have the same rate and channels.
 */
export async function encode(
  inputs: readonly Input[],
  target: Target,
  as: 'mp3' | 'wav',
  rate: number,
): Promise<number> {
  const format = as === 'mp3' ? new Mp3OutputFormat() : new WavOutputFormat();
  const output = new Output({ format, target });
  const source = new AudioSampleSource({
    codec: as === 'mp3' ? 'mp3' : 'pcm-s16',
    ...(as === 'mp3' && { quality: new Quality({ bitrate: sound.bitrate, bitrateMode: 'constant' }) }),
    transform: { numberOfChannels: 1, sampleRate: rate },
  });
  output.addAudioTrack(source);
  await output.start();
  try {
    let end = 0;
    let shape = { sampleRate: rate, numberOfChannels: 1 };
    for (const input of inputs) {
      const from = end;
      for await (const sample of decoded(input)) {
        using placed = sample;
        placed.setTimestamp(from + placed.timestamp);
        const until = placed.timestamp + placed.duration;
        checkLength(until);
        if (until > KEPT) continue;
        end = Math.max(end, until);
        shape = placed;
        await source.add(placed);
      }
    }
    if (end === 0) throw new Refusal('input', 'media_audio_none');
    for (; as === 'mp3' && end < sound.minSeconds; end += SILENCE) {
      using silent = silence(end, shape);
      await source.add(silent);
    }
    source.close();
    await output.finalize();
    return end;
  } catch (error) {
    await output.cancel();
    throw error;
  }
}

/** The sound of a file, its first sample at 0 s. */
export async function* decoded(input: Input): AsyncGenerator<AudioSample> {
  const track = await soundTrack(input);
  let first: number | undefined;
  for await (const sample of new AudioSampleSink(track).samples()) {
    first ??= sample.timestamp;
    sample.setTimestamp(Math.max(0, sample.timestamp - first));
    yield sample;
  }
}

function silence(
  timestamp: number,
  { sampleRate, numberOfChannels }: { sampleRate: number; numberOfChannels: number },
) {
  const data = new Float32Array(Math.round(SILENCE * sampleRate) * numberOfChannels);
  return new AudioSample({ data, format: 'f32', numberOfChannels, sampleRate, timestamp });
}
