import type { Place } from '../jobs/job.ts';
import type { TextKey } from '../texts.ts';
import type { Line, Message } from './message.ts';

/** A message that is on the platform. */
export interface Sent {
  /** Where exactly it is. */
  readonly place: Place;
  /** The platform's id of it. */
  readonly message: string;
  /** Opens it, for whoever may see it. */
  readonly url: string;
  /** The platform's id of the file that came with it, where that is a thing of its own. */
  readonly file?: string;
}

/** A file that goes with a message. */
export interface PostFile {
  /** A local file; it stays where it is. */
  readonly path: string;
  readonly bytes: number;
  /** Ends in its extension. A video is named after its job, so that it can be found again. */
  readonly name: string;
  /** Says what is to be seen and heard, for those who cannot. Plain, at most 1,024 characters. */
  readonly alt: string;
}

export interface Post {
  /**
   * Names this post among all that the bot ever makes: a job's id and a letter, 25 characters of `[a-z0-9]`. What may be there
   * under a key is posted again only after it was looked for, and {@link FindOutcome} was `absent`.
   */
  readonly key: string;
  readonly message: Message;
  readonly file?: PostFile;
  /** The id of a message of the same place that it answers; done without when that is gone, or where messages answer none. */
  readonly replyTo?: string;
  /**
   * Persists what the platform will know the post by, where it gives that out while it is being posted: awaited before the step that
   * shows the post to anybody. When it throws, nothing is shown, and the post throws the same.
   */
  readonly mark?: (trace: string) => Promise<void>;
}

/** What a post is known by when it is looked for. */
export interface Sought {
  readonly key: string;
  /** The file's name; where the last try posted a link to a kept file in its place, with `linked`. */
  readonly file?: Pick<PostFile, 'name'> & { readonly linked?: true };
  /** What {@link Post.mark} was given for the last try; absent where it did not get so far, and where it posted no file. */
  readonly trace?: string;
  /** When it was last tried (ms), where that is known; else it may have been just now. */
  readonly tried?: number;
}

/** What became of a post. Only `unclear` leaves open whether it is there; after all the others but `posted` it surely is not. */
export type PostOutcome =
  | { readonly outcome: 'posted'; readonly sent: Sent }
  /** This place cannot be posted to, now or later: gone, locked, or not allowed. */
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'too_large' }
  /** No file is taken there, whatever its size, until somebody changes that; a message would be. `why` says that to the person, and no more. */
  | { readonly outcome: 'fileless'; readonly why: TextKey }
  /** Not now: the platform is down, or asks to wait until `at` (ms). */
  | { readonly outcome: 'later'; readonly at?: number }
  | { readonly outcome: 'unclear' };

/**
 * Whether a post is there. `absent` is said only when the place was read, and the platform confirmed that it may be read; or
 * where posting again under the same key is sure to be one post.
 */
export type FindOutcome =
  | { readonly outcome: 'found'; readonly sent: Sent }
  /** `surely`: nothing will come of any earlier try, and what is posted from now on is a post of its own. */
  | { readonly outcome: 'absent'; readonly surely?: true }
  /** Cannot be told now. */
  | { readonly outcome: 'later'; readonly at?: number }
  /** Can never be told: what is there may not be read any more. */
  | { readonly outcome: 'blind' }
  /**
   * The place itself is there no more: if it was posted, nobody can see it. Until `at` (ms), the platform may take a post elsewhere under
   * the same key for the one that was there.
   */
  | { readonly outcome: 'gone'; readonly at?: number };

export type OpenOutcome =
  | { readonly outcome: 'open'; readonly place: Place }
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'later'; readonly at?: number };

export type EditOutcome =
  | { readonly outcome: 'done' }
  /** The message is there no more, or is not the bot's: it is done without. */
  | { readonly outcome: 'gone' }
  /** Not now, perhaps not before `at` (ms); what was to be shown is still to be shown. */
  | { readonly outcome: 'later'; readonly at?: number };

/** A file on the platform that a person sent. Can be kept; for how long the bytes behind it can be fetched is the platform's to say, a day perhaps. */
export interface ChatFile {
  readonly url: string;
  readonly name: string;
  /** As the platform declares it. */
  readonly bytes: number;
}

/** How one request is answered: in a message that only the person who asked sees, wherever the platform has such messages. */
export interface Answer {
  /** Names this answer, so that it can be given after a restart, by {@link Platform.answer}. Can be kept; may hold a secret. */
  readonly ref: string;
  /**
   * Resolves once the person sees that the bot is at it: to what is asked for before, nothing is begun but a note of it. False where
   * the platform does not take that sign any more; nothing is begun then. Absent where there is nothing to wait for.
   */
  readonly begun?: Promise<boolean>;
  /** Says this, in the place of what was said before. What cannot be said any more is logged. @throws only what ends it when Herald stops */
  say(message: Message, file?: PostFile): Promise<void>;
  /** Nothing is left to say: the waiting sign is taken away. @throws as above */
  done(): Promise<void>;
}

/** What people call a place. Their own words: plain, and perhaps absent. */
export interface PlaceNames {
  readonly space?: string;
  readonly channel?: string;
}

/** Somebody of a space. */
export interface Member {
  readonly person: string;
  /** Of theirs in the space. */
  readonly roles: readonly string[];
}

/** How often something may be done: a bucket that holds `burst`, to which one comes back `every` so many ms. */
export interface Pace {
  readonly every: number;
  readonly burst: number;
}

/** How often the messages of one space may be edited. */
export interface EditPace extends Pace {
  /** Of all spaces together, where the platform counts that. */
  readonly inAll?: Pace;
}

/**
 * A chat platform, as commands and jobs use it. It keeps nothing of jobs: intentions and results are persisted by its callers,
 * before and after each call. No method throws for what people or the platform do; what is thrown is a defect, or the signal's reason.
 */
export interface Platform {
  /** As in {@link Place}. */
  readonly name: string;
  readonly edits: EditPace;
  /** How often status messages may be posted to one channel; absent where the platform paces its posts by itself. */
  readonly posts?: Pace;
  /** Gives the bytes of a file that a person sent. @throws Refusal, also while it is read: past `limit` bytes, or gone */
  fetch(file: ChatFile, limit: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Posts a message once. Must not be called twice at a time for one key. */
  post(to: Place, post: Post, signal: AbortSignal): Promise<PostOutcome>;
  /**
   * Looks for a post whose outcome is unclear among the bot's own messages of a place.
   * @param since when it was first tried (ms): nothing older is looked at
   */
  find(to: Place, post: Sought, since: number, signal: AbortSignal): Promise<FindOutcome>;
  /** Shows another message in place of what is shown. */
  edit(sent: Sent, message: Message): Promise<EditOutcome>;
  /** Takes a message away. */
  remove(sent: Sent): Promise<EditOutcome>;
  /** Has nothing be seen of a file that may show any time, by what {@link Post.mark} was given. Absent where there are no marks. */
  withdraw?(from: Place, trace: string): Promise<EditOutcome>;
  /**
   * Where answers below a status message go: its thread, opened if need be; the message's own place where there are no threads,
   * or when the message is gone. Opening again gives the same thread.
   * @param title plain; what is beyond 100 characters is cut off
   */
  openThread(status: Pick<Sent, 'place' | 'message'>, title: string, signal: AbortSignal): Promise<OpenOutcome>;
  /**
   * Where the bot talks with one person alone.
   * @param from a place of the space in which they asked
   */
  openDirect(person: string, from: Place, signal: AbortSignal): Promise<OpenOutcome>;
  /** Bytes that a file may have there. */
  uploadLimit(place: Place): number;
  /**
   * Why the bot could not bring a video to a place, and what to do about that; empty where nothing stands in the way, or where that cannot
   * be told now.
   */
  obstacles(place: Place, signal: AbortSignal): Promise<readonly Line[]>;
  /** Why the bot could not hear what people say in a channel, what it takes, and what to do about that; empty as above. */
  unheard(place: Place, signal: AbortSignal): Promise<readonly Line[]>;
  /**
   * Whether somebody may themselves read a channel, or write in it; undefined where that cannot be told now. Of a place that is there no
   * more, or that the bot does not see, it is never said that they may.
   */
  allows(who: Member, place: Place, what: 'read' | 'write', signal: AbortSignal): Promise<boolean | undefined>;
  /** What people call a space and its channel, as far as that can be told now. */
  names(place: Place, signal: AbortSignal): Promise<PlaceNames>;
  /**
   * Shows a post of the bot's to those who follow its channel from elsewhere; done at once where nobody can. What was shown so is not shown
   * again. Absent where there is no such thing.
   */
  publish?(sent: Sent, signal: AbortSignal): Promise<EditOutcome>;
  /** An answer that was begun before a restart. */
  answer(ref: string): Answer;
  /** Shows how many jobs wait, to everybody; the latest, as often as the platform lets it. */
  showQueue(waiting: number): void;
}
