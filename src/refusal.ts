import type { Line } from './platforms/message.ts';
import { say, type TextKey, type TextParams } from './texts.ts';

/** What sort of "no" it is; the server turns it into an HTTP status, a platform into a private answer. */
export type RefusalKind =
  /** The request cannot be fulfilled as it stands: change it. */
  | 'input'
  /** Whoever asks has not shown that they may. */
  | 'unauthorized'
  /** More bytes than are taken. */
  | 'too_large'
  /** Bytes of a kind that is not taken. */
  | 'type'
  /** A ceiling on spending or on waiting jobs is reached: later, or less. */
  | 'limit'
  /** The same `Idempotency-Key` was used with other input. */
  | 'conflict'
  /** There is no such thing, or it is not there any more. */
  | 'missing'
  /** Herald cannot keep new work right now: the disk is full, it is stopping, a setting is missing. */
  | 'unavailable';

export interface RefusalOptions extends ErrorOptions {
  readonly lines?: readonly Line[];
}

/** A "no" with a sentence for the person who asked. Thrown before anything was accepted or paid; loses nothing. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly key: TextKey;
  readonly params: TextParams;
  /** What is in the way, each with what to do about it; said below the sentence. */
  readonly lines: readonly Line[];

  constructor(kind: RefusalKind, key: TextKey, params: TextParams = {}, options: RefusalOptions = {}) {
    super(say(key, params), options);
    this.name = 'Refusal';
    this.kind = kind;
    this.key = key;
    this.params = params;
    this.lines = options.lines ?? [];
  }
}

/** The "no" of a check; undefined where it has none. @throws all else that it throws */
export function refusalOf(check: () => unknown): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
