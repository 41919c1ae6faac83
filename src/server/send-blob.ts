import type { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import type { Blobs } from '../media/blobs.ts';
import type { AppContext } from './deps.ts';
import { HttpProblem } from './problems.ts';
import { parseRange } from './range.ts';

/** Lets a browser that opens the file itself play it, and do nothing else. */
const FILE_POLICY = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'";

export interface BlobAnswer {
  readonly type: string;
  /** What the file is called when it is saved: no quotes, ASCII. */
  readonly filename: string;
  /** Thrown when the bytes are not there. */
  readonly gone: () => HttpProblem;
  readonly onBroken: (error: unknown) => void;
}

/**
 * Answers GET and HEAD with a kept file: whole, in part, or 304. A key's bytes never change once they are shown, so its
 * entity tag is made of the key and the size.
 */
export async function sendBlob(c: AppContext, blobs: Blobs, key: string, answer: BlobAnswer): Promise<Response> {
  const size = await blobs.size(key);
  if (size === undefined) throw answer.gone();
  const tag = `"${key}-${size}"`;
  const headers = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': `inline; filename="${answer.filename}"`,
    'Content-Security-Policy': FILE_POLICY,
    'Content-Type': answer.type,
    ETag: tag,
  };
  if (names(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers);

  const head = c.req.method === 'HEAD';
  const condition = c.req.header('if-range');
  const ranged = !head && (condition === undefined || condition === tag);
  const range = parseRange(ranged ? c.req.header('range') : undefined, size);
  if (range === 'unsatisfiable') {
    throw new HttpProblem(416, 'http_range', { params: { size }, headers: { 'Content-Range': `bytes */${size}` } });
  }
  const part = range === 'whole' ? undefined : range;
  const length = part ? part.end - part.start + 1 : size;
  const status = part ? 206 : 200;
  const sized = {
    ...headers,
    'Content-Length': String(length),
    ...(part && { 'Content-Range': `bytes ${part.start}-${part.end}/${size}` }),
  };
  if (head || size === 0) return c.body(null, status, sized);

  const bytes = await blobs.read(key, part);
  if (!bytes) throw answer.gone();
  const broken = (error: unknown) => {
    answer.onBroken(error);
    // the length was promised: a connection that breaks tells the reader that bytes are missing
    c.env.outgoing.destroy();
  };
  return c.body(ReadableStream.from(reading(bytes, broken)), status, sized);
}

async function* reading(source: Readable, broken: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    broken(error);
  }
}

function names(header: string | undefined, tag: string): boolean {
  const tags = header?.split(',').map((entry) => entry.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(tag);
}
