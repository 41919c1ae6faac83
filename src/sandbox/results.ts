import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { planSpeech } from './speech-plan.ts';
import { speechWav } from './speech-wav.ts';
import type { SpeechRecord } from './task.ts';

/** A file of the results' folder, as it goes over the wire. */
export interface ResultFile {
  readonly path: string;
  readonly type: 'video/mp4' | 'audio/wav';
}

/** Makes the file of a speech when it is first asked for. */
export async function speechFile(speech: SpeechRecord, path: string): Promise<ResultFile> {
  const made = await sizeOf(path);
  if (made === undefined) {
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.${process.hrtime.bigint()}`;
    await pipeline(Readable.from(speechWav(planSpeech(speech))), createWriteStream(part));
    await rename(part, path);
  }
  return { path, type: 'audio/wav' };
}

/** Serves a file, or the one range of it that was asked for. 404 where it is gone. */
export async function serveFile({ path, type }: ResultFile, rangeHeader: string | undefined): Promise<Response> {
  const size = await sizeOf(path);
  if (size === undefined) return new Response('NoSuchKey', { status: 404 });
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' };
  const range = parseRange(rangeHeader, size);
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const partial = range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {};
  return new Response(toWeb(createReadStream(path, { start, end })), {
    status: range ? 206 : 200,
    headers: { ...headers, ...partial, 'content-length': String(end - start + 1) },
  });
}

/** Announces a whole file, sends half of it, and hangs up. */
export async function serveHalf({ path, type }: ResultFile, outgoing: ServerResponse): Promise<Response> {
  const size = (await sizeOf(path)) ?? 2;
  outgoing.writeHead(200, { 'content-type': type, 'content-length': size });
  for await (const piece of createReadStream(path, { end: Math.floor(size / 2) - 1 })) outgoing.write(piece);
  outgoing.write('', () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}

/** Sends a file in twenty pieces, with a pause before each. */
export async function serveSlowly({ path, type }: ResultFile, pause: () => Promise<void>): Promise<Response> {
  const size = (await sizeOf(path)) ?? 0;
  async function* trickle() {
    for await (const piece of createReadStream(path, { highWaterMark: Math.max(1, Math.ceil(size / 20)) })) {
      await pause();
      yield piece;
    }
  }
  return new Response(toWeb(Readable.from(trickle(), { objectMode: false })), {
    headers: { 'content-type': type, 'content-length': String(size) },
  });
}

function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The first byte range of a header (RFC 9110 §14); undefined where it names none that makes sense. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
