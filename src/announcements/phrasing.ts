import type { Announcement } from '../../commands/announcements.ts';
import type { Presenters } from '../../commands/presenters.ts';
import type { Place } from '../jobs/job.ts';
import type { PlaceNames, Platform } from '../platforms/platform.ts';
import { Refusal } from '../refusal.ts';
import type { Speaking } from './words.ts';

/** What is to be said, before its words are filled in. */
export interface Unsaid {
  readonly template: string;
  /** ms */
  readonly at: number;
  readonly zone?: string;
  readonly place: Place;
  /** What the place was called before. */
  readonly called?: PlaceNames;
  /** Id of the presenter. */
  readonly presenter: string;
  readonly view?: Readonly<Record<string, unknown>>;
}

/** Fills in words; undefined where they say nothing. @throws Refusal `missing` where the presenter is gone */
export type Phrasing = (unsaid: Unsaid, signal: AbortSignal) => Promise<ReturnType<Speaking>>;

export interface PhrasingOptions {
  readonly speaking: Speaking;
  readonly presenters: Pick<Presenters, 'get'>;
  readonly platform: (name: string) => Platform | undefined;
}

/** Placeholders for what only the platform can tell. */
const NAMES = /\{(?:server|channel)\}/;

export function phrasing({ speaking, presenters, platform }: PhrasingOptions): Phrasing {
  return async ({ template, at, zone, place, called, presenter: id, view }, signal) => {
    const presenter = presenters.get(id);
    if (!presenter) throw new Refusal('missing', 'announcement_presenter_gone');
    const now = NAMES.test(template) ? await platform(place.platform)?.names(place, signal) : undefined;
    const { space, channel } = { ...called, ...now };
    return speaking(template, {
      at,
      presenter: presenter.name,
      ...(zone === undefined ? {} : { zone }),
      ...(space === undefined ? {} : { server: space }),
      ...(channel === undefined ? {} : { channel }),
      ...(view && { view }),
      ...(presenter.voiceId === undefined ? {} : { voiceId: presenter.voiceId }),
    });
  };
}

/** What an announcement says on an occasion. */
export const saidBy = (
  { words, place, called, presenter, trigger }: Announcement,
  at: number,
  view: Unsaid['view'],
): Unsaid => ({
  template: words,
  at,
  place,
  presenter,
  ...(trigger.kind === 'schedule' && { zone: trigger.zone }),
  ...(called && { called }),
  ...(view && { view }),
});
