import type { Place } from '../src/jobs/job.ts';
import type { Ratio } from '../src/kling/profile.ts';
import type { Line, Message } from '../src/platforms/message.ts';
import type { Answer, ChatFile } from '../src/platforms/platform.ts';
import type { Locale, TextKey } from '../src/texts.ts';
import type { Overheard } from './announcements.ts';
import type { Mistakes } from './mistakes.ts';
import type { Choice, ChoiceAsked, Given, VerbAsked, VerbName, VerbStart } from './verbs.ts';

/** Who asks for something, and where, as the platform vouches for it. */
export interface Caller {
  /** An id that is unique within the platform. */
  readonly person: string;
  readonly locale: Locale;
  readonly place: Place;
  /** Roles of the person in the space. */
  readonly roles: readonly string[];
  /** May take away what others posted here, and see everybody's jobs of the space. */
  readonly moderates: boolean;
  /** May change the settings of the space. */
  readonly manages: boolean;
}

/** A picture: sent along, or kept from an earlier job of the same person. */
export type Photo = { readonly file: ChatFile } | { readonly job: string };

/** A request for a video as it came from a person; anything may be missing or wrong. */
export interface Asked {
  /** What caused it: the same cause gives the same job. `at` is the cause's own time (ms). */
  readonly origin: { readonly key: string; readonly at: number };
  readonly caller: Caller;
  readonly answer: Answer;
  /** The message that asked; what is said in public answers it. */
  readonly message?: string;
  /** The message that it answers: one that asked for a photo, perhaps. */
  readonly answers?: string;
  /** Why the bot could not bring a video to this place, and what to do about that; empty when nothing stands in the way. */
  readonly obstacles: readonly Line[];
  readonly photo?: Photo;
  /** A presenter, as it was typed: its photo, and its voice where none is given. */
  readonly presenter?: string;
  readonly audio?: ChatFile;
  readonly text?: string;
  readonly voiceId?: string;
  readonly ratio?: Ratio;
  readonly prompt?: string;
  /** There was a picture to be expected that the platform does not show to the bot. */
  readonly unseen?: true;
}

/** A request of which little more is known than that it came. */
export interface Came extends Pick<Asked, 'origin' | 'answers'> {
  readonly place: Place;
  /** As far as it is known. */
  readonly locale: Locale;
  readonly answer: Pick<Answer, 'ref'>;
  /** The request that a button confirms: its subject. */
  readonly confirms?: string;
}

/** Somebody pressed a button of a message, or picked from it. */
export interface Pressed {
  readonly caller: Caller;
  readonly answer: Answer;
  /** {@link Action} of the button. */
  readonly name: string;
  readonly subject: string;
  /** What was picked. */
  readonly picked?: readonly string[];
  /** As in {@link Asked}; the cause is the press. */
  readonly origin: Asked['origin'];
  readonly obstacles: Asked['obstacles'];
}

export interface VoiceChoice {
  readonly id: string;
  /** With its language, in the locale asked for. At most 100 characters. */
  readonly name: string;
}

/** What the form for a video starts with. */
export interface FormStart {
  /** The presenters that may speak in the place, at most 25; the default one first. */
  readonly presenters?: readonly Choice[];
  /** At most 25: the operator's favourites and the person's recent ones first. */
  readonly voices: readonly VoiceChoice[];
  /** The words of the job that another one is made from. */
  readonly text?: string;
  readonly voiceId?: string;
}

/** No form is opened for this person, for a reason. */
export interface NoForm {
  readonly refused: TextKey;
}

/**
 * What people can ask of Herald on any platform. A platform acknowledges in its own way and at once, and calls here without waiting for
 * that: {@link Answer.begun} tells.
 * What goes wrong is said to the person and logged; thrown is only what cuts that off when Herald stops. What may become a video has been
 * noted by then, and its person is told after the next start.
 */
export interface Desk {
  /**
   * Notes that a request came, so that its person is told when the process ends before it is known what becomes of it; for where that
   * has to be found out first, which is the work. When the work throws, it has been given up, since Herald stops: the person is told after
   * the next start. Nothing is done about a request whose person was told that nothing comes of it. @throws what the work throws
   * @param work is given what resolves once that is noted, or cannot be; and is to say which language the person speaks, once it finds out
   */
  taking(came: Came, work: (noted: Promise<void>, speaks: (locale: Locale) => void) => Promise<void>): Promise<void>;
  /** Makes a video, or says what is missing. */
  ask(asked: Asked): Promise<void>;
  /** A button or a picker of one of Herald's messages. */
  press(pressed: Pressed): Promise<void>;
  /** One's own recent jobs; for those who moderate, with `everybody`, the space's. */
  jobs(caller: Caller, answer: Answer, everybody?: boolean): Promise<void>;
  help(caller: Caller, answer: Answer): Promise<void>;
  /** How the bot is, one's recent jobs, and how to begin: for a place of the bot's own. */
  home(caller: Caller): Promise<Message>;
  /** Who may use the bot in this space. */
  settings(caller: Caller, answer: Answer): Promise<void>;
  /**
   * The message in this very place by which a person was asked for a photo; the latest, and not one that was answered. Waits for one that
   * is just being posted; answers at once where nothing waits for the person.
   */
  questionTo(person: string, place: Place): Promise<string | undefined>;
  /** Voices whose name, id or language fit what was typed, at most 25. Answers at once, from memory. */
  voices(typed: string, locale: Locale): readonly VoiceChoice[];
  /** @param job that another one is to be made from, with its words; its photo is used again */
  form(caller: Caller, job?: string): Promise<FormStart | NoForm>;
  /** What was asked of `/presenter` or `/announce`. */
  verb(asked: VerbAsked): Promise<void>;
  /**
   * What a form for a verb begins with: for `announce edit`, what the announcement holds.
   * @param subject the presenter or announcement that it is about, as it was typed
   */
  verbForm(caller: Caller, verb: VerbName, subject?: string): Promise<VerbStart>;
  /** What is plainly wrong with what was filled in for a verb, by its field. Answers at once, from memory; {@link verb} says the rest. */
  mistakes(verb: VerbName, given: Given, caller: Pick<Caller, 'place'>): Mistakes;
  /** Presenters or announcements of the place's space that fit what was typed, at most 25. Answers at once, from memory. */
  choices(asked: ChoiceAsked): readonly Choice[];
  /** Whether what people say in this channel may be announced. Answers at once, from memory. */
  listensTo(place: Place): boolean;
  /** Announces what was said, where it is to be. Resolves once that is kept; what goes wrong is logged. */
  overheard(said: Overheard): Promise<void>;
}
