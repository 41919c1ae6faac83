import sharp, { type Sharp } from 'sharp';
import { fromRgba, type Layer, layerFrom, type Picture } from './render-planes.ts';

/** What stays the same in every frame of one video. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** The photo, blurred and darkened, covering the frame. */
  readonly background: Picture;
  /** The whole photo, as large as fits, and where it stands. */
  readonly subject: { readonly picture: Picture; readonly left: number; readonly top: number };
  /** A shade under the level bars, and the word SANDBOX. */
  readonly layers: readonly Layer[];
  /** Where the level bars stand: their middle line, and how far they reach from it. */
  readonly bars: { readonly middle: number; readonly reach: number };
}

const SIZES = { '16:9': [640, 360], '9:16': [360, 640], '1:1': [480, 480] } as const;
const LONGEST_SIDE = 640;

/** S A N D B O X as strokes in boxes of 10 by 14, so that no font is needed. */
const LETTERS = [
  'M9 3C8.2 1.4 6.8.8 5 .8 2.6.8 1.2 2 1.2 3.9 1.2 8.2 9 5.9 9 10.2 9 12.1 7.4 13.2 5 13.2 3 13.2 1.5 12.4.9 10.8',
  'M.8 13.2 5 .8 9.2 13.2M2.3 9.2H7.7',
  'M1 13.2V.8L9 13.2V.8',
  'M1 .8V13.2H4C7.4 13.2 9 10.6 9 7 9 3.4 7.4.8 4 .8Z',
  'M5.4 6.8H1M1 .8V13.2H5.6C7.9 13.2 9 11.9 9 10 9 8 7.7 6.8 5.4 6.8 7.3 6.8 8.4 5.7 8.4 3.8 8.4 1.9 7.2.8 5.2.8Z',
  'M5 .8C2 .8.9 3.8.9 7 .9 10.2 2 13.2 5 13.2 8 13.2 9.1 10.2 9.1 7 9.1 3.8 8 .8 5 .8Z',
  'M1 .8 9 13.2M9 .8 1 13.2',
];

/** Lays out a photo in a ratio; without one, the frame has the photo's own shape. */
export async function layOut(photo: string, ratio: keyof typeof SIZES | undefined): Promise<Scene> {
  const upright = sharp(
    await sharp(photo).rotate().flatten({ background: '#fff' }).toColourspace('srgb').png().toBuffer(),
  );
  const { width: wide, height: high } = await upright.metadata();
  const [width, height] = ratio ? SIZES[ratio] : sizeWithin(wide, high, LONGEST_SIDE, LONGEST_SIDE);
  const [subjectWidth, subjectHeight] = sizeWithin(wide, high, width, height);
  const [background, subject] = await Promise.all([
    pixels(upright.clone().resize(width, height, { fit: 'cover' }).blur(14).modulate({ brightness: 0.7 })),
    pixels(upright.clone().resize(subjectWidth, subjectHeight, { fit: 'fill' })),
  ]);
  const shadeHeight = even(height * 0.24);
  const layers = [await shade(width, shadeHeight, height - shadeHeight), await badge(width)];
  return {
    width,
    height,
    background: fromRgba(background, width, height),
    subject: {
      picture: fromRgba(subject, subjectWidth, subjectHeight),
      left: evenPlace((width - subjectWidth) / 2),
      top: evenPlace((height - subjectHeight) / 2),
    },
    layers,
    bars: { middle: height - Math.round(height * 0.085), reach: Math.round(height * 0.055) },
  };
}

async function shade(width: number, height: number, top: number): Promise<Layer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-opacity="0"/><stop offset="1" stop-opacity=".62"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/></svg>`;
  return layerFrom(await pixels(sharp(Buffer.from(svg))), width, height, 0, top);
}

async function badge(frameWidth: number): Promise<Layer> {
  const width = 136;
  const height = 32;
  const strokes = LETTERS.map((path, index) => `<path transform="translate(${index * 14.6} 0)" d="${path}"/>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="15.5" fill="#101418" fill-opacity=".66" stroke="#fff" stroke-opacity=".28"/>
    <g transform="translate(19 9)" fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round">${strokes}</g></svg>`;
  const margin = 14;
  return layerFrom(
    await pixels(sharp(Buffer.from(svg))),
    width,
    height,
    evenPlace(Math.min(margin, frameWidth - width)),
    margin,
  );
}

async function pixels(image: Sharp): Promise<Uint8Array> {
  return image.ensureAlpha().raw().toBuffer();
}

/** The largest even size of a shape within a box. */
function sizeWithin(wide: number, high: number, width: number, height: number): [number, number] {
  const scale = Math.min(width / wide, height / high);
  return [Math.min(even(wide * scale), even(width)), Math.min(even(high * scale), even(height))];
}

function evenPlace(offset: number): number {
  return Math.floor(offset / 2) * 2;
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
