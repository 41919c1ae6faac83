import type { Place } from '../../src/jobs/job.ts';

export const idOf = ({ space, channel = '-', thread }: Place): string =>
  [space, channel, ...(thread === undefined ? [] : [thread])].join('/');

/** Places, each with all that is within it: a space with its channels, a channel with its threads. */
export function placeSet() {
  const places = new Map<string, Place>();
  return {
    add: (place: Place): void => void places.set(idOf(place), place),
    delete: (place: Place): boolean => places.delete(idOf(place)),
    has: (place: Place): boolean =>
      [...places.values()].some(
        ({ space, channel, thread }) =>
          space === place.space &&
          (channel === undefined || channel === place.channel) &&
          (thread === undefined || thread === place.thread),
      ),
  };
}
