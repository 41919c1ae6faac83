import type { Place } from '../../src/jobs/job.ts';
import type { PlaceNames, Platform } from '../../src/platforms/platform.ts';
import { idOf, placeSet } from './paper-places.ts';

type Places = Pick<ReturnType<typeof placeSet>, 'has'>;

/** What can be told of a place before anything happens there, and what changes that. */
export function paperStanding({ closed, gone }: { readonly closed: Places; readonly gone: Places }) {
  const deaf = placeSet();
  /** Who may not what where. */
  const forbidden = new Map<string, boolean | undefined>();
  const called = new Map<string, PlaceNames>();
  const isShut = (place: Place) => closed.has(place) || gone.has(place);

  const platform: Pick<Platform, 'obstacles' | 'unheard' | 'allows' | 'names'> = {
    async obstacles(place) {
      return isShut(place) ? [{ key: 'lacks_here' }, { key: 'lacks_next' }] : [];
    },
    async unheard(place) {
      return deaf.has(place) || isShut(place) ? [{ key: 'lacks_next' }] : [];
    },
    async allows({ person }, place, what) {
      if (gone.has(place)) return false;
      const key = [person, what, idOf(place)].join(' ');
      return forbidden.has(key) ? forbidden.get(key) : true;
    },
    async names(place) {
      const { space, channel } = place;
      if (gone.has(place)) return { space };
      return called.get(idOf(place)) ?? { space, ...(channel !== undefined && { channel }) };
    },
  };
  const change = {
    /** The bot does not hear what people say in this place… */
    deafen: deaf.add,
    /** …and does again. */
    undeafen: deaf.delete,
    /** Somebody may not read this channel, or write in it; or it cannot be told whether they may. */
    forbid: (person: string, what: 'read' | 'write', place: Place, told: 'no' | 'untold' = 'no'): void =>
      void forbidden.set([person, what, idOf(place)].join(' '), told === 'no' ? false : undefined),
    /** What people call a place, in place of its ids. */
    call: (place: Place, names: PlaceNames): void => void called.set(idOf(place), names),
  };
  return { platform, change };
}
