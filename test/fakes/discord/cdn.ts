import type { Links } from './links.ts';
import type { FileRecord, SentFile, World } from './world.ts';

/** The bytes behind an address of the CDN. */
export interface Download {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Cdn {
  get(url: URL): Download;
  /** What Discord's media proxy gives for a picture somewhere else on the web, as in an embed's `proxy_url`. */
  proxied(file: SentFile): string;
}

const GONE: Download = {
  status: 404,
  contentType: 'text/plain;charset=UTF-8',
  bytes: Buffer.from('This content is no longer available.'),
};

export function createCdn(world: World, links: Links): Cdn {
  const outside = new Map<string, SentFile>();
  const found = (file: SentFile): Download => ({
    status: 200,
    contentType: file.contentType ?? 'application/octet-stream',
    bytes: file.bytes,
  });
  return {
    get(url) {
      const foreign = outside.get(url.pathname);
      if (foreign) return found(foreign);
      const file = fileAt(world, url.pathname);
      return file && links.isValid(url) ? found(file) : GONE;
    },
    proxied(file) {
      const path = `/external/${world.newId()}/https/example.org/${encodeURIComponent(file.name)}`;
      outside.set(path, file);
      return links.open(path);
    },
  };
}

function fileAt(world: World, path: string): FileRecord | undefined {
  const id = path.split('/').at(-2) ?? '';
  const file = world.files.get(id);
  return file?.path === path ? file : undefined;
}
