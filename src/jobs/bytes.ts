import type { Blobs } from '../media/blobs.ts';
import { blobKeys, pieceKey } from './identity.ts';
import type { Job } from './job.ts';

/** Removes all bytes that are kept for a job. @returns how many files there were */
export async function removeBytes(blobs: Blobs, { id, speech }: Job): Promise<number> {
  let removed = 0;
  const pieces = (speech ?? []).map((_, at) => pieceKey(id, at));
  for (const key of [...Object.values(blobKeys(id)), ...pieces]) if (await blobs.remove(key)) removed += 1;
  return removed;
}
