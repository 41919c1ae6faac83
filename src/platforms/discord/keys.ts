import type { Asked } from '../../../commands/desk.ts';
import { jobId } from '../../jobs/identity.ts';

/** Names the message that answers a request in public, where no private one can be shown; a word to somebody. */
export function replyKey({ key, at }: Asked['origin']): string {
  return `${jobId(key, at)}w`;
}
