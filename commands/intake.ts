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
   * Keeps the request on the list while the work is done. It is written beside the work: nobody has to wait for it, and a list that
   * cannot be written keeps nobody from being served.
   */
  during(id: string, caller: Caller, answer: Answer, follows: boolean, work: () => Promise<void>): Promise<void>;
  /**
   * Keeps a request on the list before it is known what it is about. Where it turns out to be about another one, which is kept on the
   * list by `during` then, it is taken off. Where the work is given up, by what it throws, it stays: its person is told after the next
   * start.
   * @param work is given what resolves once it was written, or could not be
   */
  before(id: string, taken: TakenIn, work: (written: Promise<void>) => Promise<void>): Promise<void>;
  left(): Promise<readonly (readonly [id: string, TakenIn])[]>;
  forget(id: string): Promise<void>;
}

export function intake(namespace: Namespace<TakenIn>, log: Logger): Intake {
  /** How much work keeps each request on the list. */
  const kept = new Map<string, number>();
  /** By their answers: what is on the list before it is known what it is about. */
  const unknown = new Map<string, string>();

  const warn = (request: string) => (err: unknown) =>
    log.warn({ err, request }, 'could not keep the list of requests that are being taken in');

  async function keep(id: string, taken: TakenIn, work: (written: Promise<void>) => Promise<void>): Promise<void> {
    kept.set(id, (kept.get(id) ?? 0) + 1);
    const written = namespace.set(id, taken).catch(warn(id));
    let isDone = false;
    try {
      await work(written);
      isDone = true;
    } finally {
      await written;
      const others = (kept.get(id) ?? 1) - 1;
      if (others > 0) kept.set(id, others);
      else kept.delete(id);
      if (isDone && others === 0) await namespace.delete(id).catch(warn(id));
    }
  }

  return {
    during(id, { place, locale }, { ref }, follows, work) {
      const taken: TakenIn = { platform: place.platform, ref, locale, ...(follows && { follows }) };
      return keep(id, taken, async (written) => {
        const first = unknown.get(ref);
        const moved =
          first !== undefined && first !== id && written.then(() => namespace.delete(first)).catch(warn(first));
        await work();
        await moved;
      });
    },

    async before(id, taken, work) {
      unknown.set(taken.ref, id);
      await keep(id, taken, work).finally(() => unknown.delete(taken.ref));
    },

    async left() {
      const entries: (readonly [string, TakenIn])[] = [];
      for await (const entry of namespace.entries()) entries.push(entry);
      return entries;
    },
    forget: (id) => namespace.delete(id),
  };
}
