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
  readonly body: Uint8Array;
}

export interface Deliveries {
  /**
   * Makes something of a call, one at a time for each: of one that came before, with what it was first kept as.
   * @throws what `make` throws, and StoreError
   */
  take<T>(called: Called, make: (delivery: Delivery) => Promise<T>): Promise<T>;
  /** Forgets calls of more than 30 days ago. @throws StoreError */
  sweep(): Promise<void>;
}

/** How long the same body is the same call, where its sender gives no id (ms). */
const SAME_BODY_MS = 10 * 60_000;

/** How long a call is known again (ms); GitHub sends one again for three days at most. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Calls that are forgotten at once, so that the store is not busy with it for long. */
const SWEPT = 5_000;

export function createDeliveries(table: Namespace<Delivery>, clock: Pick<Clock, 'now'>): Deliveries {
  const mutex = keyedMutex();

  return {
    take({ hook, delivery: id, body }, make) {
      const kind = id === undefined ? 'body' : 'delivery';
      const hash = createHash('sha256')
        .update(id ?? body)
        .digest('hex');
      const name = `${hook}:${kind}:${hash}`;
      return mutex.run(name, async () => {
        const now = clock.now();
        const known = await table.get(name);
        const isSame = known && (kind === 'delivery' || now - known.at < SAME_BODY_MS);
        const delivery = isSame
          ? known
          : { at: now, key: kind === 'delivery' ? `delivery ${hash}` : `body ${hash} ${now}` };
        if (!isSame) await table.set(name, delivery);
        try {
          return await make(delivery);
        } catch (error) {
          // a runaway sender must not fill the store with what is turned away
          if (error instanceof Refusal && error.kind === 'limit') await table.delete(name);
          throw error;
        }
      });
    },

    async sweep() {
      const isOld = (delivery: Delivery | undefined) => delivery && delivery.at < clock.now() - KEPT_MS;
      const old: string[] = [];
      for await (const [name, delivery] of table.entries()) {
        if (isOld(delivery)) old.push(name);
        if (old.length === SWEPT) break;
      }
      // it may have come again meanwhile
      const forget = (name: string) => async () => {
        if (isOld(await table.get(name))) await table.delete(name);
      };
      for (const name of old) await mutex.run(name, forget(name));
    },
  };
}
