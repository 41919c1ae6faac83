import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PostFile } from '../../src/platforms/platform.ts';

export const ID = 'j0mgh8rk00abcdefghijklmn';

/** A video of so many zeros, which take no room on the disk. */
export async function video(bytes = 10_000): Promise<PostFile> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'video');
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  return { path, bytes, name: `${ID}.mp4`, alt: 'A face says “Hello”.' };
}
