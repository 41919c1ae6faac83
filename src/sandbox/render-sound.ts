import { ALL_FORMATS, AudioSampleSink, FilePathSource, Input } from 'mediabunny';
import { SPEECH_RATE, speechSamples } from './speech.ts';
import { planSpeech, type Words } from './speech-plan.ts';

/** One channel of sound in memory. */
export interface Pcm {
  readonly rate: number;
  readonly samples: Float32Array;
}

/** What a task's face speaks: a recording on the disk, or words. */
export type Sound = { readonly kind: 'recording'; readonly path: string } | ({ readonly kind: 'words' } & Words);

/** The longest sound taken into memory; a little over the 300 s that a task may have. */
const LONGEST = 310;

/** The whole sound, mixed to one channel. */
export async function hear(sound: Sound): Promise<Pcm> {
  return sound.kind === 'words'
    ? { rate: SPEECH_RATE, samples: join([...speechSamples(planSpeech(sound))]) }
    : decode(sound.path);
}

async function decode(path: string): Promise<Pcm> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('The audio holds no sound');
  const pieces: Float32Array[] = [];
  let rate = 0;
  for await (const sample of new AudioSampleSink(track).samples(0, LONGEST)) {
    rate = sample.sampleRate;
    pieces.push(mono(sample));
    sample.close();
  }
  if (rate === 0) throw new Error('The audio holds no sound');
  return { rate, samples: join(pieces) };
}

function mono(sample: {
  readonly numberOfChannels: number;
  readonly numberOfFrames: number;
  copyTo(target: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void;
}): Float32Array {
  const mixed = new Float32Array(sample.numberOfFrames);
  const channel = new Float32Array(sample.numberOfFrames);
  for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
    sample.copyTo(channel, { planeIndex, format: 'f32-planar' });
    for (let index = 0; index < mixed.length; index++) {
      mixed[index] = (mixed[index] ?? 0) + (channel[index] ?? 0) / sample.numberOfChannels;
    }
  }
  return mixed;
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** How loud each frame is, from 0 to 1 (1 is what is only exceeded by one frame in twenty), rising fast and falling softly. */
export function loudnessPerFrame({ rate, samples }: Pcm, fps: number, frames: number): Float32Array {
  const raw = Float32Array.from({ length: frames }, (_, index) => {
    const piece = samples.subarray(Math.round((index * rate) / fps), Math.round(((index + 1) * rate) / fps));
    let sum = 0;
    for (const sample of piece) sum += sample * sample;
    return piece.length > 0 ? Math.sqrt(sum / piece.length) : 0;
  });
  const loud = raw.toSorted()[Math.floor(frames * 0.95)] || 1;
  let level = 0;
  return raw.map((value) => {
    const now = Math.min(1, value / loud);
    level = now > level ? level + (now - level) * 0.8 : level + (now - level) * 0.45;
    return level;
  });
}
