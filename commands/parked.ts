import type { Clock } from '../src/clock.ts';
import type { Place } from '../src/jobs/job.ts';
import type { Sent } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import { keyedMutex } from '../src/store/mutex.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Request } from './request.ts';

/** A request that waits for its person. */
export interface Parked {
  /** The id of the job that it will be. */
  readonly id: string;
  readonly waits: 'confirmation' | 'photo';
  readonly request: Request;
  /** When it was first asked for what it waits for (ms). */
  readonly since: number;
  /** When it lapses (ms). */
  readonly until: number;
  /** The message that asks, once it is surely there; absent where the answer to the request asks. */
  readonly sent?: Sent;
  /** The cause that brought the photo; it is kept so that the same cause is known again. */
  readonly taken?: string;
  /** How often its person could not be told that it lapsed. */
  readonly untold?: number;
}

/** How long a request waits for its person (ms). */
export const PATIENCE = 3_600_000;

/** Requests of one person that wait at a time: each may be a message that everybody sees, and files on the disk. */
const MOST = 5;

/** An entry that could not be let go is looked at again after so long (ms). */
const STILL_THERE = 60_000;

/** Parked requests: on the disk, and for an hour in memory. */
export interface ParkedRequests {
  /** Reads them again, once, and lets those lapse whose time is over. */
  load(): Promise<void>;
  get(id: string): Parked | undefined;
  /** The request that waits for a photo in reply to this message of the place's channel. */
  askedBy(place: Place, message: string): Parked | undefined;
  /** Requests for which a person was asked for a photo, oldest first; where it is not known yet by which message, they are just being asked. */
  askedOf(platform: string, person: string): readonly Parked[];
  /** Parks it, or changes it. @throws Refusal when too many of its person wait already */
  keep(entry: Parked): Promise<void>;
  drop(id: string): Promise<void>;
  /** Nothing lapses any more. */
  stop(): void;
}

/** @param onLapse is called when an entry's time is over; the entry stays until it is dropped */
export function parkedRequests(
  namespace: Namespace<Parked>,
  clock: Clock,
  onLapse: (id: string) => void,
): ParkedRequests {
  const entries = new Map<string, Parked>();
  const timers = new Map<string, () => void>();
  const messages = new Map<string, string>();
  const counting = keyedMutex();
  let stopped = false;

  function remember(entry: Parked): void {
    entries.set(entry.id, entry);
    if (entry.waits === 'photo' && entry.sent) messages.set(nameOf(entry.sent), entry.id);
    wakeIn(Math.max(0, entry.until - clock.now()), entry.id);
  }

  function wakeIn(ms: number, id: string): void {
    timers.get(id)?.();
    if (stopped) return;
    timers.set(
      id,
      clock.after(ms, () => lookAt(id)),
    );
  }

  /** Timers fire a little early now and then, and clocks are set back: what is not over yet is looked at again. */
  function lookAt(id: string): void {
    const entry = entries.get(id);
    if (!entry) return;
    const left = entry.until - clock.now();
    wakeIn(left > 0 ? left : STILL_THERE, id);
    if (left <= 0) onLapse(id);
  }

  /** What waits for a person, and has not been taken up. */
  const waitingFor = (whose: string) =>
    [...entries.values()].filter((entry) => entry.taken === undefined && personOf(entry) === whose);

  return {
    async load() {
      for await (const [, entry] of namespace.entries()) remember(entry);
    },
    get: (id) => entries.get(id),
    askedBy(place, message) {
      const entry = entries.get(messages.get(nameOf({ place, message })) ?? '');
      return entry?.waits === 'photo' ? entry : undefined;
    },
    askedOf: (platform, person) =>
      waitingFor(`${platform}:${person}`)
        .filter(({ waits }) => waits === 'photo')
        .sort((a, b) => a.since - b.since),
    keep: (entry) =>
      counting.run(personOf(entry), async () => {
        if (!entries.has(entry.id) && waitingFor(personOf(entry)).length >= MOST) {
          throw new Refusal('limit', 'parked_many', { max: MOST });
        }
        await namespace.set(entry.id, entry);
        remember(entry);
      }),
    async drop(id) {
      await namespace.delete(id);
      timers.get(id)?.();
      timers.delete(id);
      const entry = entries.get(id);
      if (entry?.sent) messages.delete(nameOf(entry.sent));
      entries.delete(id);
    },
    stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}

/** Ids of messages may be of their channel only. */
const nameOf = ({ place: { platform, space, channel }, message }: Pick<Sent, 'place' | 'message'>) =>
  [platform, space, channel, message].join(':');

const personOf = ({ request: { caller } }: Parked) => `${caller.place.platform}:${caller.person}`;
