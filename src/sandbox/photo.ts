import { ApiError } from './replies.ts';

/** Bytes; the vendor says "10MB", of which this is the stricter reading. */
const LARGEST = 10_000_000;
const SHORTEST_SIDE = 300;
const WIDEST = 2.5;

/**
 * Checks the bytes of a photo: JPEG or PNG, at most 10 MB, at least 300 px.
 * @param anyShape whether a photo may be longer than 1:2.5 (the contract page says nothing of it)
 * @throws ApiError 1201
 */
export function checkPhoto(bytes: Buffer, anyShape: boolean): void {
  if (bytes.length > LARGEST) throw new ApiError(1201, 'File size of image exceeds the limit of 10MB');
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (!size) throw new ApiError(1201, 'File format of image is not supported, only jpg/jpeg/png are');
  const { width, height } = size;
  if (Math.min(width, height) < SHORTEST_SIDE) {
    throw new ApiError(1201, `Image resolution is invalid: ${width}x${height}, at least 300px expected`);
  }
  if (!anyShape && Math.max(width / height, height / width) > WIDEST) {
    throw new ApiError(1201, `Image aspect ratio is invalid: ${width}x${height}, between 1:2.5 and 2.5:1 expected`);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || bytes.readBigUInt64BE(0) !== 0x89504e470d0a1a0an) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the segments of a JPEG to its frame header (SOF0 to SOF15, which DHT, JPG and DAC are not). */
function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let offset = 2;
  while (offset + 9 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes.readUInt8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) };
    } else {
      offset += 2 + bytes.readUInt16BE(offset + 2);
    }
  }
  return undefined;
}
