import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';

/** A call of a hook. Written before anything is made of it: what is made again of the same call is the same. */
export interface Delivery {
  /** When it first came (ms). */
  readonly at: number;
  /** What tells its occurrence from all others of its announcement. */
  readonly key: string;
}

/** A call of a hook, as far as it tells one from another. */
interface Called {
  /** Of the announcement. */
  readonly hook: string;
  /** The sender's id of the call; absent where it gives none. */
  readonly delivery?: string;
  /** Whether the same body under another id is the same call too: whoever sees a call can send it on, where the id is not signed. */
  readonly isIdUnsigned?: boolean;
  readonly body: Uint8Array;
}

export interface Deliveries {
  /**
   * Makes something of a call, one at a time for each: of one that came before, with what it was first kept as.
   * @throws what `make` throws, and StoreError
   */
  take<T>(called: Called, make: (delivery: Delivery) => Promise<T>): Promise<T>;
  /** Forgets calls of more than 30 days ago, until the signal aborts. @throws StoreError */
  sweep(signal: AbortSignal): Promise<void>;
}

/** How long the same body is the same call, where the sender's id does not tell (ms). */
const SAME_BODY_MS = 10 * 60_000;

/** How long a call is known again (ms); GitHub sends one again for three days at most. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Calls that are forgotten at once: the store writes them together. */
const BATCH = 500;

export function createDeliveries(table: Namespace<Delivery>, clock: Pick<Clock, 'now'>): Deliveries {
  const mutex = keyedMutex();

  const isOld = ({ at }: Delivery) => clock.now() - at > KEPT_MS;

  /** Also where the clock was put back since. */
  const isRecent = ({ at }: Delivery) => Math.abs(clock.now() - at) < SAME_BODY_MS;

  /** Alone with a call, by whatever name it comes again. Who waits for one by its body has the one by its id already, so none waits in a ring. */
  const alone = <T>([name, ...more]: readonly string[], act: () => Promise<T>): Promise<T> =>
    name === undefined ? act() : mutex.run(name, () => alone(more, act));

  async function keptAs(name: string): Promise<Delivery | undefined> {
    const kept = await table.get(name);
    return kept && (!isByBody(name) || isRecent(kept)) ? kept : undefined;
  }

  async function forget(name: string): Promise<void> {
    await mutex.run(name, async () => {
      const kept = await table.get(name);
      // it may have come again meanwhile
      if (kept && isOld(kept)) await table.delete(name);
    });
  }

  return {
    take(called, make) {
      const names = namesOf(called);
      return alone(names, async () => {
        const kept = await Promise.all(names.map(keptAs));
        const delivery = kept.find((each) => each !== undefined) ?? newDelivery(names[0], clock.now());
        const unnamed = names.filter((_, index) => kept[index] === undefined);
        await Promise.all(unnamed.map((name) => table.set(name, delivery)));
        try {
          return await make(delivery);
        } catch (error) {
          // a runaway sender must not fill the store with what is turned away; what may pass is sent again, and is the same then
          const isTurnedAway = error instanceof Refusal && error.kind !== 'unavailable';
          if (isTurnedAway) await Promise.all(names.map((name) => table.delete(name)));
          throw error;
        }
      });
    },

    async sweep(signal) {
      let old: string[] = [];
      const forgetOld = async () => {
        await Promise.all(old.map(forget));
        old = [];
      };
      for await (const [name, delivery] of table.entries()) {
        if (signal.aborted) return;
        if (isOld(delivery)) old.push(name);
        if (old.length === BATCH) await forgetOld();
      }
      await forgetOld();
    },
  };
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const isByBody = (name: string) => name.split(':')[1] === 'body';

/** What a call is known by, the surest first. */
function namesOf({ hook, delivery, isIdUnsigned, body }: Called): readonly [string, ...string[]] {
  const byBody = `${hook}:body:${sha256(body)}`;
  if (delivery === undefined) return [byBody];
  const byId = `${hook}:delivery:${sha256(delivery)}`;
  return isIdUnsigned ? [byId, byBody] : [byId];
}

/** The same id is the same call for ever; of a body, there may be many. */
function newDelivery(name: string, now: number): Delivery {
  const [, kind, hash] = name.split(':');
  return { at: now, key: kind === 'body' ? `body ${hash} ${now}` : `delivery ${hash}` };
}
