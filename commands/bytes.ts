import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blobKeys } from '../src/jobs/identity.ts';
import type { Records } from '../src/jobs/records.ts';
import type { Blobs } from '../src/media/blobs.ts';
import { LIMITS } from '../src/media/limits.ts';
import { keepUpload, type Upload } from '../src/media/upload.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import { atMost } from './at-most.ts';
import type { Caller, Photo } from './desk.ts';
import { ownJob } from './may.ts';
import type { Request } from './request.ts';

export interface Files {
  readonly photo: Upload;
  readonly audio?: Upload;
}

/** Copies the bytes of requests into local files. */
export interface Incoming {
  /** Gives the files for as long as `use` runs; it may move them away. @throws Refusal for bytes that cannot be had */
  withFiles<T>(
    request: Request & { readonly photo: Photo },
    signal: AbortSignal,
    use: (files: Files) => Promise<T>,
  ): Promise<T>;
}

export interface IncomingOptions {
  readonly platform: (name: string) => Pick<Platform, 'fetch'> | undefined;
  readonly records: Pick<Records, 'get'>;
  readonly blobs: Pick<Blobs, 'read'>;
  /** An existing folder. */
  readonly dir: string;
  readonly randomId: () => string;
}

/** Requests whose bytes are copied and checked at once: what a burst may take of the disk and of open connections. */
const AT_ONCE = 16;

const KINDS = {
  photo: { limit: LIMITS.photo.bytes, large: 'media_photo_bytes' },
  audio: { limit: LIMITS.sound.bytes, large: 'media_audio_bytes' },
} as const;

type Kind = keyof typeof KINDS;

function tooLarge(kind: Kind): Refusal {
  const { limit, large } = KINDS[kind];
  return new Refusal('too_large', large, { megabytes: limit / 1_000_000 });
}

/** @throws Refusal when a file is declared to be larger than is taken */
export function checkSizes({ photo, audio }: Request): void {
  for (const [kind, source] of [['photo', photo] as const, ['audio', audio] as const]) {
    if (source && 'file' in source && source.file.bytes > KINDS[kind].limit) throw tooLarge(kind);
  }
}

export function incoming({ platform, records, blobs, dir, randomId }: IncomingOptions): Incoming {
  const slots = atMost(AT_ONCE);

  async function open(
    kind: Kind,
    source: Photo,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    if ('file' in source) {
      const from = platform(caller.place.platform);
      if (!from) throw new Refusal('unavailable', 'ask_closing');
      return from.fetch(source.file, KINDS[kind].limit, signal);
    }
    const { id } = await ownJob(records, caller, source.job);
    const kept = await blobs.read(blobKeys(id)[kind]);
    if (!kept) throw new Refusal('missing', 'again_gone');
    return kept;
  }

  return {
    withFiles: (request, signal, use) =>
      slots(async () => {
        signal.throwIfAborted();
        const failed = new AbortController();
        const either = AbortSignal.any([signal, failed.signal]);
        const paths: string[] = [];
        const copy = async (kind: Kind, source: Photo): Promise<Upload> => {
          const path = join(dir, randomId());
          paths.push(path);
          try {
            const bytes = await open(kind, source, request.caller, either);
            const large = () => tooLarge(kind);
            return await keepUpload(bytes, path, { limit: KINDS[kind].limit, large, signal: either });
          } catch (error) {
            failed.abort(error);
            throw error;
          }
        };
        const copies = [copy('photo', request.photo), request.audio && copy('audio', request.audio)] as const;
        try {
          const [photo, audio] = await Promise.all(copies);
          return await use({ photo, ...(audio ? { audio } : {}) });
        } finally {
          await Promise.allSettled(copies);
          await Promise.all(paths.map((path) => rm(path, { force: true })));
        }
      }),
  };
}
