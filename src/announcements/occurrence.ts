import type { Announcement, Cause } from '../../commands/announcements.ts';
import type { Place, Requester } from '../jobs/job.ts';
import type { TextKey, TextParams } from '../texts.ts';

/** Something that is to be said once: written before anything is done about it, and kept as history. */
export interface Occurrence {
  /** The id of its job: both are derived from the same origin. */
  readonly id: string;
  /** Absent for what a person had said right away. */
  readonly announcement?: string;
  readonly origin: { readonly key: string; readonly at: number };
  /** When it was to be (ms). */
  readonly at: number;
  readonly cause: Cause;
  readonly requester: Requester;
  readonly place: Place;
  /** Id of the presenter. */
  readonly presenter: string;
  /** What is said, ready: filled in, and cut where it was too long. */
  readonly words: string;
  readonly cut?: true;
  /** Why there is no job. */
  readonly refused?: { readonly key: TextKey; readonly params: TextParams };
  /** Since when nobody can tell whether its video was posted (ms), once its owner was asked to look. */
  readonly doubted?: number;
  /** Its job was called off, since it was not begun in time; why it had to wait, as far as that is known. */
  readonly late?: { readonly why?: TextKey };
  /** Its owner was told that it has to wait. */
  readonly waits?: true;
  /** Nothing is left to be done about it: its job has ended, what follows from that was done, or there is none. */
  readonly ended?: true;
}

/** What a trigger has found. */
export interface Happened {
  readonly announcement: Announcement;
  /** Tells it from all others of the announcement, for ever: a moment, a delivery, an item, a message. */
  readonly key: string;
  /** When it was to be (ms); the same whenever it is noted again. */
  readonly at: number;
  readonly cause: Cause;
  /** What the Mustache placeholders of the words see. */
  readonly view?: Readonly<Record<string, unknown>>;
}

/** Takes in what triggers find; each is said once, however often it is noted. */
export interface Occurrences {
  /**
   * Keeps it, and has it said behind; what stands in the way is in the history, and told to the owner. One that says nothing is not kept; of
   * those beyond the day's limit or the ceilings on spending, the first one of the day is.
   * @throws StoreError
   */
  note(happened: Happened): Promise<void>;
  /**
   * Says it now. @throws Refusal where that cannot be, also beyond the day's limit; it may be tried again under the same key
   */
  say(happened: Happened): Promise<{ readonly job: string; readonly repeated: boolean }>;
}
