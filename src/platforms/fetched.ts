import { Refusal } from '../refusal.ts';
import type { TextKey } from '../texts.ts';

/** Answers of a host that has no such file any more: its link has expired, or its message was deleted. */
const GONE: ReadonlySet<string | number | undefined> = new Set([403, 404, 410]);

/** What somebody is told of a file that they sent on a platform, and whose address they never saw. */
export interface FileSentences {
  readonly gone: TextKey;
  /** It may be had later. */
  readonly failed: TextKey;
  /** It is not on the platform's own hosts. */
  readonly elsewhere: TextKey;
}

/**
 * Bytes of a guarded fetch, whose refusals are said in the platform's own sentences, also while the bytes are read.
 * @param limit in bytes
 * @throws Refusal, and whatever else `fetch` throws
 */
export async function fetched(
  fetch: () => Promise<AsyncIterable<Uint8Array>>,
  limit: number,
  sentences: FileSentences,
): Promise<AsyncIterable<Uint8Array>> {
  try {
    return reading(await fetch(), limit, sentences);
  } catch (error) {
    throw asTold(error, limit, sentences);
  }
}

async function* reading(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  sentences: FileSentences,
): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw asTold(error, limit, sentences);
  }
}

/** Refusals that are no guarded fetch's are the platform's own, and are sentences already. */
function asTold(error: unknown, limit: number, { gone, failed, elsewhere }: FileSentences): unknown {
  if (!(error instanceof Refusal) || !error.key.startsWith('media_')) return error;
  const { kind, key, params } = error;
  const cause = { cause: error };
  if (kind === 'too_large') return tooLarge(limit, cause);
  if (key === 'media_url_elsewhere') return new Refusal(kind, elsewhere, params, cause);
  if (key === 'media_url_status' && GONE.has(params.status)) return new Refusal('missing', gone, {}, cause);
  return new Refusal('unavailable', failed, {}, cause);
}

/** @param limit in bytes */
export function tooLarge(limit: number, options?: ErrorOptions): Refusal {
  return new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.round(limit / 100_000) / 10 }, options);
}
