import type { Place } from '../src/jobs/job.ts';
import { isSamePlace } from '../src/jobs/places.ts';
import type { KeyedMutex } from '../src/store/mutex.ts';
import type { ParkedRequests } from './parked.ts';

/**
 * The message in this very place by which a person was asked for a photo: the latest that nobody answered. Waits for those that are
 * just being posted there.
 * @param mutex one request at a time for each job's id
 */
export async function questionTo(
  parked: Pick<ParkedRequests, 'askedOf'>,
  mutex: KeyedMutex,
  person: string,
  place: Place,
): Promise<string | undefined> {
  const here = () =>
    parked
      .askedOf(place.platform, person)
      .filter(({ sent, request }) => isSamePlace(sent?.place ?? request.caller.place, place));
  await Promise.all(here().map(({ id, sent }) => (sent ? undefined : mutex.run(id, async () => {}))));
  return here().findLast(({ sent }) => sent !== undefined)?.sent?.message;
}
