import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './problems.ts';

/** Bytes of a body that holds no files. */
const LIMIT = 1_000_000;

/**
 * Reads a body of at most 1 MB, with or without a declared length; the rest of a larger one is left unread.
 * @throws HttpProblem
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > LIMIT) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // the connection is still needed for the answer
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > LIMIT) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpProblem ? error : new HttpProblem(400, 'http_body_broken');
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new HttpProblem(413, 'http_body_large', { params: { megabytes: LIMIT / 1e6 }, headers: { Connection: 'close' } });
