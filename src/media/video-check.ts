import { stat } from 'node:fs/promises';
import { EncodedPacketSink, type InputTrack, type InputVideoTrack } from 'mediabunny';
import { Refusal } from '../refusal.ts';
import type { VideoFacts } from './media.ts';
import { containerOf, openInput } from './open-input.ts';

/**
 * Reads an MP4's tables and its first and last packets, and decodes nothing: cheap enough for every video that is made. A
 * download that stopped short is seen by the packets that the tables promise and the file does not hold.
 */
export async function checkVideo(path: string): Promise<VideoFacts> {
  const { size } = await stat(path);
  using input = openInput(path);
  try {
    if ((await containerOf(input)) !== 'mp4') throw new Error('not an MP4');
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new Error('no picture');
    await checkPicture(track);
    let seconds = 0;
    for (const each of await input.getTracks()) seconds = Math.max(seconds, await endOf(each));
    return { seconds, width: await track.getDisplayWidth(), height: await track.getDisplayHeight(), bytes: size };
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new Refusal('input', 'media_video_broken', {}, { cause: error });
  }
}

async function checkPicture(track: InputVideoTrack): Promise<void> {
  if ((await track.getCodec()) === null || (await track.getDecoderConfig()) === null)
    throw new Error('unknown picture codec');
  const first = await new EncodedPacketSink(track).getFirstPacket();
  if (first === null || first.byteLength === 0) throw new Error('no first picture');
  if ((await track.determinePacketType(first)) === 'delta')
    throw new Error('the first picture builds on one that is not there');
}

/** When a track ends (seconds), by the last packet that it really holds. */
async function endOf(track: InputTrack): Promise<number> {
  const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY);
  if (last === null) throw new Error(`the ${track.type} track is cut off`);
  const end = last.timestamp + last.duration;
  if (!(end > 0)) throw new Error(`the ${track.type} track has no length`);
  return end;
}
