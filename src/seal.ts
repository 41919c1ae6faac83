import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what is kept: nobody reads or changes it without the secret. */
export interface Seal {
  /** @param about what the text belongs to; opened by the same alone, so that no text can be put in another's place */
  close(text: string, about: string): string;
  /** @throws SealError */
  open(sealed: string, about: string): string;
}

/** It was sealed with another secret, for something else, or is damaged; which of these cannot be told. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** AES-256-GCM with 96 random bits as the nonce and 128 as the tag (NIST SP 800-38D). */
const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Names the way it is sealed, so that there can be another one some day. */
const VERSION = 'v1.';

/**
 * @param secret of any length, with the entropy of a key
 * @param purpose one secret serves for many; what is sealed for one purpose is not opened for another (HKDF-SHA256, RFC 5869)
 */
export function createSeal(secret: string, purpose: string): Seal {
  const key = deriveKey(secret, purpose);

  return {
    close(text, about) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return VERSION + sealed.toString('base64url');
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed.startsWith(VERSION) ? sealed.slice(VERSION.length) : '', 'base64url');
      if (bytes.length < NONCE + TAG) throw new SealError('what is to be opened was never sealed, or is damaged');
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(-TAG));
      try {
        return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new SealError('what is to be opened was sealed with another secret, or is damaged', { cause });
      }
    },
  };
}

/** 256 bits for one purpose alone (HKDF-SHA256). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `herald ${purpose}`, 32));
}
