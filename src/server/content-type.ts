/** Bytes that {@link contentType} wants to see. */
export const BEGINNING_BYTES = 12;

/** The content type of a file that Herald's own media room made, by its first bytes. */
export function contentType(beginning: Uint8Array): string {
  const text = Buffer.from(beginning).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('RIFF') && text.startsWith('WAVE', 8)) return 'audio/wav';
  // an ID3 tag, or the frame sync of MPEG layer III
  if (/^(ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/.test(text)) return 'audio/mpeg';
  if (text.startsWith('ftyp', 4)) return 'video/mp4';
  return 'application/octet-stream';
}
