import type { Job, Place, Requester } from '../src/jobs/job.ts';
import type { PlaceNames } from '../src/platforms/platform.ts';
import type { Refusal } from '../src/refusal.ts';
import type { TextKey, TextParams } from '../src/texts.ts';
import type { SourceName } from './sources.ts';

/** What makes an announcement speak. */
export type Trigger =
  /** Once `at` a time (ms), or by a cron line in its time zone (IANA); `said` is what was asked for, word by word. */
  | { readonly kind: 'schedule'; readonly said: string; readonly zone: string; readonly cron: string }
  | { readonly kind: 'schedule'; readonly said: string; readonly zone: string; readonly at: number }
  | { readonly kind: 'hook'; readonly source: SourceName }
  | { readonly kind: 'feed'; readonly url: string }
  /** What any of these people, or people with one of these roles, write in a channel of the same space. */
  | {
      readonly kind: 'watch';
      readonly channel: string;
      readonly roles: readonly string[];
      readonly people: readonly string[];
    };

export type TriggerKind = Trigger['kind'];

/** Why an announcement does nothing for now. */
export interface Paused {
  /** ms */
  readonly since: number;
  /** A sentence, where it was not a person who paused it. */
  readonly why?: TextKey;
  /** It was not a person who paused it, and the reason is no more. */
  readonly mended?: true;
}

/** A presenter says something somewhere, whenever its trigger has it do so. */
export interface Announcement {
  /** `a` and 23 characters of `[a-z0-9]`. */
  readonly id: string;
  /** As people call it; one of its space has it alone, whatever the case. */
  readonly name: string;
  /** Where the videos are posted. */
  readonly place: Place;
  /** Who set it up, and is told what goes wrong. Over HTTP it may be nobody on a platform: `api`. */
  readonly owner: Requester;
  /** Id of the presenter. */
  readonly presenter: string;
  /** What is said, with placeholders: {@link SourceName} says more. */
  readonly words: string;
  readonly trigger: Trigger;
  /** Announcements in a day (UTC) at most. */
  readonly perDay: number;
  readonly paused?: Paused;
  /** What its place was called when it was last looked at, for where that cannot be told at the moment. */
  readonly called?: PlaceNames;
  /** When its trigger began anew (ms): set up, resumed, or changed. What was before is not announced. */
  readonly since: number;
  /** ms */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One to be set up. The same `origin` sets up the same one. */
export interface NewAnnouncement extends Pick<Announcement, 'name' | 'place' | 'owner' | 'presenter' | 'trigger'> {
  readonly origin: { readonly key: string; readonly at: number };
  /** Absent: what the trigger says by itself. */
  readonly words?: string;
  /** Absent: `ANNOUNCEMENTS_PER_DAY`. */
  readonly perDay?: number;
}

/** What may be changed of one; the trigger only into another of its kind. */
export type Changes = Partial<Pick<Announcement, 'name' | 'place' | 'presenter' | 'words' | 'perDay' | 'trigger'>>;

/** An announcement with what is told once: where a hook is called, and by which secret. */
export interface SetUp {
  readonly announcement: Announcement;
  readonly hook?: { readonly url: string; readonly secret: string };
}

/** How an announcement stands, beside what it is. */
export interface Standing {
  /** The next moment of a schedule, or the next look at a feed (ms). */
  readonly next?: number;
  /** Moments that passed while nobody could speak, and were too long ago to be made up for: the latest (ms). */
  readonly skipped?: number;
  /** Announcements today (UTC). */
  readonly today: number;
  /** What stands in the way of its trigger now: a feed that cannot be read. */
  readonly trouble?: { readonly key: TextKey; readonly params: TextParams };
}

/** Why something was announced. */
export type Cause =
  | { readonly kind: 'now' | 'test' | 'schedule' }
  | { readonly kind: 'hook'; readonly delivery?: string }
  | { readonly kind: 'feed'; readonly title?: string; readonly url?: string }
  | { readonly kind: 'watch'; readonly person: string; readonly url?: string };

/** One line of the history of an announcement. */
export interface Occurred {
  /** The id of its job. */
  readonly id: string;
  /** When it was to be (ms). */
  readonly at: number;
  readonly cause: Cause;
  /** The words were too long, and were cut at the end of a sentence. */
  readonly cut?: true;
  /** Why there is no job. */
  readonly refused?: { readonly key: TextKey; readonly params: TextParams };
  readonly job?: Job;
}

/** Something that is said right away, by a person's order. */
export interface SaidNow {
  /** The same gives the same job. */
  readonly origin: { readonly key: string; readonly at: number };
  readonly requester: Requester;
  readonly place: Place;
  readonly presenter: string;
  readonly words: string;
}

/** What was said in a channel. */
export interface Overheard {
  readonly place: Place;
  /** The platform's id of the message, unique in its channel. */
  readonly message: string;
  /** When it was written (ms). */
  readonly at: number;
  readonly url?: string;
  readonly person: string;
  /** What others call that person. */
  readonly name: string;
  readonly roles: readonly string[];
  /** In plain words, as a face can say them. */
  readonly text: string;
}

/** The announcements of all spaces. What is read without a promise is told from memory. */
export interface Announcements {
  /** By name; of one space, `platform:space`. */
  list(space: string): readonly Announcement[];
  get(id: string): Announcement | undefined;
  /** By its id, or by its name, whatever the case. */
  named(space: string, typed: string): Announcement | undefined;
  /**
   * What is plainly wrong with parts of an announcement of a kind, before it is set up or changed, or with what is to be said right away:
   * nothing is looked at for that.
   * @param but the id of the one that is to be changed
   */
  mistakes(
    space: string,
    parts: Pick<Changes, 'name' | 'words' | 'perDay'>,
    kind: TriggerKind | 'now',
    but?: string,
  ): Readonly<Partial<Record<'name' | 'words' | 'perDay', Pick<Refusal, 'key' | 'params'>>>>;
  /** @throws Refusal; nothing is set up then. A feed is read first. */
  add(wanted: NewAnnouncement): Promise<SetUp>;
  /** @throws Refusal; nothing is changed then */
  change(id: string, changes: Changes): Promise<Announcement>;
  pause(id: string): Promise<Announcement>;
  /** What happened meanwhile is not announced. @throws Refusal where its presenter is gone */
  resume(id: string): Promise<Announcement>;
  remove(id: string): Promise<void>;
  /** Gives a hook another secret; the one before is worth nothing any more. */
  newSecret(id: string): Promise<Required<SetUp>>;
  standing(id: string): Promise<Standing>;
  /** Newest first. */
  history(id: string, limit: number): Promise<readonly Occurred[]>;
  /** Says something once, without an announcement. @throws Refusal */
  say(wanted: SaidNow): Promise<Occurred>;
  /** Says what an announcement would say, with an example in place of what would trigger it, to somebody else. @throws Refusal */
  test(id: string, to: Pick<SaidNow, 'origin' | 'requester' | 'place'>): Promise<Occurred>;
  /** Whether anything that is said in this channel may be announced. */
  listensTo(place: Place): boolean;
  /** Resolves once it is kept what is to be announced of it. @throws StoreError */
  overheard(said: Overheard): Promise<void>;
}
