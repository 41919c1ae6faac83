import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import type { Ratio } from '../kling/profile.ts';
import { Refusal } from '../refusal.ts';
import { LIMITS } from './limits.ts';
import type { PhotoFacts } from './media.ts';
import { checkPhoto } from './photo-check.ts';
import { isBare } from './photo-metadata.ts';
import { open } from './sharp.ts';

const { photo } = LIMITS;

/** Tried in turn until the photo is small enough; at the first one nothing is seen of the loss. */
const QUALITIES = [92, 82, 68, 50];
/** A background so coarse that nobody, and no face finder, sees a second face in it. */
const BACKGROUND_SIDE = 40;

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ReadyOrder {
  readonly input: string;
  readonly frame?: Ratio | undefined;
}

export interface PhotoOrder extends ReadyOrder {
  readonly output: string;
}

/** See {@link Media.isPhotoReady}. */
export async function isPhotoReady({ input, frame }: ReadyOrder): Promise<boolean> {
  const facts = await checkPhoto(input);
  return !toFrame(facts, frame) && (await orBroken(() => isReady(input, facts)));
}

/** See {@link Media.preparePhoto}. */
export async function preparePhoto({ input, output, frame }: PhotoOrder): Promise<void> {
  const facts = await checkPhoto(input);
  const framed = toFrame(facts, frame);
  await orBroken(async () => {
    await writeFile(output, await shrunk(framed ? await onBackground(input, facts, framed) : fitted(input)));
  });
}

/** The ratio that the photo is to be framed to, where it does not have it already. */
function toFrame(facts: Size, frame: Ratio | undefined): Ratio | undefined {
  return frame !== undefined && !hasRatio(facts, frame) ? frame : undefined;
}

/** What goes wrong while pixels are read is the photo's fault; what the disk says is not. */
async function orBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal || (error instanceof Error && 'code' in error)) throw error;
    throw new Refusal('input', 'media_photo_broken', {}, { cause: error });
  }
}

/** The whole photo, upright, opaque and in sRGB; nothing of its metadata survives. */
function upright(input: string): Sharp {
  return open(input, { limitInputPixels: photo.pixels })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb');
}

function fitted(input: string): Sharp {
  const side = photo.preparedSide;
  return upright(input).resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
}

async function isReady(input: string, { type, width, height }: PhotoFacts): Promise<boolean> {
  if (type !== 'jpeg' && type !== 'png') return false;
  if (Math.max(width, height) > photo.preparedSide || (await stat(input)).size > photo.preparedBytes) return false;
  if (!isBare(await readFile(input), type)) return false;
  const { space = '', depth, hasAlpha } = await open(input).metadata();
  if (hasAlpha || depth !== 'uchar' || !['srgb', 'b-w'].includes(space)) return false;
  await upright(input).resize(16, 16, { fastShrinkOnLoad: false }).raw().toBuffer(); // decodes it once, to its last row
  return true;
}

function hasRatio({ width, height }: Size, ratio: Ratio): boolean {
  return Math.abs(width / height / numeric(ratio) - 1) <= photo.ratioTolerance;
}

function numeric(ratio: Ratio): number {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return width / height;
}

/** The smallest canvas of the ratio that holds the photo as it is, or as large as a framed photo may be. */
export function canvasFor({ width, height }: Size, ratio: Ratio): Size & { readonly scale: number } {
  const value = numeric(ratio);
  const long = Math.max(width, height * value, height, width / value);
  const scale = Math.min(1, photo.framedSide / long);
  return {
    width: even(Math.max(width, height * value) * scale),
    height: even(Math.max(height, width / value) * scale),
    scale,
  };
}

function even(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}

async function onBackground(input: string, facts: Size, ratio: Ratio): Promise<Sharp> {
  const canvas = canvasFor(facts, ratio);
  const coarse = BACKGROUND_SIDE / Math.max(canvas.width, canvas.height);
  const small = { width: Math.round(canvas.width * coarse), height: Math.round(canvas.height * coarse) };
  const background = await raw(
    upright(input)
      .resize({ ...small, fit: 'cover' })
      .blur(2),
  );
  const front = await raw(
    upright(input).resize({
      width: Math.min(canvas.width, Math.round(facts.width * canvas.scale)),
      height: Math.min(canvas.height, Math.round(facts.height * canvas.scale)),
      fit: 'fill',
    }),
  );
  const cover = await raw(
    open(...background).resize({ width: canvas.width, height: canvas.height, kernel: 'cubic', fit: 'fill' }),
  );
  return open(...cover).composite([{ input: front[0], raw: front[1].raw, gravity: 'centre' }]);
}

/** Pixels that the next step opens as they are. */
async function raw(image: Sharp): Promise<[Buffer, { raw: Size & { channels: 1 | 2 | 3 | 4 } }]> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return [data, { raw: { width: info.width, height: info.height, channels: info.channels as 1 | 2 | 3 | 4 } }];
}

async function shrunk(image: Sharp): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const bytes = await image
      .clone()
      .jpeg({ quality, chromaSubsampling: quality > 90 ? '4:4:4' : '4:2:0' })
      .toBuffer();
    if (bytes.length <= photo.preparedBytes) return bytes;
  }
  throw new Refusal('too_large', 'media_photo_bytes', { megabytes: photo.preparedBytes / 1_000_000 });
}
