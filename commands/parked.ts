import type { Clock } from '../src/clock.ts';
import type { Sent } from '../src/platforms/platform.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Request } from './request.ts';

/** A request that waits for its person. */
export type Parked = WaitsForConfirmation | WaitsForPhoto;

interface Waits {
  /** The id of the job that it will be. */
  readonly id: string;
  readonly request: Request;
  /** When it lapses (ms). */
  readonly until: number;
  /** How often its person could not be told that it lapsed. */
  readonly untold?: number;
}

export interface WaitsForConfirmation extends Waits {
  readonly waits: 'confirmation';
  /** Names the answer that showed the terms. */
  readonly ref: string;
}

export interface WaitsForPhoto extends Waits {
  readonly waits: 'photo';
  /** When the message that asks for a photo was first posted (ms). */
  readonly since: number;
  /** That message, once it is surely there. */
  readonly sent?: Sent;
  /** The cause that brought the photo; it is kept so that the same cause is known again. */
  readonly taken?: string;
}

/** How long a request waits for its person (ms). */
export const PATIENCE = 3_600_000;

/** Parked requests: on the disk, and for an hour in memory. */
export interface ParkedRequests {
  /** Reads them again, once, and lets those lapse whose time is over. */
  load(): Promise<readonly Parked[]>;
  get(id: string): Parked | undefined;
  /** The request that waits for a photo in reply to this message. */
  askedBy(platform: string, message: string): WaitsForPhoto | undefined;
  /** Ids of requests of a person who is being asked for a photo: it is not known yet by which message. */
  beingAsked(platform: string, person: string): readonly string[];
  /** Parks it, or changes it. */
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
  let stopped = false;

  function remember(entry: Parked): void {
    entries.set(entry.id, entry);
    if (entry.waits === 'photo' && entry.sent) messages.set(nameOf(entry.sent), entry.id);
    timers.get(entry.id)?.();
    if (stopped) return;
    const wait = Math.max(0, entry.until - clock.now());
    timers.set(
      entry.id,
      clock.after(wait, () => onLapse(entry.id)),
    );
  }

  return {
    async load() {
      for await (const [, entry] of namespace.entries()) remember(entry);
      return [...entries.values()];
    },
    get: (id) => entries.get(id),
    askedBy(platform, message) {
      const entry = entries.get(messages.get(`${platform}:${message}`) ?? '');
      return entry?.waits === 'photo' ? entry : undefined;
    },
    beingAsked(platform, person) {
      const asking = [...entries.values()].filter((entry) => entry.waits === 'photo' && !entry.sent);
      return asking
        .filter(({ request: { caller } }) => caller.place.platform === platform && caller.person === person)
        .map(({ id }) => id);
    },
    async keep(entry) {
      await namespace.set(entry.id, entry);
      remember(entry);
    },
    async drop(id) {
      await namespace.delete(id);
      timers.get(id)?.();
      timers.delete(id);
      const entry = entries.get(id);
      if (entry?.waits === 'photo' && entry.sent) messages.delete(nameOf(entry.sent));
      entries.delete(id);
    },
    stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}

const nameOf = ({ place, message }: Sent) => `${place.platform}:${message}`;
