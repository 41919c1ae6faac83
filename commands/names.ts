import { LIMITS } from './limits.ts';

/** What a name may not hold: control characters, halves of characters, line breaks, and what turns the direction of writing. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** The name of a presenter or an announcement as it is kept; undefined for what is none, or where there is nothing to be read in it. */
export function fitName(typed: string): string | undefined {
  const name = typed
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
  if ([...name].length > LIMITS.name || UNFIT.test(name)) return undefined;
  return /[\p{L}\p{N}]/u.test(name) ? name : undefined;
}

/** A name as it is told from others: whatever the case, and however its characters are put together. */
export const foldedName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();
