import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dispatcher, request } from 'undici';
import { ApiError } from './replies.ts';
import type { Source, TaskRecord } from './task.ts';

/** How long a photo or a recording may take to be fetched (ms). */
const FETCH_LIMIT = 30_000;
/** Bytes; more than any input may have. */
const LARGEST = 20_000_000;

/** Photos and recordings of open tasks, as files. */
export interface Inputs {
  keep(name: string, bytes: Uint8Array): Promise<Source>;
  /**
   * The local file of a source, fetched and checked first where it is a URL.
   * @throws ApiError 1201 where it cannot be had, and whatever `check` throws
   */
  local(source: Source, name: string, check: (bytes: Buffer) => void | Promise<void>): Promise<string>;
  /** Removes what was kept for a task. */
  discard(task: Pick<TaskRecord, 'id'>): Promise<void>;
}

export const photoName = (id: string): string => `${id}.photo`;
export const soundName = (id: string): string => `${id}.sound`;

export function createInputs(dir: string, dispatcher: Dispatcher, stopped: AbortSignal): Inputs {
  const folder = join(dir, 'inputs');
  mkdirSync(folder, { recursive: true });

  async function keep(name: string, bytes: Uint8Array): Promise<Source> {
    await writeFile(join(folder, name), bytes, { mode: 0o600 });
    return { file: name };
  }

  return {
    keep,
    async local(source, name, check) {
      if ('file' in source) return join(folder, source.file);
      const bytes = await download(source.url, dispatcher, stopped);
      await check(bytes);
      await keep(name, bytes);
      return join(folder, name);
    },
    async discard({ id }) {
      await Promise.all([photoName(id), soundName(id)].map((name) => rm(join(folder, name), { force: true })));
    },
  };
}

async function download(url: string, dispatcher: Dispatcher, stopped: AbortSignal): Promise<Buffer> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(FETCH_LIMIT)]);
  try {
    const { statusCode, body } = await request(url, { dispatcher, signal });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`HTTP ${statusCode}`);
    }
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of body) {
      size += piece.length;
      if (size > LARGEST) throw new Error('too large');
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(1201, `Failed to download file: ${reason}`, { cause });
  }
}
