/** The shapes of the Kling API that Herald speaks: the contract page's, and the live vendor's. */
export type ProfileName = 'avatar' | 'image2video';

export type Ratio = '16:9' | '9:16' | '1:1';

/** Kling's name for how carefully it renders; `pro` costs twice `std`. */
export type Mode = 'std' | 'pro';

/** Where a task stands at Kling. The vendor's `succeed` is read as `succeeded`. */
export type TaskStatus = 'submitted' | 'processing' | 'succeeded' | 'failed';

/** Kling's side of a job, as any of its answers tells it. */
export interface Task {
  readonly id: string;
  /** The `external_task_id` given at the create: the job's id. Absent where the answer leaves it out. */
  readonly externalId?: string;
  readonly status: TaskStatus;
  /** `task_status_msg`: Kling's own words, mostly on a failure. Untrusted text. */
  readonly message: string;
  /** `final_unit_deduction`, in Kling's units; absent until Kling tells it. */
  readonly units?: number;
  /** ms since the epoch, by Kling's clock. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
  /** The result. The URL is signed and expires (30 days): never shown, never logged. */
  readonly video?: { readonly url: string; readonly seconds?: number };
}

/** What a face is to speak, in the form that the create takes. */
export type Sound =
  | { readonly kind: 'text'; readonly text: string; readonly voiceId: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'speech'; readonly audioId: string };

/** One create. */
export interface CreateInput {
  /** `external_task_id`, at most 24 characters of `[a-z0-9]`: what an unknown outcome is looked up by. */
  readonly externalId: string;
  /** A JPEG or PNG of at most 10 MB; sent as raw base64. */
  readonly image: Uint8Array;
  readonly sound: Sound;
  readonly ratio: Ratio;
  /** How the face should act; at most 2,500 characters. */
  readonly prompt?: string;
  readonly callbackUrl?: string;
}

/** What `/v1/audio/tts` made of one text of at most 1,000 characters. */
interface Speech {
  /** At most 30 days old when a create uses it. */
  readonly audioId: string;
  /** Signed, on the vendor's host. */
  readonly url: string;
  /** Estimated from the text where Kling leaves it out. */
  readonly seconds: number;
}

/**
 * One shape of the Kling API (errors.ts holds what is thrown). Every method throws a KlingError for an answer that
 * refuses, and for input that breaks the API's rules, which is not sent (1200, no HTTP status). What costs money throws
 * NotSent where nothing was sent, and UnknownOutcome where nobody can tell whether it took effect. A read throws
 * Unreadable where no usable answer came, and the signal's reason where that aborted.
 */
export interface Profile {
  readonly name: ProfileName;
  readonly takes: {
    /** Words go into the create; otherwise they become speech first, by {@link Profile.speak}. */
    readonly text: boolean;
    /** Whether a recording is sent inside the create, or fetched by Kling from a URL. */
    readonly sound: 'bytes' | 'url';
    /** Whether the ratio is a parameter; otherwise the photo is framed to it before it is sent. */
    readonly ratio: boolean;
  };
  /** What a second of video costs in Kling's units, where the vendor's price list says so. */
  readonly unitsPerSecond?: number;
  /** Starts a task. Costs money; never repeated by the transport, except once with a new token (1003, 1004). */
  create(input: CreateInput, signal: AbortSignal): Promise<Task>;
  /** Makes speech of at most 1,000 characters. Costs money (0.05 units); has no id to be found by. Absent where `takes.text`. */
  speak?(
    text: string,
    voice: { readonly id: string; readonly language: 'en' | 'zh' },
    signal: AbortSignal,
  ): Promise<Speech>;
  /** One task by Kling's id; undefined where Kling says that there is none. */
  task(id: string, signal: AbortSignal): Promise<Task | undefined>;
  /** One task by the job's id, where the profile can be asked so; undefined where Kling says that there is none. */
  taskByExternalId?(externalId: string, signal: AbortSignal): Promise<Task | undefined>;
  /** One page (from 1) of the account's tasks, in no order that may be relied on. `size` is 1 to 500. */
  list(page: number, size: number, signal: AbortSignal): Promise<readonly Task[]>;
}
