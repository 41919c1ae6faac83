import {
  AudioSample,
  AudioSampleSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
} from 'mediabunny';
import { drawFrame } from './render-frame.ts';
import { BT709, pictureOn } from './render-planes.ts';
import { layOut } from './render-scene.ts';
import { hear, loudnessPerFrame, type Sound } from './render-sound.ts';

export interface VideoSpec {
  readonly photo: string;
  readonly sound: Sound;
  /** Absent: the photo's own shape. */
  readonly ratio?: '16:9' | '9:16' | '1:1';
  readonly output: string;
}

const FPS = 15;

/** Makes an MP4 (H.264 and AAC, its index in front) of a photo that moves with a sound. Gives its length in seconds. */
export async function renderVideo({ photo, sound, ratio, output }: VideoSpec): Promise<{ readonly seconds: number }> {
  const [scene, pcm] = await Promise.all([layOut(photo, ratio), hear(sound)]);
  const seconds = pcm.samples.length / pcm.rate;
  const frames = Math.max(1, Math.ceil(seconds * FPS));
  const levels = loudnessPerFrame(pcm, FPS, frames);

  const file = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(output),
  });
  const video = new VideoSampleSource({
    codec: 'avc',
    quality: new Quality('medium'),
    keyFrameInterval: 4,
    hardwareAcceleration: 'prefer-software',
  });
  const audio = new AudioSampleSource({
    codec: 'aac',
    quality: new Quality('high'),
    transform: { sampleRate: 44_100, numberOfChannels: 1 },
  });
  file.addVideoTrack(video, { frameRate: FPS });
  file.addAudioTrack(audio);
  await file.start();

  const bytes = new Uint8Array(scene.width * scene.height * 1.5);
  const picture = pictureOn(bytes, scene.width, scene.height);
  const geometry = { format: 'I420', codedWidth: scene.width, codedHeight: scene.height, colorSpace: BT709 } as const;
  for (let index = 0; index < frames; index++) {
    const timestamp = index / FPS;
    if (index % FPS === 0) await addSound(audio, pcm.samples, pcm.rate, timestamp);
    drawFrame(scene, levels, index, timestamp, picture);
    using sample = new VideoSample(bytes, { ...geometry, timestamp, duration: 1 / FPS });
    await video.add(sample);
  }
  await file.finalize();
  return { seconds };
}

/** Adds one second of the sound. */
async function addSound(audio: AudioSampleSource, samples: Float32Array, rate: number, from: number): Promise<void> {
  const data = samples.slice(Math.round(from * rate), Math.round((from + 1) * rate));
  if (data.length === 0) return;
  using sample = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: rate, timestamp: from });
  await audio.add(sample);
}
