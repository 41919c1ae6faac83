import type { Place } from '../../src/jobs/job.ts';
import type { PlaceNames, Platform } from '../../src/platforms/platform.ts';
import { idOf, placeSet } from './paper-places.ts';

type Places = Pick<ReturnType<typeof placeSet>, 'has'>;

/** What can be told of a place before anything happens there, and what changes that. */
export function paperStanding({ closed, gone }: { readonly closed: Places; readonly gone: Places }) {
  const deaf = placeSet();
  const called = new Map<string, PlaceNames>();
  const isShut = (place: Place) => closed.has(place) || gone.has(place);

  const platform: Pick<Platform, 'obstacles' | 'unheard' | 'names'> = {
    async obstacles(place) {
      return isShut(place) ? [{ key: 'lacks_here' }, { key: 'lacks_next' }] : [];
    },
    async unheard(place) {
      return deaf.has(place) || isShut(place) ? [{ key: 'lacks_next' }] : [];
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
    /** What people call a place, in place of its ids. */
    call: (place: Place, names: PlaceNames): void => void called.set(idOf(place), names),
  };
  return { platform, change };
}
