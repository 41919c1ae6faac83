import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../refusal.ts';
import { isDiskFull } from './blobs-folder.ts';

/** Bytes that were copied to a local file. Whoever takes it may move it away; whoever made it removes what is left. */
export interface Upload {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

interface KeepOptions {
  readonly limit: number;
  /** What is thrown past the limit. */
  readonly large: () => Error;
  readonly signal: AbortSignal;
}

/**
 * Writes a stream to a new file while counting and hashing it. The caller removes the file, also after a failure.
 * @throws what `large` makes, or Refusal `unavailable` (`storage_full`)
 */
export async function keepUpload(
  source: AsyncIterable<Uint8Array>,
  path: string,
  options: KeepOptions,
): Promise<Upload> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > options.limit) throw options.large();
      hash.update(chunk);
      yield chunk;
    }
  }
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  try {
    await pipeline(source, measured, file, { signal: options.signal });
  } catch (error) {
    // a pipeline fails without waiting for a file that is being opened: it would appear after the caller removed it
    await closed;
    if (!isDiskFull(error)) throw error;
    throw new Refusal('unavailable', 'storage_full', {}, { cause: error });
  }
  return { path, bytes, sha256: hash.digest('hex') };
}
