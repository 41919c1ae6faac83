import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';

/** An account at Kling: the present API key, or the older pair that signs tokens. */
export type Credentials =
  | { readonly kind: 'key'; readonly apiKey: string }
  | { readonly kind: 'pair'; readonly accessKey: string; readonly secretKey: string };

/** Vendor's samples: `exp` now + 1800 s, `nbf` now - 5 s, no `iat` (facts/kling.md §2). */
const LIFETIME_SECONDS = 1800;
const BACKDATED_SECONDS = 5;
/** A token is signed anew when less than this is left of it. */
const MARGIN_MS = 5 * 60_000;

/** Makes the Authorization header of each request. */
export interface Signer {
  authorization(): Promise<string>;
  /** Drops a token that Kling refused as not yet valid or expired. False where signing anew cannot help. */
  renew(refused: string): boolean;
}

/** `now` in ms since the epoch. */
export function createSigner(credentials: Credentials, now: () => number): Signer {
  if (credentials.kind === 'key') {
    const header = `Bearer ${credentials.apiKey}`;
    return { authorization: async () => header, renew: () => false };
  }
  const secret = new TextEncoder().encode(credentials.secretKey);
  let cached: { readonly header: string; readonly until: number } | undefined;
  return {
    async authorization() {
      if (cached && now() < cached.until) return cached.header;
      const seconds = Math.floor(now() / 1000);
      const token = await new SignJWT({ nbf: seconds - BACKDATED_SECONDS, exp: seconds + LIFETIME_SECONDS })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(credentials.accessKey)
        .sign(secret);
      cached = { header: `Bearer ${token}`, until: (seconds + LIFETIME_SECONDS) * 1000 - MARGIN_MS };
      return cached.header;
    },
    renew(refused) {
      if (cached?.header === refused) cached = undefined;
      return true;
    },
  };
}

/** Tells accounts apart and gives nothing away: 16 hex digits of a hash. */
export function accountFingerprint(credentials: Credentials): string {
  const account = credentials.kind === 'key' ? credentials.apiKey : credentials.accessKey;
  return createHash('sha256').update(`herald kling account ${credentials.kind} ${account}`).digest('hex').slice(0, 16);
}

/** What must never be seen in an error or a log. */
export function secretsOf(credentials: Credentials): readonly string[] {
  return credentials.kind === 'key' ? [credentials.apiKey] : [credentials.accessKey, credentials.secretKey];
}
