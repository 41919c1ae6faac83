import type { ChatFile } from '../../src/platforms/platform.ts';
import { Refusal } from '../../src/refusal.ts';

/** Files that people sent. @param name of the platform */
export function paperFiles(name: string, nextId: () => string) {
  const files = new Map<string, Uint8Array>();
  return {
    async fetch(file: ChatFile, most: number, signal: AbortSignal) {
      signal.throwIfAborted();
      const bytes = files.get(file.url);
      if (!bytes) throw new Refusal('missing', 'media_url_status', { host: name, status: 404 });
      const tooLarge = () => new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.floor(most / 1e6) });
      if (file.bytes > most) throw tooLarge();
      return (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) {
          signal.throwIfAborted();
          if (at + 65_536 > most && bytes.length > most) throw tooLarge();
          yield bytes.subarray(at, at + 65_536);
        }
      })();
    },
    /** A person's file, to be fetched. `declared` bytes may be a lie. */
    upload(content: string | Uint8Array, fileName = 'photo.jpg', declared?: number): ChatFile {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const url = `https://files.${name}.test/${nextId()}/${fileName}`;
      files.set(url, bytes);
      return { url, name: fileName, bytes: declared ?? bytes.length };
    },
    /** The link of a file has expired. */
    expires: (file: ChatFile): boolean => files.delete(file.url),
  };
}
