import type { Job, Place } from '../jobs/job.ts';
import { spaceOf } from '../jobs/records.ts';
import { hasEnded } from '../jobs/transitions.ts';
import type { Platform, Sent } from './platform.ts';

/** What is kept of a job's status message. */
export interface StatusRecord {
  /** When its post was first tried (ms): from then on it may be there. */
  readonly since?: number;
  readonly sent?: Sent;
  /** When it was posted (ms). */
  readonly at?: number;
  /** It is done without: it was deleted, or could never be posted. */
  readonly without?: true;
  /** The word to the person in place of it, once the job has ended without a video or is theirs to decide about. */
  readonly word?: {
    /** In the place where it was asked, nothing can be said any more. */
    readonly direct?: true;
    /** When it was first tried (ms), as above. */
    readonly since?: number;
    /** Nothing more is tried. */
    readonly done?: true;
  };
}

/** A status message that is not final, as the board has it in memory. */
export interface Entry {
  readonly id: string;
  readonly person: string;
  readonly place: Place;
  /** As in `spaceOf`: whose budget its edits are taken from. */
  readonly space: string;
  /** …and whose pace its post keeps to. */
  readonly channel: string;
  readonly platform: Platform;
  /** Undefined until it was read. */
  kept: StatusRecord | undefined;
  /** The job has ended: what is shown next is shown for good. */
  ended: boolean;
  /** What is shown may not be what is to be shown. */
  stale: boolean;
  /** Posted also when the job has ended meanwhile. */
  wanted: boolean;
  /** The message on the platform, as JSON; undefined while that is not known. */
  shown: string | undefined;
  editedAt: number;
  /** Not before this time (ms) is anything tried. */
  notBefore: number;
  /** Tries in a row that failed; when the first of them did, and the last (ms). */
  tries: number;
  failingSince: number | undefined;
  failedAt: number;
  /** Since when a video waits for it (ms). */
  awaitedSince: number | undefined;
  /** What is under way. */
  work: Promise<void> | undefined;
  /** Resolves when it is decided whether there is a status message, and with it. */
  readonly decided: PromiseWithResolvers<Sent | undefined>;
}

/** One of which nothing is known yet. @param wanted as in {@link Entry} */
export function newEntry(job: Job, platform: Platform, wanted: boolean): Entry {
  return {
    id: job.id,
    person: job.requester.person,
    place: job.place,
    space: spaceOf(job),
    channel: `${spaceOf(job)}:${job.place.channel ?? ''}`,
    platform,
    kept: undefined,
    ended: hasEnded(job),
    stale: true,
    wanted,
    shown: undefined,
    editedAt: 0,
    notBefore: 0,
    tries: 0,
    failingSince: undefined,
    failedAt: 0,
    awaitedSince: undefined,
    work: undefined,
    decided: Promise.withResolvers(),
  };
}
