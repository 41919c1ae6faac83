import { hash } from 'node:crypto';

/** Base-36 digits for ms since the epoch: nine last beyond the year 5000. */
const TIME_DIGITS = 9;

/** Of 24 characters, a letter and the time take ten; 14 base-36 digits hold about 72 bits of the hash. */
const HASH_DIGITS = 14;

/**
 * A job's id, derived from what caused it: the same cause gives the same id. 24 characters of `[a-z0-9]`, never all digits,
 * sorted by the time of origin. With a letter added it is a Discord nonce (at most 25 characters).
 * @param at the cause's own time (ms since the epoch)
 */
export function jobId(originKey: string, at: number): string {
  const time = Math.max(0, Math.floor(at)).toString(36).padStart(TIME_DIGITS, '0');
  return `j${time}${shortHash(originKey, HASH_DIGITS)}`;
}

/** The end of a text's SHA-256 in base-36 digits, each of which holds 5.17 bits. */
export function shortHash(text: string, digits: number): string {
  return BigInt(`0x${hash('sha256', text)}`)
    .toString(36)
    .padStart(digits, '0')
    .slice(-digits);
}

/** Whether a text has the form of a job's id; nothing else may become part of a key, a path or a log line. */
export function isJobId(text: string): boolean {
  return /^j[0-9a-z]{23}$/.test(text);
}

/** The UTC day (`YYYY-MM-DD`) that a time (ms) falls on. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Where a job's bytes are kept. */
export const blobKeys = (id: string) => ({
  /** As they came in. */
  photo: `${id}.photo`,
  audio: `${id}.audio`,
  /** As Kling takes them. */
  image: `${id}.image`,
  sound: `${id}.sound`,
  video: `${id}.mp4`,
  /** A smaller copy of the video, for a place that takes no larger one. */
  fit: `${id}.fit.mp4`,
});

/** Where a piece of speech is kept until all are joined. */
export const pieceKey = (id: string, piece: number) => `${blobKeys(id).sound}.${piece}`;
