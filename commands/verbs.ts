import type { Ratio } from '../src/kling/profile.ts';
import type { ChatFile } from '../src/platforms/platform.ts';
import type { TextKey } from '../src/texts.ts';
import type { Asked, Caller } from './desk.ts';
import { LIMITS } from './limits.ts';
import { SOURCES, type SourceName } from './sources.ts';

/** What was filled in of a command's fields; what was left empty is absent. */
export interface Given {
  readonly announcement?: string;
  readonly presenter?: string;
  readonly name?: string;
  readonly words?: string;
  readonly when?: string;
  readonly zone?: string;
  readonly url?: string;
  readonly source?: SourceName;
  /** Ids. */
  readonly channel?: string;
  readonly from?: string;
  readonly roles?: readonly string[];
  readonly people?: readonly string[];
  readonly limit?: number;
  readonly photo?: ChatFile;
  readonly voice?: string;
  readonly ratio?: Ratio;
}

export type FieldName = keyof Given;

/**
 * How a field is filled in: `line` is one line of words; `presenter`, `announcement` and `voice` are suggested while they are typed, and what
 * was typed is given as it is.
 */
export type FieldKind =
  | 'announcement'
  | 'presenter'
  | 'voice'
  | 'line'
  | 'words'
  | 'source'
  | 'channel'
  | 'roles'
  | 'people'
  | 'count'
  | 'photo'
  | 'ratio';

export interface Field {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly required?: true;
  readonly label: TextKey;
  readonly about: TextKey;
  /** Characters. */
  readonly most?: number;
}

type Word =
  | 'add'
  | 'default'
  | 'edit'
  | 'feed'
  | 'hook'
  | 'list'
  | 'now'
  | 'pause'
  | 'remove'
  | 'resume'
  | 'schedule'
  | 'show'
  | 'test'
  | 'watch';

/** What can be asked of `/presenter` and `/announce`: the word behind the command, and its fields. */
export interface Verb {
  readonly command: 'presenter' | 'announce';
  readonly word: Word;
  readonly about: TextKey;
  readonly fields: readonly Field[];
}

/** A verb as it was asked for. */
export interface VerbAsked extends Pick<Asked, 'origin' | 'caller' | 'answer'> {
  readonly verb: VerbName;
  readonly given: Given;
}

/** What a form for a verb begins with, where a person did not fill in everything at once. */
export type VerbStart =
  /** `unfit`: fields that what it is about does not have; a form leaves them out. */
  { readonly given: Given; readonly unfit?: readonly FieldName[] } | { readonly refused: TextKey };

/** Asks what a person may choose for a field. */
export interface ChoiceAsked {
  readonly kind: 'announcement' | 'presenter';
  readonly typed: string;
  /** As far as it is known; nobody is in charge whose roles are not. */
  readonly caller: Pick<Caller, 'person' | 'place' | 'moderates' | 'locale'> & Partial<Pick<Caller, 'roles'>>;
}

export interface Choice {
  readonly id: string;
  /** At most 100 characters. */
  readonly name: string;
}

const field = <N extends FieldName>(
  name: N,
  kind: FieldKind,
  more: Pick<Field, 'required' | 'most'> = {},
): Field & { readonly name: N } => ({
  name,
  kind,
  label: `field_${name}`,
  about: `field_${name}_about`,
  ...more,
});
const needed = { required: true } as const;

const NAME = field('name', 'line', { ...needed, most: LIMITS.name });
const WORDS = field('words', 'words', { most: LIMITS.words });
const PRESENTER = field('presenter', 'presenter');
const CHANNEL = field('channel', 'channel');
const LIMIT = field('limit', 'count');
const WHEN = field('when', 'line', { ...needed, most: LIMITS.when });
const ZONE = field('zone', 'line', { most: 60 });
const URL_FIELD = field('url', 'line', { ...needed, most: LIMITS.url });
const SOURCE = field('source', 'source');
const FROM = field('from', 'channel', needed);
const ROLES = field('roles', 'roles');
const PEOPLE = field('people', 'people');
const ANNOUNCEMENT = field('announcement', 'announcement', needed);

const optional = ({ required: _, ...rest }: Field): Field => rest;
const required = (each: Field): Field => ({ ...each, required: true });
const verb = (command: Verb['command'], word: Word, about: TextKey, fields: readonly Field[] = []): Verb => ({
  command,
  word,
  about,
  fields,
});

/** Everything that can be asked of the two commands, in the order in which people are shown it. Platforms make their commands and forms of it. */
export const VERBS = {
  'presenter add': verb('presenter', 'add', 'verb_presenter_add', [
    NAME,
    field('photo', 'photo', needed),
    field('voice', 'voice'),
    field('ratio', 'ratio'),
  ]),
  'presenter list': verb('presenter', 'list', 'verb_presenter_list'),
  'presenter show': verb('presenter', 'show', 'verb_presenter_show', [required(PRESENTER)]),
  'presenter remove': verb('presenter', 'remove', 'verb_presenter_remove', [required(PRESENTER)]),
  'presenter default': verb('presenter', 'default', 'verb_presenter_default', [
    { ...PRESENTER, about: 'field_presenter_default_about' },
    { ...CHANNEL, about: 'field_channel_default_about' },
  ]),
  'announce now': verb('announce', 'now', 'verb_announce_now', [required(WORDS), PRESENTER, CHANNEL]),
  'announce schedule': verb('announce', 'schedule', 'verb_announce_schedule', [
    NAME,
    WHEN,
    required(WORDS),
    ZONE,
    PRESENTER,
    CHANNEL,
    LIMIT,
  ]),
  'announce hook': verb('announce', 'hook', 'verb_announce_hook', [NAME, SOURCE, WORDS, PRESENTER, CHANNEL, LIMIT]),
  'announce feed': verb('announce', 'feed', 'verb_announce_feed', [NAME, URL_FIELD, WORDS, PRESENTER, CHANNEL, LIMIT]),
  'announce watch': verb('announce', 'watch', 'verb_announce_watch', [
    NAME,
    FROM,
    ROLES,
    PEOPLE,
    WORDS,
    PRESENTER,
    CHANNEL,
    LIMIT,
  ]),
  'announce list': verb('announce', 'list', 'verb_announce_list'),
  'announce show': verb('announce', 'show', 'verb_announce_show', [ANNOUNCEMENT]),
  'announce edit': verb('announce', 'edit', 'verb_announce_edit', [
    ANNOUNCEMENT,
    // left empty, each stays as it is
    ...[NAME, WHEN, WORDS, ZONE, URL_FIELD, SOURCE, FROM, ROLES, PEOPLE, PRESENTER, CHANNEL, LIMIT].map(
      (each): Field => ({ ...optional(each), about: `field_${each.name}_edit_about` }),
    ),
  ]),
  'announce pause': verb('announce', 'pause', 'verb_announce_pause', [ANNOUNCEMENT]),
  'announce resume': verb('announce', 'resume', 'verb_announce_resume', [ANNOUNCEMENT]),
  'announce test': verb('announce', 'test', 'verb_announce_test', [ANNOUNCEMENT]),
  'announce remove': verb('announce', 'remove', 'verb_announce_remove', [ANNOUNCEMENT]),
} as const satisfies Readonly<Record<string, Verb>>;

export type VerbName = keyof typeof VERBS;

/** The verb of a command and a word, or nothing. */
export function verbOf(command: string, word: string): VerbName | undefined {
  const name = `${command} ${word}`;
  return Object.hasOwn(VERBS, name) ? (name as VerbName) : undefined;
}

/** What a source is called where people choose one. */
export const SOURCE_NAMES: Readonly<Record<SourceName, TextKey>> = Object.fromEntries(
  SOURCES.map((source) => [source, `source_${source.replace('-', '_')}`]),
) as Record<SourceName, TextKey>;
