import {
  AdtsOutputFormat,
  ALL_FORMATS,
  type AudioCodec,
  AudioSample,
  AudioSampleSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  FlacOutputFormat,
  Input,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  Quality,
  VideoSample,
  VideoSampleSource,
  WavOutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import '../../src/media/codecs.ts';

/** What people send, by the name that the media room gives it. */
export const SOUNDS = {
  mp3: [() => new Mp3OutputFormat(), 'mp3'],
  wav: [() => new WavOutputFormat(), 'pcm-s16'],
  ogg: [() => new OggOutputFormat(), 'opus'],
  m4a: [() => new Mp4OutputFormat(), 'aac'],
  flac: [() => new FlacOutputFormat(), 'flac'],
  aac: [() => new AdtsOutputFormat(), 'aac'],
  /** As a browser records it: the length is not in the header. */
  webm: [() => new WebMOutputFormat({ appendOnly: true }), 'opus'],
} as const satisfies Record<string, readonly [() => OutputFormat, AudioCodec]>;

export interface SoundOptions {
  readonly rate?: number;
  readonly channels?: number;
}

function tone(from: number, frames: number, { rate = 48_000, channels = 1 }: SoundOptions = {}): AudioSample {
  // in place, since some of these are minutes long
  const data = new Float32Array(frames * channels);
  for (let at = 0; at < data.length; at++) data[at] = 0.3 * Math.sin(Math.floor(at / channels) / 17);
  return new AudioSample({ data, format: 'f32', numberOfChannels: channels, sampleRate: rate, timestamp: from });
}

/** Writes a tone of so many seconds. */
export async function makeSound(
  path: string,
  as: keyof typeof SOUNDS,
  seconds: number,
  options: SoundOptions = {},
): Promise<string> {
  const [format, codec] = SOUNDS[as];
  const { rate = 48_000 } = options;
  const output = new Output({ format: format(), target: new FilePathTarget(path) });
  const source = new AudioSampleSource({ codec, quality: new Quality({ bitrate: 64_000 }) });
  output.addAudioTrack(source);
  await output.start();
  for (let from = 0; from < seconds; from += 1) {
    using sample = tone(from, Math.round(Math.min(1, seconds - from) * rate), options);
    await source.add(sample);
  }
  await output.finalize();
  return path;
}

/** Writes a long recording quickly: the packets of a short one over and over. */
export async function makeLong(path: string, as: keyof typeof SOUNDS, seconds: number, short: string): Promise<string> {
  using input = new Input({ source: new FilePathSource(short), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !decoderConfig) throw new Error(`no sound in ${short}`);
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const [format, codec] = SOUNDS[as];
  const output = new Output({ format: format(), target: new FilePathTarget(path) });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  for (let at = 0; at < seconds; ) {
    for (const packet of packets) {
      await source.add(packet.clone({ timestamp: at }), { decoderConfig });
      at += packet.duration;
    }
  }
  await output.finalize();
  return path;
}

export interface FilmOptions {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly sound?: boolean;
  readonly format?: OutputFormat;
}

/** Writes a film (H.264, 10 pictures a second) of noise that moves: as hard to make small as anything. */
export async function makeFilm(
  path: string,
  { seconds, width, height, sound = true, format }: FilmOptions,
): Promise<string> {
  const output = new Output({
    format: format ?? new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(path),
  });
  const quality = new Quality({ bitrate: 2_000_000 });
  const picture = new VideoSampleSource({ codec: 'avc', quality, hardwareAcceleration: 'prefer-software' });
  const voice = new AudioSampleSource({ codec: 'aac', quality: new Quality({ bitrate: 64_000 }) });
  output.addVideoTrack(picture);
  if (sound) output.addAudioTrack(voice);
  await output.start();
  for (let frame = 0; frame < seconds * 10; frame++) {
    const pixels = Uint8Array.from(
      { length: width * height * 4 },
      (_, at) => ((at * 2_654_435_761) >>> 18) + frame * 31,
    );
    const timing = { timestamp: frame / 10, duration: 1 / 10 };
    using image = new VideoSample(pixels, { format: 'RGBX', codedWidth: width, codedHeight: height, ...timing });
    await picture.add(image);
    using heard = tone(frame / 10, 4_800);
    if (sound) await voice.add(heard);
  }
  await output.finalize();
  return path;
}
