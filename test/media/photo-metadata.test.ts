import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBare } from '../../src/media/photo-metadata.ts';
import { chunk, photo } from './make-photo.ts';

describe('what counts as nothing but pixels', () => {
  test('is what sharp writes by itself', async () => {
    expect(isBare(await photo(300, 300).jpeg().toBuffer(), 'jpeg')).toBe(true);
    expect(isBare(await photo(300, 300).jpeg({ progressive: true }).toBuffer(), 'jpeg')).toBe(true);
    expect(isBare(await photo(300, 300).png().toBuffer(), 'png')).toBe(true);
  });

  test.each(['jpeg', 'png'] as const)('is not a %s with EXIF, XMP, or anything behind its end', async (type) => {
    expect(
      isBare(
        await photo(300, 300)
          .withExif({ IFD0: { Artist: 'x' } })
          [type]()
          .toBuffer(),
        type,
      ),
    ).toBe(false);
    expect(
      isBare(await photo(300, 300).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')[type]().toBuffer(), type),
    ).toBe(false);
    const plain = await photo(300, 300)[type]().toBuffer();
    expect(isBare(Buffer.concat([plain, Buffer.from('a film')]), type)).toBe(false);
  });

  test('is not a JPEG with a comment, nor a PNG with text', async () => {
    const jpeg = await photo(300, 300).jpeg().toBuffer();
    const comment = Buffer.from('fffe00076869646465', 'hex');
    expect(isBare(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]), 'jpeg')).toBe(false);
    const png = await photo(300, 300).png().toBuffer();
    expect(
      isBare(Buffer.concat([png.subarray(0, -12), chunk('tEXt', Buffer.from('Author\0x')), png.subarray(-12)]), 'png'),
    ).toBe(false);
  });

  test('is decided about any bytes without throwing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('jpeg' as const, 'png' as const),
        (bytes, type) => {
          const start = type === 'jpeg' ? [0xff, 0xd8, 0xff] : [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
          expect(isBare(Buffer.from([...start, ...bytes]), type)).toBeTypeOf('boolean');
        },
      ),
    );
  });
});
