import { open as openFile, stat } from 'node:fs/promises';
import { Refusal } from '../refusal.ts';
import { LIMITS } from './limits.ts';
import type { PhotoFacts } from './media.ts';
import { PHOTO_HEAD, photoType } from './photo-type.ts';
import { open } from './sharp.ts';

const { photo } = LIMITS;
const MEGA = 1_000_000;

/** Reads a photo's header and decodes nothing: what it is, how large it is seen, or why it is not taken. */
export async function checkPhoto(path: string): Promise<PhotoFacts> {
  const { size } = await stat(path);
  if (size > photo.bytes) throw new Refusal('too_large', 'media_photo_bytes', { megabytes: photo.bytes / MEGA });
  const type = photoType(await headOf(path, PHOTO_HEAD));
  if (type === undefined) throw new Refusal('type', 'media_photo_type');
  if (type === 'heic') throw new Refusal('type', 'media_photo_heic');
  const facts = { type, ...(await dimensions(path)) };
  checkDimensions(facts);
  return facts;
}

async function dimensions(path: string): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient } = await open(path, { limitInputPixels: false }).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    throw new Refusal('input', 'media_photo_broken', {}, { cause: error });
  }
}

function checkDimensions({ width, height }: { width: number; height: number }): void {
  const size = { width, height };
  if (width * height > photo.pixels) {
    throw new Refusal('too_large', 'media_photo_pixels', { ...size, megapixels: photo.pixels / MEGA });
  }
  if (Math.min(width, height) < photo.minSide) {
    throw new Refusal('input', 'media_photo_small', { ...size, min: photo.minSide });
  }
  if (Math.max(width, height) > photo.maxRatio * Math.min(width, height)) {
    throw new Refusal('input', 'media_photo_narrow', { ...size, times: photo.maxRatio });
  }
}

async function headOf(path: string, bytes: number): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
