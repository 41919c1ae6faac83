import type { MessageRecord } from './world.ts';

/** Remembers, for a while, which message an enforced nonce made, wherever it was made and even if it was deleted since. */
export interface Nonces {
  find(nonce: string): MessageRecord | undefined;
  keep(nonce: string, message: MessageRecord): void;
}

/** @param windowMs how long a nonce is remembered */
export function createNonces(windowMs: number, now: () => number): Nonces {
  const kept = new Map<string, { readonly message: MessageRecord; readonly until: number }>();
  return {
    find(nonce) {
      const found = kept.get(nonce);
      return found && found.until > now() ? found.message : undefined;
    },
    keep: (nonce, message) => void kept.set(nonce, { message, until: now() + windowMs }),
  };
}
