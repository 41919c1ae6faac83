import type { PhotoFacts } from './media.ts';

/** How many bytes of a file's beginning {@link photoType} wants to see. */
export const PHOTO_HEAD = 64;

const AVIF = new Set(['avif', 'avis']);
const HEIC = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);

/** What the first bytes of a file say it is; the name it came with says nothing. `heic` is known, but not taken. */
export function photoType(head: Uint8Array): PhotoFacts['type'] | 'heic' | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  if (text.startsWith('ftyp', 4)) return brandType(text);
  return undefined;
}

/** ISO base media: the brands (four letters each) tell AVIF, which is read here, from HEIC, whose codec is patented. */
function brandType(text: string): 'avif' | 'heic' | undefined {
  const end = Math.min(text.charCodeAt(2) * 256 + text.charCodeAt(3), text.length);
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4));
  if (brands.some((brand) => AVIF.has(brand))) return 'avif';
  return brands.some((brand) => HEIC.has(brand)) ? 'heic' : undefined;
}
