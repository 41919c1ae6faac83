import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A photo with a red left and a blue right half, so that one can tell how it lies. */
export function photo(width: number, height: number): Sharp {
  const red = { create: { width: Math.ceil(width / 2), height, channels: 3, background: 'red' } } as const;
  const blank = { create: { width, height, channels: 3, background: 'blue' } } as const;
  return sharp(blank)
    .composite([{ input: red, left: 0, top: 0 }])
    .removeAlpha();
}

/** One part of a PNG. */
export function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** A PNG that claims a size and holds nothing. */
export function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(8)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
