import type { IncomingMessage } from 'node:http';

/** All bytes of a request; rejects when the connection ends before they do. */
export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
