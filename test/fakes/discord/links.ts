import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LIMITS } from './limits.ts';

/** Signed addresses of files, as Discord's CDN has them: `ex` and `is` in hexadecimal seconds, `hm` the signature. */
export interface Links {
  /** A new address of a file's path, for a day. */
  to(path: string): string;
  /** An address nobody needs to sign: of what Discord's media proxy fetched elsewhere. */
  open(path: string): string;
  isValid(url: URL): boolean;
  /** Makes every address that was given out so far worthless. */
  expire(): void;
}

export function createLinks(base: () => string, now: () => number): Links {
  let secret = randomBytes(32);
  const sign = (path: string, ex: string, is: string) =>
    createHmac('sha256', secret).update(`${path}|${ex}|${is}`).digest();
  return {
    to(path) {
      const seconds = Math.floor(now() / 1000);
      const is = seconds.toString(16);
      const ex = (seconds + LIMITS.link / 1000).toString(16);
      return `${base()}${path}?ex=${ex}&is=${is}&hm=${sign(path, ex, is).toString('hex')}&`;
    },
    open: (path) => `${base()}${path}`,
    isValid({ pathname, searchParams }) {
      const [ex, is, hm] = ['ex', 'is', 'hm'].map((name) => searchParams.get(name) ?? '');
      if (!ex || !is || !hm || Number.parseInt(ex, 16) * 1000 <= now()) return false;
      const right = sign(pathname, ex, is);
      const given = Buffer.from(hm, 'hex');
      return given.length === right.length && timingSafeEqual(given, right);
    },
    expire() {
      secret = randomBytes(32);
    },
  };
}
