import type { Ratio } from '../kling/profile.ts';

/** What the bytes of a photo turned out to be. Pixels are as a viewer sees them: EXIF rotation applied. */
export interface PhotoFacts {
  readonly type: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** What the bytes of a recording turned out to be. */
export interface AudioFacts {
  /** Container as recognised from the bytes, e.g. `mp3`, `wav`, `ogg`, `m4a`, `webm`, `flac`, `aac`. */
  readonly type: string;
  readonly seconds: number;
}

export interface VideoFacts {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** What a feed holds, as plain text. */
export interface Feed {
  readonly title: string;
  readonly items: readonly FeedItem[];
}

export interface FeedItem {
  /** The feed's own id of it, else its link, else a hash of what it says. */
  readonly id: string;
  /** At most 300 characters. */
  readonly title: string;
  /** At most 2,000 characters, without HTML. */
  readonly summary: string;
  /** http or https; absent where it has none. */
  readonly link?: string;
  /** ms since the epoch, by the feed's own word. */
  readonly published?: number;
}

/**
 * Everything that parses untrusted bytes. Each call runs in a separate process with a limit on time and memory, reads and
 * writes local files by path, and throws a {@link Refusal} for bytes that cannot be used. Whatever else it throws is not the
 * file's fault, and the same call may succeed later.
 */
export interface Media {
  /** Cheap: type by bytes, header, dimensions. At most 60 MB and 100 megapixels; at least 300 px; between 1:2.5 and 2.5:1. */
  checkPhoto(path: string): Promise<PhotoFacts>;
  /** Cheap: type by bytes, declared length. At most 300 s (by header or by size). */
  checkAudio(path: string): Promise<AudioFacts>;
  /** Whether a photo can be sent to Kling byte for byte: such a JPEG or PNG already, without metadata, and whole to its last row. */
  isPhotoReady(path: string, options?: { readonly frame?: Ratio }): Promise<boolean>;
  /**
   * Makes the JPEG or PNG that Kling takes: upright, at most 10 MB, at least 300 px. With `frame`, the whole photo is laid
   * on a blurred copy of itself in that ratio, so that no face is cut. Where it was taken, when and by whom is left out.
   */
  preparePhoto(input: string, output: string, options?: { readonly frame?: Ratio }): Promise<void>;
  /** Makes the mp3 or wav that Kling takes: 2 s (padded with silence) to 300 s, at most 5 MB (5,000,000 bytes). Gives its length. */
  prepareAudio(input: string, output: string): Promise<{ readonly seconds: number }>;
  /** Joins recordings end to end into one mp3 under the same limits. */
  joinAudio(inputs: readonly string[], output: string): Promise<{ readonly seconds: number }>;
  /** Checks that a file is a video that plays: an MP4 with a decodable H.264 (or similar) picture track and a length. */
  checkVideo(path: string): Promise<VideoFacts>;
  /** Re-encodes a video to at most `maxBytes`; refuses (`media_video_unfit`) when that would ruin it. */
  fitVideo(input: string, output: string, maxBytes: number): Promise<VideoFacts>;
  /** Reads RSS, Atom or JSON Feed of at most 5 MB: at most 200 items, the latest ones first where the feed tells, without HTML. */
  readFeed(path: string): Promise<Feed>;
  /** Ends the processes; work in them is given up. */
  close(): Promise<void>;
}
