import type { Place } from '../src/jobs/job.ts';
import type { Ratio } from '../src/kling/profile.ts';
import type { Upload } from '../src/media/upload.ts';

/** A saved photo with a voice: what speaks when nobody sends a photo of their own. */
export interface Presenter {
  /** `p` and 23 characters of `[a-z0-9]`. */
  readonly id: string;
  /** Where people may use it: `platform:space`. */
  readonly space: string;
  /** As people call it; one of its space has it alone, whatever the case. */
  readonly name: string;
  readonly voiceId?: string;
  readonly ratio?: Ratio;
  /** Who saved it: an id of the platform, or `api`. */
  readonly owner: string;
  readonly photo: { readonly blob: string; readonly bytes: number };
  /** ms */
  readonly createdAt: number;
}

/** A presenter to be saved. The same `origin` saves the same one. */
export interface NewPresenter extends Pick<Presenter, 'space' | 'name' | 'voiceId' | 'ratio' | 'owner'> {
  readonly origin: { readonly key: string; readonly at: number };
  /** It is moved away, or copied. */
  readonly photo: Upload;
}

/** For whom a presenter speaks when none is named. */
export interface Defaults {
  /** Id of the one for the whole space. */
  readonly space?: string;
  /** Ids by channel. */
  readonly channels: Readonly<Record<string, string>>;
}

/** The presenters of all spaces. What is read is told from memory. */
export interface Presenters {
  /** By name. */
  list(space: string): readonly Presenter[];
  get(id: string): Presenter | undefined;
  /** By its id, or by its name, whatever the case. */
  named(space: string, typed: string): Presenter | undefined;
  /** The channel's own, else the space's. */
  defaultFor(place: Place): Presenter | undefined;
  defaults(space: string): Defaults;
  /** Checks the photo, and saves it. @throws Refusal, also of the media room; nothing is kept then */
  add(wanted: NewPresenter): Promise<Presenter>;
  /** Announcements that use it pause first, and their owners are told. Jobs that were accepted keep their copy of the photo. */
  remove(id: string): Promise<void>;
  /** @param channel absent for the whole space @param id absent for none */
  setDefault(space: string, channel: string | undefined, id: string | undefined): Promise<void>;
}
