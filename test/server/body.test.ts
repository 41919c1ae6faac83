import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request, createServer as serve } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readBody } from '../../src/server/body.ts';
import { problemResponse } from '../../src/server/problems.ts';

/** A server that answers with what it read; `late` ends the reading. */
async function openServer() {
  const late = new AbortController();
  const arrived = Promise.withResolvers<void>();
  const server = serve((incoming: IncomingMessage, answer) => {
    incoming.once('readable', () => arrived.resolve());
    readBody(incoming, late.signal).then(
      (body) => answer.end(body),
      (problem) => {
        const { status, headers } = problemResponse(problem);
        answer.writeHead(status, Object.fromEntries(headers)).end(problem.key);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { port, late, arrived: arrived.promise };
}

test('a body that does not arrive in time is answered, and its connection closed', async () => {
  const { port, late, arrived } = await openServer();
  const slow = request({ port, method: 'POST', headers: { 'content-length': 100 } });
  slow.on('error', () => undefined);
  slow.write('{"text":');
  const answered = once(slow, 'response') as Promise<[IncomingMessage]>;
  await arrived;
  late.abort();
  const [answer] = await answered;
  expect([answer.statusCode, answer.headers.connection]).toEqual([408, 'close']);
  expect((await answer.toArray()).join('')).toBe('http_body_slow');
  await once(answer.socket, 'close');
});

test('a body that breaks off is refused as such', async () => {
  const incoming = {
    headers: {},
    iterator: async function* () {
      yield Buffer.from('{');
      throw new Error('aborted');
    },
  } as unknown as IncomingMessage;
  await expect(readBody(incoming)).rejects.toMatchObject({ status: 400, key: 'http_body_broken' });
});
