import { jobId } from '../jobs/identity.ts';

/** The id of what the same origin always makes: a letter, the time, and a hash of the key; 24 characters of `[a-z0-9]`. */
export function idOf(letter: 'a' | 'p' | 't', { key, at }: { readonly key: string; readonly at: number }): string {
  return letter + jobId(key, at).slice(1);
}

/** The origin of what is said for an announcement. */
export const originOf = (announcement: string, key: string, at: number) => ({ key: `${announcement}:${key}`, at });
