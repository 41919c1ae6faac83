import type { Logger } from 'pino';
import type { Answer } from '../src/platforms/platform.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Locale } from '../src/texts.ts';
import type { Caller } from './desk.ts';

/** A request that is being taken in: whom to tell what became of it when the process dies meanwhile. */
export interface TakenIn {
  readonly platform: string;
  /** Names the answer; may hold a secret. */
  readonly ref: string;
  readonly locale: Locale;
  /** A parked request was being gone on with: its person had confirmed, or had brought the photo. */
  readonly follows?: true;
}

/** Requests that are being taken in. What is left in it at the start was interrupted. */
export interface Intake {
  /**
   * Keeps the request on the list while the work is done. It is written beside the work: nobody waits for it, and a list that
   * cannot be written keeps nobody from being served.
   */
  during(id: string, caller: Caller, answer: Answer, follows: boolean, work: () => Promise<void>): Promise<void>;
  left(): Promise<readonly (readonly [id: string, TakenIn])[]>;
  forget(id: string): Promise<void>;
}

export function intake(namespace: Namespace<TakenIn>, log: Logger): Intake {
  const warn = (request: string) => (err: unknown) =>
    log.warn({ err, request }, 'could not keep the list of requests that are being taken in');

  return {
    async during(id, { place, locale }, { ref }, follows, work) {
      const taken: TakenIn = { platform: place.platform, ref, locale, ...(follows && { follows }) };
      const kept = namespace.set(id, taken).catch(warn(id));
      try {
        await work();
      } finally {
        await kept;
        await namespace.delete(id).catch(warn(id));
      }
    },
    async left() {
      const entries: (readonly [string, TakenIn])[] = [];
      for await (const entry of namespace.entries()) entries.push(entry);
      return entries;
    },
    forget: (id) => namespace.delete(id),
  };
}
