import type { IncomingMessage } from 'node:http';
import { unlessAborted } from '../clock.ts';
import { HttpProblem } from './problems.ts';

/** Bytes of a body that holds no files. */
const LIMIT = 1_000_000;

/** How long all of such a body may take to arrive (s): it is held in memory, and comes from strangers too. */
const SECONDS = 15;

/**
 * Reads a body of at most 1 MB, with or without a declared length; the rest of a larger one, or of one that is too slow, is left unread.
 * @param late aborts when the body is to be there
 * @throws HttpProblem
 */
export async function readBody(
  incoming: IncomingMessage,
  late: AbortSignal = AbortSignal.timeout(SECONDS * 1_000),
): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > LIMIT) throw tooLarge();
  try {
    return await unlessAborted(allOf(incoming), late);
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw late.aborted ? tooSlow() : new HttpProblem(400, 'http_body_broken');
  }
}

async function allOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // the connection is still needed for the answer
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new HttpProblem(413, 'http_body_large', { params: { megabytes: LIMIT / 1e6 }, headers: { Connection: 'close' } });

const tooSlow = () =>
  new HttpProblem(408, 'http_body_slow', { params: { seconds: SECONDS }, headers: { Connection: 'close' } });
