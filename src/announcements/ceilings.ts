import { SHORTEST, type SpeechGuide } from '../../commands/avatar.ts';
import type { Presenters } from '../../commands/presenters.ts';
import { dayOf } from '../jobs/identity.ts';
import type { Ledger } from '../jobs/ledger.ts';
import type { Occurrence } from './occurrence.ts';

export interface CeilingsOptions {
  readonly ledger: Pick<Ledger, 'left'>;
  readonly presenters: Pick<Presenters, 'get'>;
  readonly speech: SpeechGuide;
  readonly now: () => number;
}

/** Whether what is left of today's seconds of video is enough for an occurrence, as far as that can be told before. @throws StoreError */
export type Affords = (occurrence: Occurrence) => Promise<boolean>;

/** Asks the ledger alone, so that what is refused again and again costs no copy of a photo each time. */
export function ceilings({ ledger, presenters, speech, now }: CeilingsOptions): Affords {
  return async ({ requester, place, presenter, words }) => {
    const { language } = speech.choose(words, presenters.get(presenter)?.voiceId);
    const { person, space, all } = await ledger.left({ day: dayOf(now()), place, requester });
    return Math.max(SHORTEST, speech.estimate(words, language)) <= Math.min(person, space, all);
  };
}
