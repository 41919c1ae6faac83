import { existsSync } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Ratio } from '../../src/kling/profile.ts';
import { createMedia } from '../../src/media/create-media.ts';
import { canvasFor } from '../../src/media/photo-prepare.ts';
import { photoType } from '../../src/media/photo-type.ts';
import { photo, pngClaiming } from './make-photo.ts';
import { temporary } from './temporary.ts';

const ASTRONAUT = '../shared/media/astronaut.png';
const at = temporary();
const media = createMedia({ conversions: 1 });
afterAll(() => media.close());

async function written(name: string, image: Sharp | Buffer | string): Promise<string> {
  const bytes = typeof image === 'string' || Buffer.isBuffer(image) ? image : await image.toBuffer();
  await writeFile(at(name), bytes);
  return at(name);
}

/** What Kling is sent: the photo itself where it is ready, else what is made of it. */
async function prepared(path: string, frame?: Ratio): Promise<{ bytes: Buffer; meta: Metadata }> {
  const output = at('prepared');
  const ready = await media.isPhotoReady(path, frame && { frame });
  if (!ready) await media.preparePhoto(path, output, frame && { frame });
  const bytes = await readFile(ready ? path : output);
  return { bytes, meta: await sharp(bytes).metadata() };
}

/** Red, green and blue of one point, given as a share of the sides. */
async function colour(bytes: Buffer, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const from = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return [...data.subarray(from, from + 3)];
}

const RED = [expect.closeTo(254, -1.3), expect.closeTo(0, -1.3), expect.closeTo(0, -1.3)];
const BLUE = [expect.closeTo(0, -1.3), expect.closeTo(0, -1.3), expect.closeTo(254, -1.3)];

describe('the check of a photo', () => {
  test.each([
    ['jpeg', (image: Sharp) => image.jpeg()],
    ['png', (image: Sharp) => image.png()],
    ['webp', (image: Sharp) => image.webp()],
    ['avif', (image: Sharp) => image.avif({ effort: 0 })],
    ['gif', (image: Sharp) => image.gif()],
  ] as const)('takes %s by its bytes, whatever its name', async (type, encode) => {
    const path = await written(`${type}.txt`, encode(photo(400, 300)));
    expect(await media.checkPhoto(path)).toEqual({ type, width: 400, height: 300 });
  });

  test('tells width and height as a viewer sees them', async () => {
    const path = await written('turned', photo(400, 300).withMetadata({ orientation: 6 }).jpeg());
    expect(await media.checkPhoto(path)).toEqual({ type: 'jpeg', width: 300, height: 400 });
  });

  test.each([
    ['a file of no bytes', Buffer.alloc(0), 'type', 'media_photo_type'],
    ['random bytes', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) >> 3)), 'type', 'media_photo_type'],
    ['a web page', '<!doctype html><img src="x.png">', 'type', 'media_photo_type'],
    [
      'an SVG, which could name other files',
      '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>',
      'type',
      'media_photo_type',
    ],
    ['a HEIC photo', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'type', 'media_photo_heic'],
    ['a JPEG of three bytes', Buffer.from('ffd8ff', 'hex'), 'input', 'media_photo_broken'],
    ['a PNG that claims 60000 x 60000', pngClaiming(60_000, 60_000), 'too_large', 'media_photo_pixels'],
    [
      'a PNG that claims four thousand million a side',
      pngClaiming(2 ** 32 - 1, 2 ** 32 - 1),
      'input',
      'media_photo_broken',
    ],
  ])('refuses %s with a sentence', async (_, bytes, kind, key) => {
    const path = await written('refused', bytes);
    await expect(media.checkPhoto(path)).rejects.toMatchObject({ name: 'Refusal', kind, key });
  });

  test.each([
    [300, 300, undefined],
    [299, 400, 'media_photo_small'],
    [400, 299, 'media_photo_small'],
    [300, 750, undefined],
    [750, 300, undefined],
    [300, 751, 'media_photo_narrow'],
    [900, 300, 'media_photo_narrow'],
  ])('of %d x %d pixels gives %s', async (width, height, key) => {
    const check = media.checkPhoto(await written('sized', photo(width, height).png()));
    if (key === undefined) expect(await check).toMatchObject({ width, height });
    else await expect(check).rejects.toMatchObject({ kind: 'input', key, params: { width, height } });
  });

  test('refuses a file over 60 MB by its size alone', async () => {
    const path = await written('huge', photo(400, 300).png());
    await truncate(path, 60_000_001);
    await expect(media.checkPhoto(path)).rejects.toMatchObject({ kind: 'too_large', key: 'media_photo_bytes' });
  });

  test('knows a type from its first bytes, and never throws at any', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (head) => void photoType(head)));
  });
});

describe('a photo that is prepared', () => {
  test.each(['jpeg', 'png'] as const)('keeps its bytes when it is a %s that is fine', async (type) => {
    const path = await written('fine', photo(640, 480)[type]());
    const { bytes } = await prepared(path);
    expect(bytes.equals(await readFile(path))).toBe(true);
    expect((await prepared(path, '1:1')).bytes.equals(bytes)).toBe(false);
  });

  test('keeps its bytes when it has the ratio already, within 2 %', async () => {
    const path = await written('wide', photo(1290, 720).jpeg());
    expect((await prepared(path, '16:9')).bytes.equals(await readFile(path))).toBe(true);
  });

  test.each(['webp', 'avif', 'gif'] as const)('becomes a JPEG when it is a %s', async (type) => {
    const { bytes, meta } = await prepared(await written('other', photo(400, 300)[type]()));
    expect(meta).toMatchObject({ format: 'jpeg', width: 400, height: 300 });
    expect(await colour(bytes, 0.2, 0.5)).toEqual(RED);
  });

  test('uses the first picture of a GIF that moves', async () => {
    const frames = await Promise.all([photo(300, 300), photo(300, 300).negate()].map((each) => each.png().toBuffer()));
    const { bytes, meta } = await prepared(await written('moving', sharp(frames, { join: { animated: true } }).gif()));
    expect(meta).toMatchObject({ format: 'jpeg', width: 300, height: 300 });
    expect(await colour(bytes, 0.2, 0.5)).toEqual(RED);
  });

  test('stands upright', async () => {
    const { bytes, meta } = await prepared(
      await written('turned', photo(400, 300).withMetadata({ orientation: 6 }).jpeg()),
    );
    expect([meta.width, meta.height, meta.orientation]).toEqual([300, 400, undefined]);
    expect(await colour(bytes, 0.5, 0.2)).toEqual(RED);
    expect(await colour(bytes, 0.5, 0.8)).toEqual(BLUE);
  });

  test('tells nobody where it was taken', async () => {
    const where = { IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' }, IFD0: { Artist: 'Somebody' } };
    const path = await written('located', photo(400, 300).withExif(where).jpeg());
    expect((await sharp(path).metadata()).exif).toBeDefined();
    const { bytes, meta } = await prepared(path);
    expect([meta.exif, meta.xmp, meta.iptc]).toEqual([undefined, undefined, undefined]);
    expect(bytes.includes('Somebody')).toBe(false);
  });

  test('is laid on white where it was transparent', async () => {
    const clear = sharp({
      create: { width: 400, height: 400, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    const { bytes, meta } = await prepared(await written('clear', clear.png()));
    expect(meta.hasAlpha).toBe(false);
    expect(await colour(bytes, 0.5, 0.5)).toEqual([255, 255, 255]);
  });

  test.each([
    ['print colours', () => photo(400, 300).toColourspace('cmyk').jpeg()],
    ['16 bits a colour', () => photo(400, 300).toColourspace('rgb16').png()],
  ])('of %s becomes an ordinary one', async (_, make) => {
    const { bytes, meta } = await prepared(await written('unusual', make()));
    expect(meta).toMatchObject({ format: 'jpeg', space: 'srgb', depth: 'uchar' });
    expect(await colour(bytes, 0.8, 0.5)).not.toEqual(await colour(bytes, 0.2, 0.5));
  });

  test('is made to fit when it has too many pixels or bytes', async () => {
    const wide = await prepared(await written('wide', photo(6_000, 3_000).jpeg()));
    expect([wide.meta.width, wide.meta.height]).toEqual([4096, 2048]);
    const path = await written('unpacked', photo(1_900, 1_900).png({ compressionLevel: 0 }));
    expect((await readFile(path)).length).toBeGreaterThan(10_000_000);
    expect((await prepared(path)).bytes.length).toBeLessThanOrEqual(10_000_000);
  });

  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('is refused when its %s is cut off', async (type) => {
    const whole = await sharp(await written('noise', sharp(await photo(600, 600).png().toBuffer()).blur(20)))
      [type]()
      .toBuffer();
    const path = await written('cut', whole.subarray(0, Math.floor(whole.length * 0.6)));
    await expect(media.preparePhoto(path, at('never'))).rejects.toMatchObject({
      kind: 'input',
      key: 'media_photo_broken',
    });
    expect(existsSync(at('never'))).toBe(false);
  });

  test('is checked again: nothing that the check refuses is prepared', async () => {
    const path = await written('bomb', pngClaiming(60_000, 60_000));
    await expect(media.preparePhoto(path, at('never'))).rejects.toMatchObject({ key: 'media_photo_pixels' });
  });
});

describe('a photo that is framed', () => {
  test.each(['16:9', '9:16', '1:1'] as const)('to %s is whole, in the middle, and has the ratio', async (ratio) => {
    const { bytes, meta } = await prepared(await written('square', photo(400, 500).png()), ratio);
    const [w = 1, h = 1] = ratio.split(':').map(Number);
    expect(meta.width / meta.height).toBeCloseTo(w / h, 1);
    const left = 0.5 - (400 / meta.width) * 0.45;
    const right = 0.5 + (400 / meta.width) * 0.45;
    expect(await colour(bytes, left, 0.5)).toEqual(RED);
    expect(await colour(bytes, right, 0.5)).toEqual(BLUE);
  });

  test.skipIf(!existsSync(ASTRONAUT))('keeps a real one sharp in the middle (needs ../shared/media)', async () => {
    const { bytes, meta } = await prepared(ASTRONAUT, '16:9');
    expect([meta.width, meta.height]).toEqual([910, 512]);
    const middle = sharp(await sharp(bytes).extract({ left: 199, top: 0, width: 512, height: 512 }).toBuffer());
    const side = sharp(await sharp(bytes).extract({ left: 0, top: 0, width: 190, height: 512 }).toBuffer());
    expect((await middle.stats()).sharpness).toBeGreaterThan(5 * (await side.stats()).sharpness);
  });

  test('always gets a canvas that holds it whole, in the ratio, of 300 to 1920 pixels', () => {
    const side = fc.integer({ min: 300, max: 9_000 });
    const photos = fc
      .record({ width: side, height: side })
      .filter(({ width, height }) => width <= 2.5 * height && height <= 2.5 * width);
    fc.assert(
      fc.property(photos, fc.constantFrom('16:9' as const, '9:16' as const, '1:1' as const), (size, ratio) => {
        const { width, height, scale } = canvasFor(size, ratio);
        const [w = 1, h = 1] = ratio.split(':').map(Number);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(300);
        expect(Math.max(width, height)).toBeLessThanOrEqual(1920);
        expect([width % 2, height % 2]).toEqual([0, 0]);
        expect(Math.abs(width / height / (w / h) - 1)).toBeLessThan(0.01);
        expect(size.width * scale).toBeLessThanOrEqual(width + 1);
        expect(size.height * scale).toBeLessThanOrEqual(height + 1);
      }),
    );
  });
});
