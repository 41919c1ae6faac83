import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** Addresses that carry their own permission: whoever holds one may use it, nobody can guess one. Never logged. */
export interface Links {
  /** Where Kling tells news of a job. */
  callbackUrl(jobId: string): string;
  checkCallback(jobId: string, mac: string): boolean;
  /** Where the bytes of a blob can be fetched for `livesMs` from now. Ends in the blob's key, so that its extension shows. */
  mediaUrl(blobKey: string, livesMs: number): string;
  /** The blob's key, when `token` (all that follows `/media/`) was made here and still lives. */
  checkMedia(token: string): string | undefined;
}

export interface LinkOptions {
  readonly secret: string;
  /** `PUBLIC_URL`, or the server's own loopback address; asked for each link, since a port may be known late. */
  readonly base: () => string;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Links signed by HMAC-SHA256; a signature made for one purpose is worth nothing for another. */
export function createLinks({ secret, base, now }: LinkOptions): Links {
  const sign = (purpose: string, ...parts: string[]) =>
    createHmac('sha256', secret)
      .update([purpose, ...parts].join('\0'))
      .digest('base64url');

  return {
    callbackUrl: (jobId) => `${base()}/kling/callback/${jobId}.${sign('kling callback', jobId)}`,
    checkCallback: (jobId, mac) => same(mac, sign('kling callback', jobId)),
    mediaUrl(blobKey, livesMs) {
      const expires = (now() + livesMs).toString(36);
      return `${base()}/media/${expires}.${sign('media', expires, blobKey)}/${blobKey}`;
    },
    checkMedia(token) {
      const [, expires, mac, blobKey] = /^([a-z0-9]{1,11})\.([\w-]+)\/([a-z0-9][a-z0-9._-]{0,99})$/.exec(token) ?? [];
      if (!expires || !mac || !blobKey || !same(mac, sign('media', expires, blobKey))) return undefined;
      return Number.parseInt(expires, 36) > now() ? blobKey : undefined;
    },
  };
}

/** The file that keeps a secret that was made here. */
const KEPT = 'secret-key';

/**
 * The secret that signs: `SECRET_KEY`, or one that is made once and kept in `secret-key` under the data directory, mode 0600.
 * Call it while this process alone holds the data directory.
 */
export async function loadSecret(config: Pick<Config, 'secretKey'>, dataDir: string): Promise<string> {
  if (config.secretKey) return config.secretKey;
  const path = join(dataDir, KEPT);
  const kept = await readKept(path);
  if (kept !== undefined) {
    await chmod(path, 0o600);
    return kept;
  }
  const secret = randomBytes(32).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(secret);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return secret;
}

/** The same secret, where there is one yet. Only reads. */
export async function readSecret(config: Pick<Config, 'secretKey'>, dataDir: string): Promise<string | undefined> {
  return config.secretKey ?? readKept(join(dataDir, KEPT));
}

async function readKept(path: string): Promise<string | undefined> {
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined && kept.trim().length < 43) {
    throw new Error(`${path} is damaged; remove it to have a new secret made`);
  }
  return kept?.trim();
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
