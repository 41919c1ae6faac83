import type { ProfileName, Ratio } from '../kling/profile.ts';
import type { Sent } from '../platforms/platform.ts';
import type { Locale, TextKey, TextParams } from '../texts.ts';

export const STATES = [
  'accepted',
  'queued',
  'submitting',
  'rendering',
  'delivering',
  'delivered',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof STATES)[number];

/** Whether a job cost the operator money, as far as Kling has told. */
export type Charged = 'yes' | 'no' | 'unknown';

/** Where a job was asked for and is answered. A space is a Discord guild or a Slack workspace; `api` for HTTP. */
export interface Place {
  readonly platform: string;
  readonly space: string;
  /** With a thread, the channel that it belongs to. */
  readonly channel?: string;
  readonly thread?: string;
  /** A thread for a few, or a talk with one person: what is said there is shown nowhere else. */
  readonly private?: true;
}

/** Who asked: an id that is unique within the platform. */
export interface Requester {
  readonly person: string;
  /** What is said about the job is said in this language; English when absent. */
  readonly locale?: Locale;
}

/** The `baseUrl` of jobs that the sandbox makes, which stands in for Kling and charges nothing. */
export const SANDBOX = 'sandbox';

/** Which Kling account and API a job belongs to; it is never created anew at another. */
export interface Target {
  readonly baseUrl: string;
  /** Short hash of the account's key; tells accounts apart, gives nothing away. */
  readonly account: string;
  /** Absent until `auto` has found out. */
  readonly profile?: ProfileName;
}

/** What the face is to speak: words with a voice, or a recording that was copied. */
export type Speak =
  | { readonly kind: 'words'; readonly text: string; readonly voiceId: string; readonly language: 'en' | 'zh' }
  | { readonly kind: 'recording'; readonly seconds: number };

/** What was asked for. The photo and the recording are kept as blobs under keys derived from the job's id. */
export interface Ask {
  readonly speak: Speak;
  readonly ratio: Ratio;
  readonly prompt?: string;
}

/** A create that was begun: written before the call. Cleared when Kling surely refused it. */
export interface Send {
  readonly attempt: number;
  readonly sentAt: number;
  /** When its outcome became unknown (ms): from then on the task may still show up. */
  readonly lostAt?: number;
  /** Complete searches for the job's id that did not find it, the times of each (ms). */
  readonly misses: readonly number[];
  /** HTTP status of the unusable answer, where there was one. */
  readonly status?: number;
  /** Kling said that the id is in use: the task is there, however long it takes to find it. */
  readonly exists?: boolean;
}

/** Speech made before the create, where the profile does not take words. One entry a piece of text. */
export interface SpeechPiece {
  readonly text: string;
  /** Calls begun (at most two: an unknown outcome is repeated once). */
  readonly calls: number;
  readonly audioId?: string;
  readonly url?: string;
  readonly seconds?: number;
}

/** A post of the video that was begun: written before it is tried. Cleared when it surely is not there. */
export interface Posting {
  /** The destinations in the order in which they are tried; each has the audience of the place asked in, or a smaller one. */
  readonly stage: 'there' | 'channel' | 'direct';
  readonly place: Place;
  /** The status message, where there was one when the place was chosen. */
  readonly status?: Pick<Sent, 'place' | 'message'>;
  /** When it was first tried (ms): from then on it may be there. */
  readonly since: number;
  /** When it was last tried (ms), where that is later: again under the same key, or as far as its mark. */
  readonly tried?: number;
  /** What the platform knows the last try by, once it was about to be shown. */
  readonly trace?: string;
  /** Nobody can tell whether it is there, since this time (ms): a person decides. */
  readonly blind?: number;
  /** Every try so far was refused: it surely is not there, and needs no looking for. */
  readonly idle?: true;
  /** Bytes that a file may have there, once one that should have been taken was refused; 0 for a link in its place. */
  readonly atMost?: number;
  /** Why no file is taken there, where that is not for its size. */
  readonly fileless?: TextKey;
}

/**
 * A job that nobody asked for in its place: a presenter says something there. Nothing is shown of it but the video, with its words as
 * text, and nobody is pinged.
 */
export interface Announced {
  /** The presenter's name. */
  readonly presenter: string;
  /** The words were too long, and were cut at the end of a sentence. */
  readonly cut?: true;
}

/** The record of one request's life. Everything that a restart needs is in it. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** UTC day (`YYYY-MM-DD`) whose ceilings it counts against. */
  readonly day: string;
  readonly requester: Requester;
  readonly place: Place;
  /** The message that asked, on its platform. */
  readonly replyTo?: string;
  readonly ask: Ask;
  readonly target: Target;
  /** Seconds of video that were reserved against the ceilings. */
  readonly estimate: number;
  readonly announced?: Announced;
  readonly send?: Send;
  readonly speech?: readonly SpeechPiece[];
  /** The photo is sent as it came; otherwise a prepared copy of it is. */
  readonly photoAsIs?: true;
  /** Set when the prepared recording or joined speech is kept as a blob. */
  readonly sound?: { readonly seconds: number };
  readonly taskId?: string;
  /** When the task was first known (ms). */
  readonly renderingSince?: number;
  /** When the first try to fetch the video, or then to post it, failed (ms). */
  readonly deliveringSince?: number;
  /** Fetched videos that did not play. */
  readonly damaged?: number;
  /** Kling's result: where it may be fetched from, how long it is. */
  readonly result?: { readonly url: string; readonly seconds?: number };
  /** The kept video. */
  readonly video?: { readonly seconds: number; readonly bytes: number };
  readonly posting?: Posting;
  /** The video as it was posted. */
  readonly posted?: Sent;
  /** When the platform first did not let the video be taken away that is to be (ms): still there, and tried again. */
  readonly removing?: number;
  /** When the video was taken away on request (ms). */
  readonly removed?: number;
  readonly cancelAsked?: number;
  /** Why it failed or waits, as a key of the catalogue. */
  readonly reason?: { readonly key: TextKey; readonly params: TextParams };
  readonly charged?: Charged;
  /** `final_unit_deduction`. */
  readonly units?: number;
  /** Seconds that count against the ceilings, once it has ended. */
  readonly spent?: number;
  /** Tries of the present step that failed; 0 after progress. */
  readonly tries?: number;
  /** Not before this time (ms) is the present step tried again. */
  readonly notBefore?: number;
  /** Its person's words and name were erased on request. */
  readonly erased?: boolean;
}

export const ENDED: ReadonlySet<JobState> = new Set(['delivered', 'failed', 'cancelled']);
