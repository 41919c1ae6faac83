import type { Place } from '../../src/jobs/job.ts';
import type { Message } from '../../src/platforms/message.ts';
import type { Answer, ChatFile, PlaceNames, Platform, Post } from '../../src/platforms/platform.ts';

/** A message of the bot as people see it on the platform. */
export interface Seen {
  readonly id: string;
  /** As it is read: formatting applied, escapes gone; persons as `@id`, channels as `#id`, roles as `@&id`. */
  readonly text: string;
  /** Addresses that can be followed: in the text, and behind buttons. */
  readonly links: readonly string[];
  /** Ids of all who were notified by it. */
  readonly pings: readonly string[];
  /** Each as `label → name:subject` or `label → address`. */
  readonly buttons: readonly string[];
  /** Each as `label: id, id → name:subject`. */
  readonly pickers: readonly string[];
  readonly file?: { readonly name: string; readonly bytes: number; readonly alt: string };
  readonly replyTo?: string;
}

/** A platform, and what the suite needs to look at its other side. */
export interface PlatformUnderTest {
  readonly platform: Omit<Platform, 'answer' | 'edits' | 'showQueue'>;
  /** Posting again under a key, soon, is one post. */
  readonly remembersKeys?: true;
  /** Messages can answer messages. */
  readonly quotes?: true;
  /** A file is marked before it shows: {@link Post.mark}. */
  readonly marks?: true;
  /** A public place where everything is allowed and threads can be opened. */
  readonly place: Place;
  /** Somebody there who takes direct messages, and somebody else. */
  readonly person: string;
  readonly other: string;
  /** A role of the space. */
  readonly role: string;
  /** Bytes beyond which the platform itself refuses a file in `place`. */
  readonly hardLimit: number;
  /** What people call `place` and its space. */
  readonly called: PlaceNames;
  /** A place of the same space that `person` may neither read nor write in. */
  readonly hiddenFrom?: () => Promise<Place> | Place;
  /** A place whose posts can be shown to those who follow it from elsewhere; absent where the platform has none. */
  readonly followed?: {
    readonly place: Place;
    /** Ids of the messages that are shown so, oldest first; one that is shown twice is there twice. */
    published(): Promise<readonly string[]> | readonly string[];
  };
  now(): number;
  /** The bot's messages in a place, oldest first; not those in threads below it. */
  look(place: Place): Promise<readonly Seen[]> | readonly Seen[];
  /** A person writes. @returns the message's id */
  writes(place: Place): Promise<string> | string;
  /** Somebody takes a message away. */
  takesAway(place: Place, message: string): Promise<unknown> | unknown;
  /** A person's file on the platform. */
  upload(content: string, name: string): Promise<ChatFile> | ChatFile;
  /** …whose link is no longer good. */
  expire(file: ChatFile): Promise<unknown> | unknown;
  /** The next post takes effect, but its answer is lost. */
  loseAnswer(): void;
  /** From now on the history of the place may not be read. */
  hide(place: Place): Promise<unknown> | unknown;
  /** From now on nothing can be posted there. */
  close(place: Place): Promise<unknown> | unknown;
  /** From now on the bot does not hear what people say there. At first it does. */
  deafen(place: Place): Promise<unknown> | unknown;
  /** The place is deleted, with all that is in it. */
  tearDown(place: Place): Promise<unknown> | unknown;
  /** Lets so much time go by that what does not show by then surely is not there; absent where that is known at once. */
  settle?(): Promise<unknown> | unknown;
  /** Lets so much time go by that a key posted before is not remembered. */
  outlastWindow(): Promise<unknown> | unknown;
}

/** An answer to a request that was just made, and what the person sees of it. */
export interface AnswerUnderTest {
  readonly platform: Pick<Platform, 'answer'>;
  readonly answer: Answer;
  /** What is shown to the person now; undefined for nothing. */
  shown(): Promise<string | undefined> | string | undefined;
}

/** Never aborted. */
export const going = new AbortController().signal;

/** A message of the board, as good as any other. */
export function message(more: Partial<Message> = {}): Message {
  return { locale: 'en', lines: [{ key: 'status_accepted', params: { seconds: 7 } }], ...more };
}

export const post = (key: string, more: Partial<Post> = {}): Post => ({ key, message: message(), ...more });
