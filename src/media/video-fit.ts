import { copyFile, stat } from 'node:fs/promises';
import { Conversion, FilePathTarget, type InputVideoTrack, Mp4OutputFormat, Output, Quality } from 'mediabunny';
import { Refusal } from '../refusal.ts';
import { LIMITS } from './limits.ts';
import type { VideoFacts } from './media.ts';
import { openInput } from './open-input.ts';
import { checkVideo } from './video-check.ts';

const { video } = LIMITS;

/** Share of the bytes that is planned for; containers and rate control want the rest. */
const PLANNED = 0.93;
/** A result that is still too large is tried again with less. */
const TRIES = 3;

export interface FitOrder {
  readonly input: string;
  readonly output: string;
  readonly maxBytes: number;
}

export interface FitPlan {
  readonly width: number;
  readonly height: number;
  /** Bits per second of the picture. */
  readonly bitrate: number;
}

/** See {@link Media.fitVideo}. A video that fits already keeps its bytes. */
export async function fitVideo({ input, output, maxBytes }: FitOrder): Promise<VideoFacts> {
  const facts = await checkVideo(input);
  if (facts.bytes <= maxBytes) {
    await copyFile(input, output);
    return facts;
  }
  const framesPerSecond = await frameRate(input);
  let budget = maxBytes;
  for (let left = TRIES; left > 0; left--) {
    const plan = planFit(facts, framesPerSecond, budget);
    if (plan === undefined) break;
    await convert(input, output, plan);
    const { size } = await stat(output);
    if (size <= maxBytes) return await checkVideo(output);
    budget *= (maxBytes / size) * PLANNED;
  }
  throw new Refusal('too_large', 'media_video_unfit', { megabytes: Math.floor(maxBytes / 100_000) / 10 });
}

/**
 * The picture that fits into so many bytes: smaller, where there would be too few bits for each of its pixels; undefined
 * where it would have to be smaller than is worth looking at.
 */
export function planFit(
  facts: Omit<VideoFacts, 'bytes'>,
  framesPerSecond: number,
  maxBytes: number,
): FitPlan | undefined {
  const bitrate = Math.floor((maxBytes * 8 * PLANNED) / facts.seconds - video.soundBitrate);
  const pixels = bitrate / (video.bitsPerPixel * framesPerSecond);
  const scale = Math.min(1, Math.sqrt(Math.max(0, pixels) / (facts.width * facts.height)));
  const least = Math.min(video.minSide, facts.width, facts.height);
  if (Math.min(facts.width, facts.height) * scale < least) return undefined;
  return { width: even(facts.width * scale), height: even(facts.height * scale), bitrate };
}

/** H.264 halves the colours' resolution: sides are even. */
function even(pixels: number): number {
  return Math.max(2, Math.floor(pixels / 2) * 2);
}

async function frameRate(path: string): Promise<number> {
  using input = openInput(path);
  const track: InputVideoTrack | null = await input.getPrimaryVideoTrack();
  const { averagePacketRate = 0 } = (await track?.computePacketStats(100)) ?? {};
  return averagePacketRate > 0 ? averagePacketRate : 30;
}

async function convert(path: string, target: string, plan: FitPlan): Promise<void> {
  using input = openInput(path);
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(target),
  });
  const conversion = await Conversion.init({
    input,
    output,
    tracks: 'primary',
    tags: {},
    showWarnings: false,
    video: {
      codec: 'avc',
      width: plan.width,
      height: plan.height,
      fit: 'fill',
      allowTransformationMetadata: false,
      quality: new Quality({ bitrate: plan.bitrate }),
      hardwareAcceleration: 'prefer-software',
      forceTranscode: true,
    },
    audio: { codec: 'aac', quality: new Quality({ bitrate: video.soundBitrate }), forceTranscode: true },
  });
  if (!conversion.isValid) throw new Refusal('input', 'media_video_broken');
  await conversion.execute();
}
