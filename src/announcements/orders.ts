import type { Announcement, Cause, Occurred, SaidNow } from '../../commands/announcements.ts';
import { jobId } from '../jobs/identity.ts';
import type { Records } from '../jobs/records.ts';
import { Refusal } from '../refusal.ts';
import type { Checks } from './checks.ts';
import type { OccurrenceRoom } from './occurrences.ts';
import { type Phrasing, saidBy, type Unsaid } from './phrasing.ts';
import { exampleView } from './source-words.ts';
import { checkWords } from './words.ts';

export interface OrdersOptions {
  readonly occurrences: Pick<OccurrenceRoom, 'order'>;
  readonly records: Pick<Records, 'get'>;
  readonly checks: Checks;
  readonly phrasing: Phrasing;
  readonly now: () => number;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

/** What a person has a presenter say right away. No day's limit counts these: a person waits for each. */
export function createOrders({ occurrences, records, checks, phrasing, now, signal }: OrdersOptions) {
  interface Order extends Pick<SaidNow, 'origin' | 'requester' | 'place'> {
    readonly kind: Extract<Cause['kind'], 'now' | 'test'>;
    readonly announcement?: string;
    readonly unsaid: Unsaid;
  }

  async function give({ kind, origin, requester, place, announcement, unsaid }: Order): Promise<Occurred> {
    const id = jobId(origin.key, origin.at);
    const before = await records.get(id);
    if (before) return { id, at: origin.at, cause: { kind }, job: before };
    const said = await phrasing(unsaid, signal);
    if (!said) throw new Refusal('input', 'announcement_says_nothing');
    const occurrence = {
      id,
      ...(announcement === undefined ? {} : { announcement }),
      origin,
      at: origin.at,
      cause: { kind },
      requester,
      place,
      presenter: unsaid.presenter,
      ...said,
    };
    await occurrences.order(occurrence);
    const job = await records.get(id);
    return { id, at: origin.at, cause: { kind }, ...(said.cut && { cut: said.cut }), ...(job && { job }) };
  }

  return {
    async say({ origin, requester, place, presenter, words }: SaidNow): Promise<Occurred> {
      checkWords(words, 'now');
      checks.presenter(presenter, place);
      await checks.channel(place);
      const unsaid = { template: words, at: now(), place, presenter };
      return give({ kind: 'now', origin, requester, place, unsaid });
    },

    async test(announcement: Announcement, to: Pick<SaidNow, 'origin' | 'requester' | 'place'>): Promise<Occurred> {
      await checks.place(to.place);
      const unsaid = saidBy(announcement, now(), exampleView(announcement.trigger));
      return give({ ...to, kind: 'test', announcement: announcement.id, unsaid });
    },
  };
}
