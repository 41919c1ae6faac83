import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { Agent, request } from 'undici';
import type { Clock } from '../../clock.ts';
import { described } from '../described.ts';
import { withSignal } from '../own-signal.ts';
import type { PostFile } from '../platform.ts';
import type { IsSlacks } from './hosts.ts';

/** Without a further byte taken, or an answer after the last one, for so long (ms): given up. */
const STALL = 60_000;

const CONNECT_TIMEOUT = 10_000;

/** What became of bytes that were sent. Nobody sees them yet, whatever it is: they can always be sent anew. */
export type SentBytes = 'sent' | 'too_large' | 'later';

/** Sends the bytes of files to where Slack wants them. */
export interface SendBytes {
  /**
   * @param address as `files.getUploadURLExternal` gave it; a secret
   * @throws the signal's reason
   */
  send(address: string, file: Pick<PostFile, 'path' | 'bytes'>, signal: AbortSignal): Promise<SentBytes>;
  close(): Promise<void>;
}

export interface SendBytesOptions {
  readonly isSlacks: IsSlacks;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Logger;
}

/** Streams each file from the disk, a little at a time; what the SDK has for this reads it into memory whole. */
export function createSendBytes({ isSlacks, clock, log }: SendBytesOptions): SendBytes {
  // its own timeouts take a slow line for one that stalls: the watch below looks at the bytes
  const dispatcher = new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_TIMEOUT },
  });

  async function send(
    url: URL,
    { path, bytes }: Pick<PostFile, 'path' | 'bytes'>,
    ends: AbortSignal,
    moves: () => void,
  ) {
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
      body: Readable.from(read(path, bytes, moves), { objectMode: false }),
      signal: ends,
    });
    await body.dump();
    return statusCode;
  }

  return {
    async send(address, file, signal) {
      signal.throwIfAborted();
      const url = URL.parse(address);
      if (url === null || !isSlacks(url)) {
        log.error({ host: url?.hostname }, 'Slack wants a file sent to somewhere that is not Slack: it was not sent');
        return 'later';
      }
      const stalled = new AbortController();
      let unwatch = () => {};
      const watch = () => {
        unwatch();
        unwatch = clock.after(STALL, () => stalled.abort(new Error('the upload stalled')));
      };
      watch();
      try {
        const status = await withSignal(signal, (own) =>
          send(url, file, AbortSignal.any([own, stalled.signal]), watch),
        );
        if (status === 200) return 'sent';
        log.warn({ status }, 'Slack did not take the bytes of a file');
        return status === 413 ? 'too_large' : 'later';
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: described(error) }, 'the bytes of a file could not be sent to Slack');
        return 'later';
      } finally {
        unwatch();
      }
    },

    close: () => dispatcher.destroy(),
  };
}

/** The bytes that were announced, and no more. @param moves is called whenever some were taken */
async function* read(path: string, bytes: number, moves: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
    moves();
    yield chunk;
  }
}
