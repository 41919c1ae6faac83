import {
  ADTS,
  FilePathSource,
  FLAC,
  Input,
  type InputFormat,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';

/**
 * The containers that are read, by the names they have here. HLS is not among them, and must not be: a playlist names
 * further files and addresses, which would be read from this machine.
 */
const TYPES = new Map<InputFormat, string>([
  [MP3, 'mp3'],
  [WAVE, 'wav'],
  [OGG, 'ogg'],
  [FLAC, 'flac'],
  [ADTS, 'aac'],
  [MP4, 'mp4'],
  [QTFF, 'mov'],
  [WEBM, 'webm'],
  [MATROSKA, 'mkv'],
]);
const FORMATS = [MP4, QTFF, WEBM, MATROSKA, WAVE, OGG, FLAC, MP3, ADTS];

/** Opens a local sound or film file; the caller disposes of it (`using`). */
export function openInput(path: string): Input {
  return new Input({ source: new FilePathSource(path), formats: FORMATS });
}

/** The container by its bytes; undefined for one that is not read. */
export async function containerOf(input: Input): Promise<string | undefined> {
  return (await input.canRead()) ? TYPES.get(await input.getFormat()) : undefined;
}
