import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOM } from '../src/jobs/accept.ts';
import { blobKeys } from '../src/jobs/identity.ts';
import type { Records } from '../src/jobs/records.ts';
import type { Blobs } from '../src/media/blobs.ts';
import { LIMITS } from '../src/media/limits.ts';
import { keepUpload, type Upload } from '../src/media/upload.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import { atMost } from './at-most.ts';
import type { Caller } from './desk.ts';
import { ownJob } from './may.ts';
import type { Presenters } from './presenters.ts';
import type { Request, Source } from './request.ts';

export interface Files {
  readonly photo: Upload;
  readonly audio?: Upload;
}

/** Copies the bytes of requests into local files. */
export interface Incoming {
  /** Gives the files for as long as `use` runs; it may move them away. @throws Refusal for bytes that cannot be had */
  withFiles<T>(
    request: Request & { readonly photo: Source },
    signal: AbortSignal,
    use: (files: Files) => Promise<T>,
  ): Promise<T>;
  /**
   * Copies what was sent with a request that has to wait for its person: what was sent can be had for a day at most.
   * @returns the request with the copies in the place of what was sent @throws Refusal; nothing is kept then
   */
  keep(id: string, request: Request, signal: AbortSignal): Promise<Request>;
  /** Removes such copies. */
  forget(request: Request): Promise<void>;
}

export interface IncomingOptions {
  readonly platform: (name: string) => Pick<Platform, 'fetch'> | undefined;
  readonly records: Pick<Records, 'get'>;
  readonly blobs: Pick<Blobs, 'free' | 'put' | 'read' | 'remove'>;
  readonly presenters: Pick<Presenters, 'get'>;
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

/** Where a request's bytes are kept while it waits for its person. */
export const askedKeys = (id: string) => ({ photo: `${id}.asked.photo`, audio: `${id}.asked.audio` });

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

export function incoming({ platform, records, blobs, presenters, dir, randomId }: IncomingOptions): Incoming {
  const slots = atMost(AT_ONCE);

  async function open(
    kind: Kind,
    source: Source,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    if ('file' in source) {
      const from = platform(caller.place.platform);
      if (!from) throw new Refusal('unavailable', 'ask_closing');
      return from.fetch(source.file, KINDS[kind].limit, signal);
    }
    if ('blob' in source) return kept(source.blob, 'parked_gone');
    if ('presenter' in source) return kept(presenters.get(source.presenter)?.photo.blob, 'presenter_gone');
    const { id } = await ownJob(records, caller, source.job);
    return kept(blobKeys(id)[kind], 'again_gone');
  }

  async function kept(
    key: string | undefined,
    gone: 'parked_gone' | 'again_gone' | 'presenter_gone',
  ): Promise<AsyncIterable<Uint8Array>> {
    const bytes = key === undefined ? undefined : await blobs.read(key);
    if (!bytes) throw new Refusal('missing', gone);
    return bytes;
  }

  async function copied(id: string, kind: Kind, source: Source, caller: Caller, signal: AbortSignal): Promise<Source> {
    if (!('file' in source)) return source;
    if ((await blobs.free()) < ROOM + source.file.bytes) throw new Refusal('unavailable', 'storage_full');
    const blob = askedKeys(id)[kind];
    await blobs.put(blob, await open(kind, source, caller, signal), KINDS[kind].limit);
    return { blob };
  }

  const forget: Incoming['forget'] = async ({ photo, audio }) => {
    for (const source of [photo, audio]) if (source && 'blob' in source) await blobs.remove(source.blob);
  };

  return {
    withFiles: (request, signal, use) =>
      slots(async () => {
        signal.throwIfAborted();
        const failed = new AbortController();
        const either = AbortSignal.any([signal, failed.signal]);
        const paths: string[] = [];
        const copy = async (kind: Kind, source: Source): Promise<Upload> => {
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

    keep: (id, request, signal) =>
      slots(async () => {
        const copy = (kind: Kind, source: Source) => copied(id, kind, source, request.caller, signal);
        const photo = request.photo && (await copy('photo', request.photo));
        const half = { ...request, ...(photo && { photo }) };
        if (!request.audio) return half;
        try {
          return { ...half, audio: await copy('audio', request.audio) };
        } catch (error) {
          await forget(half);
          throw error;
        }
      }),

    forget,
  };
}
