import { extname } from 'node:path';

const MIME_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  webm: 'video/webm',
  mp4: 'video/mp4',
  txt: 'text/plain',
  pdf: 'application/pdf',
};

/** What Slack takes a file to be, by its name. */
export function typeOf(name: string): { readonly filetype: string; readonly mimetype: string } {
  const extension = extname(name).slice(1).toLowerCase();
  const filetype = extension === 'jpeg' ? 'jpg' : extension || 'binary';
  return { filetype, mimetype: MIME_TYPES[filetype] ?? 'application/octet-stream' };
}
