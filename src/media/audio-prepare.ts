import { copyFile, stat } from 'node:fs/promises';
import { BufferSource, BufferTarget, FilePathTarget, Input, WAVE } from 'mediabunny';
import { Refusal } from '../refusal.ts';
import { checkAudio, checkLength, readAudio, soundTrack } from './audio-check.ts';
import { decoded, encode, mp3Rate } from './audio-encode.ts';
import { LIMITS } from './limits.ts';
import { containerOf, openInput } from './open-input.ts';

const { sound } = LIMITS;

/** What Kling is known to take inside the two containers that it takes. */
const TAKEN = new Map([
  ['mp3', 'mp3'],
  ['wav', 'pcm-s16'],
]);
/** The rate (Hz) that recordings of different rates are brought to before they are joined. */
const COMMON_RATE = 48_000;

export interface AudioOrder {
  readonly input: string;
  readonly output: string;
}

export interface JoinOrder {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** See {@link Media.prepareAudio}. A recording that is already as it should be keeps its bytes. */
export async function prepareAudio({ input: path, output }: AudioOrder): Promise<{ seconds: number }> {
  await checkAudio(path);
  using input = openInput(path);
  return await readAudio(async () => {
    const seconds = await readyLength(input, path);
    if (seconds === undefined) {
      return { seconds: await encode([input], new FilePathTarget(output), 'mp3', await mp3Rate(input)) };
    }
    await copyFile(path, output);
    return { seconds };
  });
}

/** See {@link Media.joinAudio}. */
export async function joinAudio({ inputs, output }: JoinOrder): Promise<{ seconds: number }> {
  if (inputs.length === 0) throw new Refusal('input', 'media_audio_none');
  const opened: Input[] = [];
  let claimed = 0;
  try {
    for (const path of inputs) {
      claimed += (await checkAudio(path)).seconds;
      checkLength(claimed);
      opened.push(openInput(path));
    }
    return await readAudio(async () => {
      const rates = new Set(await Promise.all(opened.map(shapeOf)));
      const alike = rates.size === 1 ? opened : await brought(opened);
      const rate = rates.size === 1 && opened[0] !== undefined ? await mp3Rate(opened[0]) : COMMON_RATE;
      return { seconds: await encode(alike, new FilePathTarget(output), 'mp3', rate) };
    });
  } finally {
    for (const input of opened) input.dispose();
  }
}

/** The true length of a recording that may be passed on as it is, every sample decoded; undefined for any other. */
async function readyLength(input: Input, path: string): Promise<number | undefined> {
  const codec = await (await soundTrack(input)).getCodec();
  if (TAKEN.get((await containerOf(input)) ?? '') !== codec) return undefined;
  if ((await stat(path)).size > sound.preparedBytes) return undefined;
  let end = 0;
  for await (const sample of decoded(input)) {
    end = Math.max(end, sample.timestamp + sample.duration);
    sample.close();
    checkLength(end);
  }
  return end >= sound.minSeconds && end <= sound.maxSeconds ? end : undefined;
}

async function shapeOf(input: Input): Promise<string> {
  const track = await soundTrack(input);
  return `${await track.getSampleRate()} ${await track.getNumberOfChannels()}`;
}

/** The same recordings, all of one rate and one channel. 300 s are 29 MB. */
async function brought(inputs: readonly Input[]): Promise<Input[]> {
  const same: Input[] = [];
  for (const input of inputs) {
    const target = new BufferTarget();
    await encode([input], target, 'wav', COMMON_RATE);
    if (target.buffer === null) throw new Error('a finished output has its bytes');
    same.push(new Input({ source: new BufferSource(target.buffer), formats: [WAVE] }));
  }
  return same;
}
