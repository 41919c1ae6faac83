/**
 * Whether a JPEG or PNG holds nothing but what its pixels need. Phones write the place, the time and the owner into a photo
 * (EXIF, XMP, IPTC, comments) and hang further pictures or films behind it: a photo with any of that is made anew instead of
 * being passed on. Unknown parts count as more than pixels.
 */
export function isBare(bytes: Buffer, type: 'jpeg' | 'png'): boolean {
  return type === 'jpeg' ? isBareJpeg(bytes) : isBarePng(bytes);
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Segments by marker (ITU T.81 B.1.1): tables, frames and scans as they are, application data by its name. */
function isBareJpeg(bytes: Buffer): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    if (!isPixelSegment(marker, bytes.subarray(at + 4, at + 2 + length))) return false;
    at += 2 + length;
    if (marker === SOS) at = endOfScan(bytes, at);
  }
  return at + 2 === bytes.length && bytes[at] === 0xff && bytes[at + 1] === EOI;
}

function isPixelSegment(marker: number, content: Buffer): boolean {
  const named = (name: string) => content.toString('latin1', 0, name.length) === name;
  switch (marker) {
    case 0xe0:
      return named('JFIF\0') && content.length === 14; // more would be a thumbnail
    case 0xe2:
      return named('ICC_PROFILE\0');
    case 0xee:
      return named('Adobe');
    default:
      return (marker >= 0xc0 && marker <= 0xcf) || (marker >= SOS && marker <= 0xdd);
  }
}

/** Where the next marker stands: not a stuffed 0xff, not a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 2)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

const PNG_SIGNATURE = 8;
const PIXEL_CHUNKS = new Set([
  'IHDR',
  'PLTE',
  'tRNS',
  'IDAT',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'sBIT',
  'pHYs',
  'bKGD',
]);

/** Chunks of length, name, content, checksum; nothing may follow the end. */
function isBarePng(bytes: Buffer): boolean {
  let at = PNG_SIGNATURE;
  while (at + 12 <= bytes.length) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (name === 'IEND') return at === bytes.length;
    if (!PIXEL_CHUNKS.has(name)) return false;
  }
  return false;
}
