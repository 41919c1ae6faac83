/**
 * Every figure of this room. Kling's own: a photo of at most 10 MB and at least 300 px (the contract page), between 1:2.5
 * and 2.5:1, sound of 2 to 300 s and 5 MB (the live API). The others bound what strangers may have read here.
 * Bytes are decimal: 1 MB is 1,000,000.
 */
export const LIMITS = {
  photo: {
    bytes: 60_000_000,
    pixels: 100_000_000,
    /** The shorter side. */
    minSide: 300,
    /** The longer side by the shorter one. */
    maxRatio: 2.5,
    preparedBytes: 10_000_000,
    preparedSide: 4096,
    /** The longer side of a photo that was framed: more than any video that Kling makes of it. */
    framedSide: 1920,
    /** How far a photo's ratio may be from the one that was asked for before it is framed. */
    ratioTolerance: 0.02,
  },
  sound: {
    bytes: 50_000_000,
    minSeconds: 2,
    maxSeconds: 300,
    preparedBytes: 5_000_000,
    /** One channel; 300 s of it are 4.8 MB. */
    bitrate: 128_000,
  },
  video: {
    /** Bits per second of a fitted video's sound. */
    soundBitrate: 64_000,
    /** Bits per pixel under which H.264 smears a talking head; the picture is made smaller first. */
    bitsPerPixel: 0.05,
    /** The shorter side that a fitted picture keeps at least. */
    minSide: 240,
  },
  feed: {
    bytes: 5_000_000,
    items: 200,
    /** Characters. */
    title: 300,
    summary: 2_000,
    /** Characters of HTML of which a text is made; what comes after them would be cut anyway. */
    html: 50_000,
    /** Characters of an id or a link: what is longer is none. */
    id: 2_000,
  },
} as const;
