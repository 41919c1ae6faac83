import type { Asked } from '../../commands/desk.ts';
import { jobId } from '../jobs/identity.ts';

/** Names the message that answers a request in public, where no private one can be shown; a word to somebody. */
export function replyKey({ key, at }: Asked['origin']): string {
  return `${jobId(key, at)}w`;
}

/** Where an answer is said: in the place, to the person alone, or to them alone with a file. */
export type Way = 'open' | 'alone' | 'file';

const LETTERS: Readonly<Record<Way, string>> = { open: 'w', alone: 'd', file: 'f' };

/** An answer's key for one way to say it. What is posted twice under one key is one message, in its first words and first place. */
export function keyFor(way: Way, replyKey: string): string {
  return replyKey.slice(0, -1) + LETTERS[way];
}
